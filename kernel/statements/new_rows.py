"""New rows, checked before they are written without a statement for each thing that they name."""

from collections.abc import Iterable

from django.db import models


def demand_sound(row: models.Model, but: Iterable[str] = ()) -> None:
    """Raise ValidationError for what `full_clean` finds in the row itself.

    `but` names fields that are not filled in yet. What the row points at was read in the same act;
    that it stands, and what must be unique or hold, is the database's to refuse.
    """
    pointing = (field.name for field in row._meta.concrete_fields if field.is_relation)
    row.clean_fields(exclude={*pointing, *but})
    row.clean()
