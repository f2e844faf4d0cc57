"""Who acts, read by one statement: officer, office, roles in force and rights on the own office.

Read anew with each request, so that what is taken away is gone at the next one. Apps above keep
what they know of an officer in the same reading (`read_besides`).
"""

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.utils import timezone

from central_offices.models import CentralOffice, Officer

ROLES = """
SELECT g.role FROM central_offices_rolegrant g
WHERE g.officer_id = o.id AND g.office_id = o.office_id
  AND g.valid_from <= %(now)s AND (g.valid_to IS NULL OR g.valid_to > %(now)s)"""
# Of guardian's two tables: through the groups of office and role, and of the officer alone.
RIGHTS = """
SELECT p.codename FROM guardian_groupobjectpermission x
JOIN central_offices_officer_groups m ON m.group_id = x.group_id
JOIN auth_permission p ON p.id = x.permission_id
WHERE m.officer_id = o.id AND x.content_type_id = %(office)s AND x.object_pk = o.office_id::text
UNION
SELECT p.codename FROM guardian_userobjectpermission x
JOIN auth_permission p ON p.id = x.permission_id
WHERE x.user_id = o.id AND x.content_type_id = %(office)s AND x.object_pk = o.office_id::text"""


class Besides(NamedTuple):
    """A sub-select of an app above about the officer `o`, and who keeps what it found."""

    sql: str
    keep: Callable[[Officer, list[Any]], object]


_besides: list[Besides] = []


def read_besides(sql: str, keep: Callable[[Officer, list[Any]], object]) -> None:
    """Register a sub-select of one column, about the officer `o`; called when an app is ready."""
    _besides.append(Besides(sql, keep))


class OfficerBackend(AuthenticationBackend):
    """Signs in as allauth does, and reads who sits at a session by one statement."""

    def get_user(self, user_id: Any) -> Officer | None:
        officer = read(user_id)
        return officer if officer and self.user_can_authenticate(officer) else None


def read(pk: Any) -> Officer | None:
    """The officer with office, roles, rights and what other apps keep; None where there is none."""
    told = {"pk": pk, "now": timezone.now(), "office": _content_type()}
    with connection.cursor() as cursor:
        cursor.execute(_statement(), told)
        row = cursor.fetchone()
    if row is None:
        return None
    ours, theirs = _fields(Officer), _fields(CentralOffice)
    officer: Officer = _made(Officer, row[: len(ours)])
    officer.office = _made(CentralOffice, row[len(ours) : len(ours) + len(theirs)])
    roles, held, *more = row[len(ours) + len(theirs) :]
    officer.keep_rights(roles, held)
    for besides, found in zip(_besides, more, strict=True):
        besides.keep(officer, found)
    return officer


def _statement() -> str:
    selected = [f"o.{field.column}" for field in _fields(Officer)]
    selected += [f"f.{field.column}" for field in _fields(CentralOffice)]
    selected += [f"ARRAY({sql})" for sql in (ROLES, RIGHTS, *(one.sql for one in _besides))]
    return (
        f"SELECT {', '.join(selected)} FROM central_offices_officer o "
        "JOIN central_offices_centraloffice f ON f.id = o.office_id WHERE o.id = %(pk)s"
    )


@cache
def _fields(model: type[models.Model]) -> list[Any]:
    return list(model._meta.concrete_fields)


def _made(model: type[models.Model], values: Any) -> Any:
    """The row of these columns, as the model's own queries make it."""
    fields = _fields(model)
    found = [
        field.from_db_value(value, None, connection) if hasattr(field, "from_db_value") else value
        for field, value in zip(fields, values, strict=True)
    ]
    return model.from_db("default", [field.attname for field in fields], found)


def _content_type() -> int:
    return int(ContentType.objects.get_for_model(CentralOffice).pk)
