"""The list of officers: what its facets mean, and the roles of each row."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict

from central_offices.directory import as_typed
from central_offices.models import AccessChange, CentralOffice, Officer, RoleGrant
from kernel.errors import NotReady
from kernel.pages import keyset
from kernel.values.folding import searchable

BY_NAME = keyset.Order("name", is_falling=False, is_name=True)
SUSPENDED = Exists(AccessChange.objects.suspending().filter(person=OuterRef("pk")))
STATES = {
    "open": Q(is_active=True) & ~Q(password__startswith="!"),
    "invited": Q(is_active=True, password__startswith="!"),
    "suspended": Q(SUSPENDED, is_active=False),
    "disabled": Q(~SUSPENDED, is_active=False),
}


def officers(by: Officer, query: QueryDict) -> QuerySet[Officer]:
    """The people whom `by` may see, narrowed by what the list was asked for."""
    seen = Officer.objects.visible_to(by).people().select_related("office")
    rows: QuerySet[Any] = seen.annotate(is_suspended=SUSPENDED)
    if text := query.get("q", "").strip():
        rows = rows.filter(pk__in=_called(text, rows))
    if code := query.get("office", "").strip():
        rows = rows.filter(office__in=_office(code))
    if role := query.get("role"):
        held = RoleGrant.objects.in_force().filter(officer=OuterRef("pk"), role=role)
        rows = rows.filter(Exists(held.filter(office=OuterRef("office"))))
    if state := query.get("state", ""):
        rows = rows.filter(STATES[state]) if state in STATES else rows.none()
    return rows


def _called(text: str, rows: QuerySet[Officer]) -> list[int]:
    """The officers whose name and address hold every word, as searches fold them."""
    words = searchable(text).split()
    known = rows.order_by().values_list("pk", "name", "email")
    return [pk for pk, *said in known if all(word in searchable(*said) for word in words)]


def _office(typed: str) -> list[CentralOffice]:
    """The office that is meant, if one is; what names none, or several, lists nobody."""
    try:
        return [as_typed.office(typed, CentralOffice.objects.select_related("jurisdiction"))]
    except NotReady:
        return []


def with_roles(rows: list[Any]) -> None:
    """Hang the roles in force on the rows of a page, with one query."""
    grants: dict[int, list[str]] = {}
    for grant in RoleGrant.objects.in_force().filter(officer__in=rows).order_by("role"):
        grants.setdefault(grant.officer_id, []).append(grant.get_role_display())
    for row in rows:
        row.role_names = grants.get(row.pk, [])
