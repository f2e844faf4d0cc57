"""Rows of lists as a serializer shows one record, made of columns and not of model instances.

A serializer declares the shape, for the schema and for lists alike; a list of a hundred made of
instances by its fields took five times the time.
"""

from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter
from typing import Any, cast

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

Made = Callable[[Any], Any]  # a value of the answer from a row of columns
Rows = list[Any]
Answers = list[dict[str, Any]]
Kind = type[serializers.Field[Any, Any, Any, Any]]
# What these show is the column's own value.
AS_IT_IS: tuple[Kind, ...] = (
    serializers.BooleanField,
    serializers.CharField,
    serializers.ChoiceField,
    serializers.IntegerField,
    serializers.ListField,
    serializers.SlugRelatedField,
)
UNCHANGED = {kind.to_representation for kind in AS_IT_IS}


class ValueRows:
    """The columns of which rows are made, and how: in the order of the serializer's fields.

    `made` gives the fields that are no column, each from the row.
    """

    def __init__(self, shape: type[serializers.Serializer[Any]], made: Mapping[str, Made]):
        self.columns: list[str] = []
        self._parts: list[tuple[str, Made]] = []
        for name, field in shape().fields.items():
            if name in made:
                self._parts.append((name, made[name]))
                continue
            column = _column(field)
            self.columns.append(column)
            self._parts.append((name, _value(field, column)))

    def shown(self, rows: Iterable[Any]) -> Answers:
        """The rows, which have the columns as attributes, as the serializer would show them."""
        parts = self._parts
        return [{name: part(row) for name, part in parts} for row in rows]


def _column(field: Any) -> str:
    source = str(field.source).replace(".", "__")
    if isinstance(field, serializers.SlugRelatedField):
        return f"{source}__{field.slug_field}"
    return source


def _value(field: Any, column: str) -> Made:
    read = attrgetter(column)
    if type(field).to_representation in UNCHANGED:
        return read
    represent = field.to_representation

    def value(row: Any) -> Any:
        found = read(row)
        return None if found is None else represent(found)

    return value


class ListedByColumns:
    """View mixin: a list made of columns. The view says which to read, and shows the rows."""

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        view: Any = self  # a view besides
        found = view.paginate_queryset(self.lean(view.filter_queryset(view.get_queryset())))
        return cast(Response, view.get_paginated_response(self.listed(found)))

    def lean(self, rows: Any) -> Any:
        """Of each row only what is shown, as named tuples."""
        raise NotImplementedError

    def listed(self, rows: Rows) -> Answers:
        """Rows of `lean` as the caller is shown them in a list."""
        raise NotImplementedError
