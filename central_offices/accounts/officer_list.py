"""The list of officers: its facets, and its pages by cursor (name, id)."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict

from central_offices.models import Officer, RoleGrant

PAGE = 50
STATES = {
    "open": Q(is_active=True) & ~Q(password__startswith="!"),
    "invited": Q(is_active=True, password__startswith="!"),
    "disabled": Q(is_active=False),
}


@dataclass
class Page:
    """One page of rows, and the addresses of its neighbours."""

    rows: list[Officer]
    next: str = ""
    previous: str = ""


def officers(by: Officer, query: QueryDict) -> QuerySet[Officer]:
    """The people whom `by` may see, narrowed by what the list was asked for."""
    rows = Officer.objects.visible_to(by).people().select_related("office")
    if text := query.get("q", "").strip():
        rows = rows.filter(Q(name__icontains=text) | Q(email__icontains=text))
    if code := query.get("office", "").strip().upper():
        rows = rows.filter(office__code=code)
    if role := query.get("role"):
        held = RoleGrant.objects.in_force().filter(officer=OuterRef("pk"), role=role)
        rows = rows.filter(Exists(held.filter(office=OuterRef("office"))))
    if condition := STATES.get(query.get("state", "")):
        rows = rows.filter(condition)
    return rows


def page(rows: QuerySet[Officer], query: QueryDict) -> Page:
    """The page after or before the officer whose id the query names, in order of name."""
    back = "before" in query
    mark = query.get("before") or query.get("after") or ""
    at = rows.filter(pk=mark).first() if mark.isdecimal() and len(mark) < 18 else None
    if at:
        later = Q(name__gt=at.name) | Q(name=at.name, pk__gt=at.pk)
        rows = rows.exclude(pk=at.pk).exclude(later) if back else rows.filter(later)
    order = ("-name", "-pk") if back else ("name", "pk")
    found = list(rows.order_by(*order)[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    if back:
        found.reverse()
    shown = Page(found)
    if found and (more or back):
        shown.next = _address(query, "after", found[-1])
    if found and at and (more or not back):
        shown.previous = _address(query, "before", found[0])
    return shown


def with_roles(rows: list[Any]) -> None:
    """Hang the roles in force on the rows of a page, with one query."""
    grants: dict[int, list[str]] = {}
    for grant in RoleGrant.objects.in_force().filter(officer__in=rows).order_by("role"):
        grants.setdefault(grant.officer_id, []).append(grant.get_role_display())
    for row in rows:
        row.role_names = grants.get(row.pk, [])


def _address(query: QueryDict, name: str, row: Officer) -> str:
    kept = query.copy()
    for other in ("after", "before"):
        kept.pop(other, None)
    kept[name] = str(row.pk)
    return f"?{kept.urlencode()}"
