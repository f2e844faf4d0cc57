"""Deputy offices: which rows an officer may see, and which are in force."""

from datetime import date
from typing import Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from central_offices.queries.dated import counts
from central_offices.queries.offices import Reader

Row = TypeVar("Row", bound=models.Model)


class DeputyOfficeQuerySet(models.QuerySet[Row]):
    def visible_to(self, officer: Reader) -> Self:
        """Everybody sees what was agreed; its heads, administrators and oversight proposals too."""
        if not officer.is_authenticated or not officer.is_active:
            return self.none()
        if officer.administers or officer.oversees:
            return self
        seen = Q(status__in=["AGREED", "ENDED"])
        if officer.may("manage_office", officer.office):
            seen |= Q(office=officer.office_id) | Q(deputy=officer.office_id)
        return self.filter(seen)

    def in_force(self, on: date | None = None) -> Self:
        """Those that were agreed and hold on a day (today), of offices that have not left."""
        day = on or timezone.now().date()
        rows = self.exclude(office__left_on__lte=day).exclude(deputy__left_on__lte=day)
        return rows.filter(counts(day), status="AGREED")
