"""What calls send is known, member by member: anything else is refused by its name.

A misspelt `classificaton` would else be left out in silence, and the record stored as if nothing
had been said. Parameters of addresses: agency/api/parameters.py.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError

from kernel.api import lists
from kernel.values import bounds
from kernel.values.text import demand_readable, is_readable

MAX_NAME_CHARACTERS = 200
MOST_NAMED = 20  # unknown members that one answer names


class OnlyKnown:
    """Mixin of serializers that read: an unknown member is 400, and one that comes twice.

    So is text that cannot be read, and a day or moment beyond its bounds, in any member.
    `most_items` says by the name of a list how many items it takes, `each_once` by which member
    its objects are told apart; lists.py asks both.
    """

    most_items: dict[str, int] = {}
    each_once: dict[str, str] = {}

    def get_fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = super().get_fields()  # type: ignore[misc]
        for field in fields.values():
            _guard(field)
        return fields

    def to_internal_value(self, data: Any) -> Any:
        me: Any = self  # a serializer besides
        if me.parent is None:
            lists.demand(me, data)
        wrong = self._wrong(data) if isinstance(data, Mapping) else {}
        try:
            value = super().to_internal_value(data)  # type: ignore[misc]
        except ValidationError as error:
            if isinstance(error.detail, dict):
                raise ValidationError({**error.detail, **wrong}) from error
            raise
        if wrong:
            raise ValidationError(wrong)
        return value

    def _wrong(self, data: Mapping[Any, Any]) -> dict[str, Any]:
        me: Any = self  # a serializer besides
        fields: Mapping[str, Any] = me.fields
        unknown = [_name(name) for name in data if name not in fields]
        wrong: dict[str, Any] = {name: [_unknown()] for name in sorted(unknown)[:MOST_NAMED]}
        if isinstance(data, QueryDict):
            for name, field in fields.items():
                many = isinstance(field, serializers.ListField | serializers.ManyRelatedField)
                if not many and len(data.getlist(name)) > 1:
                    wrong[name] = [_twice()]
        return wrong


class Input(OnlyKnown, serializers.Serializer[Any]):
    """The body or the query of a call; without fields of its own, that of a call without any."""


def _guard(field: Any) -> None:
    """Let a member, and what it holds, take only what can be read, counted and kept."""
    if isinstance(field, serializers.CharField):
        field.validators.append(demand_readable)
    elif isinstance(field, serializers.DateField | serializers.DateTimeField):
        field.validators.append(_within_bounds)
    elif isinstance(field, serializers.DictField):
        field.validators.append(_plain_names)
    if isinstance(field, serializers.ListField | serializers.DictField):
        _guard(field.child)


def _within_bounds(value: date | datetime) -> None:
    holds = bounds.holds_moment(value) if isinstance(value, datetime) else bounds.holds_day(value)
    if not holds:
        raise ValidationError(_("Give a day from %(first)s to %(last)s.") % bounds.WORDS)


def _plain_names(value: Mapping[str, Any]) -> None:
    """Refuse names that no column keeps and nobody can read."""
    for name in value:
        if not (name.isprintable() and is_readable(name)) or len(name) > MAX_NAME_CHARACTERS:
            raise ValidationError(_("A name in it cannot be read."))


class KnownFilters(DjangoFilterBackend):
    """Filters of lists; what a filter cannot read is 400 with its name."""

    def filter_queryset(self, request: Any, queryset: Any, view: Any) -> Any:
        filterset = self.get_filterset(request, queryset, view)
        if filterset is None:
            return queryset
        if not filterset.is_valid():
            raise ValidationError(
                {
                    name: [
                        ErrorDetail(text, row.code or "invalid")
                        for row in rows
                        for text in row.messages
                    ]
                    for name, rows in filterset.errors.as_data().items()
                }
            )
        return filterset.qs


def _name(given: object) -> str:
    """A name as an answer can carry it: half a character, which UTF-8 has no bytes for, is not."""
    return str(given)[:80].encode("utf-8", "replace").decode()


def _unknown() -> ErrorDetail:
    return ErrorDetail(_("This name is not known here. Look for a slip of the pen."), "unknown")


def _twice() -> ErrorDetail:
    return ErrorDetail(_("This came more than once. Send it once."), "twice")
