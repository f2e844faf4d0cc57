"""Columns of lists of cases that other tables hold, read in the statement of the page."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Func


class Beside(Func):
    """A query of what hangs on each case (`cases_case`), as a column of it."""

    def __init__(self, query: str, output_field: "models.Field[Any, Any]"):
        super().__init__(output_field=output_field)
        self.template = query


def texts(query: str) -> Beside:
    """The rows of a query as a list of texts, or of lists of texts."""
    return Beside(f"ARRAY({query})", ArrayField(models.TextField()))


def json(query: str) -> Beside:
    """The one value of a query, which is JSON; None where it has none."""
    return Beside(f"({query})", models.JSONField())
