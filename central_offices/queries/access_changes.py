"""Changes of access and objections to them: which rows an officer may see."""

from typing import Any, Protocol, Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from central_offices.queries.offices import Reader

Row = TypeVar("Row", bound=models.Model)


# Kinds of changes that every person of the office sees.
OF_OFFICES = ("JOIN", "LIVE", "RENAME", "SUCCESSION", "LEAVE")
FOR_ALL = ("KEY", "END_ROLE", "DISABLE", "LOWER", *OF_OFFICES)


class Person(Reader, Protocol):
    """The officer who asks, who may be a person."""

    @property
    def is_human(self) -> bool: ...


class AccessChangeQuerySet(models.QuerySet[Row]):
    def visible_to(self, officer: Person) -> Self:
        """Administrators and the Commission see all, a head those of the own office and the moves
        away from it, everybody the own; keys, where the head was left aside, who is taken
        away, and how the office takes part, every person of the office.
        """
        seen = _seen_by(officer)
        return self.filter(seen) if seen is not None else self

    def pending(self) -> Self:
        """Those that a second person can still confirm."""
        return self.filter(status="PENDING", expires_at__gt=timezone.now())

    def suspending(self) -> Self:
        """Those by which one person suspends an account until a second one has decided."""
        return self.filter(status="PENDING", suspends_until__isnull=False)


class AccessObjectionQuerySet(models.QuerySet[Row]):
    def visible_to(self, officer: Person) -> Self:
        """Whoever sees the change sees what was said against it."""
        seen = _seen_by(officer)
        if seen is None:
            return self
        changes: Any = self.model._meta.get_field("change").related_model
        return self.filter(change__in=changes.objects.filter(seen))


def _seen_by(officer: Person) -> Q | None:
    """The condition; None for whoever sees all."""
    if not officer.is_authenticated or not officer.is_active:
        return Q(pk__in=[])
    if officer.administers or officer.oversees:
        return None
    seen = Q(person=officer.pk)
    ours = Q(office=officer.office_id) | Q(kind="MOVE", content__from=officer.office.code)
    if officer.may("manage_office", officer.office):
        return seen | ours
    if officer.is_human:
        told = ("AGREED", "OBJECTED", "CONFIRMED", "DECLINED")
        seen |= ours & (Q(without_head=True, status__in=told) | Q(kind__in=FOR_ALL))
    return seen
