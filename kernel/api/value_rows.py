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
        self._parts: list[tuple[str, Made, Any]] = []
        for name, field in shape().fields.items():
            if name in made:
                self._parts.append((name, made[name], None))
                continue
            column = _column(field)
            self.columns.append(column)
            is_unchanged = type(field).to_representation in UNCHANGED
            self._parts.append((name, attrgetter(column), None if is_unchanged else field))

    def shown(self, rows: Iterable[Any]) -> Answers:
        """The rows, which have the columns as attributes, as the serializer would show them."""
        kept: dict[tuple[Any, Any], Any] = {}  # many a moment and level stands there again
        return [
            {
                name: read(row) if field is None else _represented(field, read(row), kept)
                for name, read, field in self._parts
            }
            for row in rows
        ]


def _column(field: Any) -> str:
    source = str(field.source).replace(".", "__")
    if isinstance(field, serializers.SlugRelatedField):
        return f"{source}__{field.slug_field}"
    return source


def _represented(field: Any, value: Any, kept: dict[tuple[Any, Any], Any]) -> Any:
    """The value as fields of its kind show it; asked once for equal ones."""
    if value is None:
        return None
    key = type(field), value
    if key not in kept:
        kept[key] = field.to_representation(value)
    return kept[key]


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
