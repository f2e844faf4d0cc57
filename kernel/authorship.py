"""Who wrote the content of a thing: none of them decides on it (docs/laws.md T2).

Four eyes look at who wrote, never at who pressed the button: a thing that others decide on keeps
every officer who wrote any of its content, from the first draft on, whatever was changed since.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kernel.acting import Officer
from kernel.models import CheckedTogether


class Written(CheckedTogether):
    """A thing with content: `written_by` holds the ids of all officers who wrote any of it."""

    written_by = ArrayField(
        models.BigIntegerField(), default=list, blank=True, help_text="Ids of officers"
    )

    class Meta:
        abstract = True

    def wrote(self, officer: Officer) -> bool:
        """Whether the officer wrote any of the content."""
        return officer.pk in self.written_by

    def note_writers(self, officers: Iterable[int]) -> None:
        """Remember, unsaved, that these officers (their ids) wrote some of the content."""
        self.written_by = sorted({*self.written_by, *officers})


def writers_among(rows: "models.QuerySet[Any]") -> set[int]:
    """The ids of all officers who wrote any of the content of these rows of a `Written` model."""
    return {writer for wrote in rows.values_list("written_by", flat=True) for writer in wrote}


def decided_by_others(**columns: str) -> list[models.CheckConstraint]:
    """A constraint for each `name=column`: the officer in that column wrote nothing of the row."""
    return [
        models.CheckConstraint(
            condition=Q(**{column: None}) | ~Q(written_by__contains=[F(column)]), name=name
        )
        for name, column in columns.items()
    ]
