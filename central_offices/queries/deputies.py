"""Absences and deputies that an officer may see."""

from datetime import date
from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from kernel.acting import Officer

Row = TypeVar("Row", bound=models.Model)  # the model: its module imports this one


class DeputyQuerySet(models.QuerySet[Row]):
    def visible_to(self, officer: Officer) -> Self:
        """To the officer who is away, and to the one who stands in."""
        return self.filter(Q(officer=officer.pk) | Q(deputy=officer.pk))

    def in_force(self, on: date | None = None) -> Self:
        """Those of today, between colleagues who are both still in one office."""
        day = on or timezone.now().date()
        return self.filter(
            valid_from__lte=day,
            valid_to__gt=day,
            officer__office=F("deputy__office"),
            deputy__is_active=True,
        )
