"""Which offices, officers and grants there are for whom."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone

if TYPE_CHECKING:
    from central_offices.models import CentralOffice, Officer, RoleGrant

    Offices = models.QuerySet[CentralOffice]
    Officers = models.QuerySet[Officer]
    Grants = models.QuerySet[RoleGrant]
else:
    Offices = Officers = Grants = models.QuerySet


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

    def visible_to(self, officer: "Officer") -> "OfficerQuerySet":
        """Colleagues are seen by their own office; administrators see everybody."""
        from central_offices import roles

        if not officer.is_authenticated or not officer.is_active:
            return self.none()
        if roles.may(officer, "administer", officer.office):
            return self
        return self.filter(office=officer.office_id)


class RoleGrantQuerySet(Grants):
    def visible_to(self, officer: "Officer") -> "RoleGrantQuerySet":
        from central_offices.models import Officer

        return self.filter(officer__in=Officer.objects.visible_to(officer))

    def in_force(self, at: datetime | None = None) -> "RoleGrantQuerySet":
        at = at or timezone.now()
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=at), valid_from__lte=at)
