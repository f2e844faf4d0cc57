"""Rows that are in force from a day to a day: law that varies, and so is never overwritten."""

from datetime import date
from typing import Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from central_offices.queries.open_to_officers import OpenToOfficers

Row = TypeVar("Row", bound=models.Model)


def counts(on: date | None = None) -> Q:
    """Rows that count on a day (today): their first day has come, and their end has not."""
    day = on or timezone.now().date()
    return (Q(valid_to=None) | Q(valid_to__gt=day)) & Q(valid_from__lte=day)


class DatedQuerySet(OpenToOfficers[Row]):
    """Rows with `valid_from`, their first day, and `valid_to`, the day after their last or none.

    What the law is may be read by every officer.
    """

    def in_force(self, on: date | None = None) -> Self:
        """Those that count on a day (today)."""
        return self.filter(counts(on))
