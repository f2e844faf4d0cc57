"""Constraints of rows that hold from one day up to, and without, another."""

from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q


def one_at_a_time(name: str, *same: str, **more: Any) -> ExclusionConstraint:
    """No two rows of the same thing are valid on the same day; `more` is the constraint's."""
    days = Func(F("valid_from"), F("valid_to"), function="daterange")
    return ExclusionConstraint(
        name=name,
        expressions=[
            *[(field, RangeOperators.EQUAL) for field in same],
            (days, RangeOperators.OVERLAPS),
        ],
        **more,
    )


def ends_after_start(name: str) -> models.CheckConstraint:
    """An end, where there is one, comes after the start."""
    return models.CheckConstraint(
        condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name=name
    )
