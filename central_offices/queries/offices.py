"""Offices, officers, grants, keys and rosters: which rows an officer may see."""

from datetime import date, datetime
from typing import Any, Protocol, Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

from central_offices.queries.open_to_officers import OpenToOfficers
from kernel.acting import Officer

Row = TypeVar("Row", bound=models.Model)  # the model: its module imports this one


class Reader(Officer, Protocol):
    """The officer who asks, as far as these queries know one (the models stand above them)."""

    @property
    def administers(self) -> bool: ...

    @property
    def oversees(self) -> bool: ...


class CentralOfficeQuerySet(OpenToOfficers[Row]):
    """The directory is common."""

    def joined(self, on: date | None = None) -> Self:
        """National offices that take part on a day (today)."""
        day = on or timezone.now().date()
        return self.filter(kind="NATIONAL", joined_on__lte=day).exclude(left_on__lte=day)

    def live(self, on: date | None = None) -> Self:
        """National offices that can be asked on a day (today): two persons found them ready."""
        return self.joined(on).filter(live_on__lte=on or timezone.now().date())

    def reachable(self) -> Self:
        """Whoever can be written to: the offices that are live, and the Secretariat."""
        offices: Any = self.model._default_manager
        return self.filter(Q(pk__in=offices.live()) | Q(kind="SECRETARIAT"))

    def secretariat(self) -> Any:
        return self.get(kind="SECRETARIAT")


class OfficerQuerySet(models.QuerySet[Row]):
    def get_by_natural_key(self, email: str) -> Any:
        return self.get(email__iexact=email)

    def people(self) -> Self:
        return self.filter(kind="HUMAN")

    def visible_to(self, officer: Reader) -> Self:
        """Colleagues are seen by their own office; administrators and the Commission see all."""
        return self.filter(_of_offices("office", officer))


class RoleGrantQuerySet(models.QuerySet[Row]):
    def visible_to(self, officer: Reader) -> Self:
        return self.filter(_of_offices("officer__office", officer))

    def in_force(self, at: datetime | None = None) -> Self:
        at = at or timezone.now()
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=at), valid_from__lte=at)


class InvitationQuerySet(models.QuerySet[Row]):
    def visible_to(self, officer: Reader) -> Self:
        return self.filter(_of_offices("officer__office", officer))

    def open(self) -> Self:
        """Links that can still be used."""
        return self.filter(used_at=None, expires_at__gt=timezone.now())


class ApiClientQuerySet(models.QuerySet[Row]):
    def visible_to(self, officer: Reader) -> Self:
        return self.filter(_of_offices("officer__office", officer))


class OfficeKeyQuerySet(OpenToOfficers[Row]):
    """Public keys are public; who may renew and revoke them is another question."""

    def in_force(self) -> Self:
        """Those that may sign now, by the database's clock."""
        return self.filter(revoked_at=None, not_before__lte=Now(), not_after__gt=Now())


class DutyShiftQuerySet(models.QuerySet[Row]):
    def visible_to(self, officer: Reader) -> Self:
        """The own office's roster; of other offices only who is on duty at this moment, and only
        by officers who work with requests: a desk that has to reach another desk.
        """
        if not officer.is_authenticated or not officer.is_active:
            return self.none()
        own = Q(office=officer.office_id)
        works = ("send_request", "answer_request")
        if not any(officer.may(permission, officer.office) for permission in works):
            return self.filter(own)
        now = Now()
        return self.filter(
            own | Q(cancelled_at=None, starts_at__lte=now, ends_at__gt=now),
        )

    def at(self, moment: datetime) -> Self:
        """Shifts at a moment; none of somebody whose account was closed or who left the office, and
        none of an office that has left.
        """
        rows = self.filter(cancelled_at=None, starts_at__lte=moment, ends_at__gt=moment)
        rows = rows.exclude(office__left_on__lte=moment.date())
        return rows.filter(officer__is_active=True, officer__office=F("office"))

    def between(self, start: datetime, end: datetime) -> Self:
        """Shifts that fall into some part of this time."""
        return self.filter(cancelled_at=None, starts_at__lt=end, ends_at__gt=start)


class EndpointChangeQuerySet(models.QuerySet[Row]):
    def visible_to(self, officer: Reader) -> Self:
        """Where an office's messages shall go is for its heads and administrators to know."""
        if not officer.is_authenticated or not officer.is_active:
            return self.none()
        if officer.administers:
            return self
        head = officer.may("manage_office", officer.office)
        return self.filter(office=officer.office_id) if head else self.none()


def _of_offices(field: str, officer: Reader) -> Q:
    """Rows of the officer's own office, or of every office for who administers or oversees."""
    if not officer.is_authenticated or not officer.is_active:
        return Q(pk__in=[])
    if officer.administers or officer.oversees:
        return Q()
    return Q(**{field: officer.office_id})
