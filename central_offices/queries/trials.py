"""Trials of offices: which rows an officer may see."""

from typing import Self, TypeVar

from django.db import models

from central_offices.queries.offices import Reader

Row = TypeVar("Row", bound=models.Model)


class OfficeTrialQuerySet(models.QuerySet[Row]):
    def visible_to(self, officer: Reader) -> Self:
        """Administrators and the Commission see all, everybody those of the own office."""
        if not officer.is_authenticated or not officer.is_active:
            return self.none()
        if officer.administers or officer.oversees:
            return self
        return self.filter(office=officer.office_id)
