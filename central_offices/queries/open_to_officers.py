"""Rows that every officer may see: what is common knowledge among the offices."""

from typing import Self, TypeVar

from django.db import models

from kernel.acting import Officer

Row = TypeVar("Row", bound=models.Model)


class OpenToOfficers(models.QuerySet[Row]):
    """Common knowledge: for whoever is signed in and active, of any office."""

    def visible_to(self, officer: Officer) -> Self:
        return self if officer.is_authenticated and officer.is_active else self.none()
