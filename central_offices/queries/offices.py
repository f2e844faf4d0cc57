"""Which offices, officers and grants there are for whom."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

if TYPE_CHECKING:
    from central_offices.models import (
        ApiClient,
        CentralOffice,
        DutyShift,
        EndpointChange,
        Invitation,
        OfficeKey,
        Officer,
        RoleGrant,
    )

    Offices = models.QuerySet[CentralOffice]
    Officers = models.QuerySet[Officer]
    Grants = models.QuerySet[RoleGrant]
    Invitations = models.QuerySet[Invitation]
    Clients = models.QuerySet[ApiClient]
    Shifts = models.QuerySet[DutyShift]
    Keys = models.QuerySet[OfficeKey]
    Changes = models.QuerySet[EndpointChange]
else:
    Offices = Officers = Grants = Invitations = Clients = Shifts = Keys = Changes = models.QuerySet


class CentralOfficeQuerySet(Offices):
    def visible_to(self, officer: "Officer") -> "CentralOfficeQuerySet":
        """Every signed-in officer may see every office: the directory is common."""
        return self if officer.is_authenticated and officer.is_active else self.none()

    def joined(self, on: date | None = None) -> "CentralOfficeQuerySet":
        """National offices that take part on a day (today)."""
        day = on or timezone.now().date()
        return self.filter(kind="NATIONAL", joined_on__lte=day).exclude(left_on__lte=day)

    def reachable(self) -> "CentralOfficeQuerySet":
        """Whoever can be written to: the offices that take part, and the Secretariat."""
        return self.filter(Q(pk__in=self.model.objects.joined()) | Q(kind="SECRETARIAT"))

    def secretariat(self) -> "CentralOffice":
        return self.get(kind="SECRETARIAT")


class OfficerQuerySet(Officers):
    def get_by_natural_key(self, email: str) -> "Officer":
        return self.get(email__iexact=email)

    def people(self) -> "OfficerQuerySet":
        return self.filter(kind="HUMAN")

    def visible_to(self, officer: "Officer") -> "OfficerQuerySet":
        """Colleagues are seen by their own office; administrators and the Commission see all."""
        return self.filter(_of_offices("office", officer))


class RoleGrantQuerySet(Grants):
    def visible_to(self, officer: "Officer") -> "RoleGrantQuerySet":
        return self.filter(_of_offices("officer__office", officer))

    def in_force(self, at: datetime | None = None) -> "RoleGrantQuerySet":
        at = at or timezone.now()
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=at), valid_from__lte=at)


class InvitationQuerySet(Invitations):
    def visible_to(self, officer: "Officer") -> "InvitationQuerySet":
        return self.filter(_of_offices("officer__office", officer))

    def open(self) -> "InvitationQuerySet":
        """Links that can still be used."""
        return self.filter(used_at=None, expires_at__gt=timezone.now())


class ApiClientQuerySet(Clients):
    def visible_to(self, officer: "Officer") -> "ApiClientQuerySet":
        return self.filter(_of_offices("officer__office", officer))


class OfficeKeyQuerySet(Keys):
    def visible_to(self, officer: "Officer") -> "OfficeKeyQuerySet":
        """Public keys are public; who may renew and revoke them is another question."""
        return self if officer.is_authenticated and officer.is_active else self.none()

    def in_force(self) -> "OfficeKeyQuerySet":
        """Those that may sign now, by the database's clock."""
        return self.filter(revoked_at=None, not_before__lte=Now(), not_after__gt=Now())


class DutyShiftQuerySet(Shifts):
    def visible_to(self, officer: "Officer") -> "DutyShiftQuerySet":
        """The own office's roster; of other offices only who is on duty at this moment, and only
        by officers who work with requests: a desk that has to reach another desk.
        """
        from central_offices import roles

        if not officer.is_authenticated or not officer.is_active:
            return self.none()
        own = Q(office=officer.office_id)
        works = ("send_request", "answer_request")
        if not any(roles.may(officer, permission, officer.office) for permission in works):
            return self.filter(own)
        now = Now()
        return self.filter(
            own | Q(cancelled_at=None, starts_at__lte=now, ends_at__gt=now),
        )

    def at(self, moment: datetime) -> "DutyShiftQuerySet":
        """Who is on duty at a moment; nobody whose account was closed or who left the office."""
        rows = self.filter(cancelled_at=None, starts_at__lte=moment, ends_at__gt=moment)
        return rows.filter(officer__is_active=True, officer__office=F("office"))

    def between(self, start: datetime, end: datetime) -> "DutyShiftQuerySet":
        """What is on the roster for some part of this time."""
        return self.filter(cancelled_at=None, starts_at__lt=end, ends_at__gt=start)


class EndpointChangeQuerySet(Changes):
    def visible_to(self, officer: "Officer") -> "EndpointChangeQuerySet":
        """Where an office's messages shall go is for its heads and administrators to know."""
        from central_offices import roles

        if not officer.is_authenticated or not officer.is_active:
            return self.none()
        if roles.administers(officer):
            return self
        head = roles.may(officer, "manage_office", officer.office)
        return self.filter(office=officer.office_id) if head else self.none()


def _of_offices(field: str, officer: "Officer") -> Q:
    """Rows of the officer's own office, or of every office for who administers or oversees."""
    from central_offices import roles

    if not officer.is_authenticated or not officer.is_active:
        return Q(pk__in=[])
    if roles.administers(officer) or roles.oversees(officer):
        return Q()
    return Q(**{field: officer.office_id})
