"""Lists and texts that calls send: how long each may be, and that nothing stands in a list twice.

Looked at for the whole body before the first field is read. Then each field that names rows by
their codes asks once for all codes of the call, instead of once for each item.
"""

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.fields import _UnvalidatedField

from kernel.api.codes import CodeField
from kernel.forms.sizes import MOST_CODE_CHARACTERS, MOST_ITEMS, MOST_OBJECTS

LISTS = (serializers.ListField, serializers.ListSerializer, serializers.ManyRelatedField)


def most(field: Any) -> int:
    """How many items a list takes: what the field or its serializer says, or MOST_ITEMS."""
    said = getattr(field, "max_length", None)
    by_name: Mapping[str, int] = getattr(field.parent, "most_items", {})
    return int(said or by_name.get(field.field_name, MOST_ITEMS))


def demand(serializer: Any, data: Any) -> None:
    """Raise ValidationError with every list and text of the body that is too long, or says twice.

    Where none is, ask for the rows of all codes in it.
    """
    look = _Look()
    wrong = look.members(serializer, data)
    if not wrong and look.objects > MOST_OBJECTS:
        sentence = _("There are %(n)d rows in all lists together. Send at most %(most)d in a call.")
        words = sentence % {"n": look.objects, "most": MOST_OBJECTS}
        wrong = {"non_field_errors": [ErrorDetail(words, "max_length")]}
    if wrong:
        raise ValidationError(wrong)
    for field, codes in look.codes.items():
        field.ask(codes)


def twice(field: Any, items: list[Any]) -> list[ErrorDetail]:
    """The fault of a list in which something stands again, however it is written."""
    name: str = getattr(field.parent, "each_once", {}).get(field.field_name, "")
    seen: set[Hashable] = set()
    for item in items:
        one = item.get(name) if name and isinstance(item, Mapping) else item
        key = one.casefold() if isinstance(one, str) else one
        if not isinstance(key, Hashable) or key is None:
            continue
        if key in seen:
            words = _("%(item)s stands in this list more than once. Send it once.")
            return [ErrorDetail(words % {"item": str(one)[:80]}, "twice")]
        seen.add(key)
    return []


class _Look:
    """A body that is looked through: its objects in lists, and its codes by field."""

    def __init__(self) -> None:
        self.objects = 0
        self.codes: dict[CodeField, set[Hashable]] = {}

    def members(self, serializer: Any, data: Any) -> dict[Any, Any]:
        """The faults of an object, by member."""
        if not isinstance(data, Mapping):
            return {}
        found = {
            name: self.one(field, field.get_value(data))
            for name, field in serializer.fields.items()
            if not field.read_only
        }
        return {name: wrong for name, wrong in found.items() if wrong}

    def one(self, field: Any, value: Any) -> Any:
        """The faults of the value of a field; falsy where there are none."""
        if isinstance(field, LISTS):
            return self._list(field, value) if isinstance(value, list) else None
        if isinstance(field, serializers.BaseSerializer):
            return self.members(field, value)
        if isinstance(field, serializers.DictField):
            return self._dict(field, value) if isinstance(value, Mapping) else None
        if isinstance(field, CodeField) and isinstance(value, str):
            self.codes.setdefault(field, set()).add(value)
        if isinstance(field, _UnvalidatedField) or getattr(field, "max_length", None):
            return None  # a part of a bulk's row, for the worker; a text, which says so itself
        if isinstance(value, str) and len(value) > MOST_CODE_CHARACTERS:
            return [_too_many(_("Write at most %(most)d characters."), MOST_CODE_CHARACTERS)]
        return None

    def _list(self, field: Any, items: list[Any]) -> Any:
        if len(items) > most(field):
            return [_too_many(_("Send at most %(most)d items."), most(field))]
        if again := twice(field, items):
            return again
        child = getattr(field, "child", None) or field.child_relation
        if isinstance(child, serializers.BaseSerializer):
            self.objects += len(items)
        return dict(self._each(child, items))

    def _each(self, child: Any, items: list[Any]) -> Iterator[tuple[int, Any]]:
        for number, item in enumerate(items):
            if wrong := self.one(child, item):
                yield number, wrong

    def _dict(self, field: Any, values: Mapping[Any, Any]) -> Any:
        if len(values) > MOST_ITEMS:
            return [_too_many(_("Send at most %(most)d items."), MOST_ITEMS)]
        found = {str(name)[:80]: self.one(field.child, value) for name, value in values.items()}
        return {name: wrong for name, wrong in found.items() if wrong}


def _too_many(words: str, number: int) -> ErrorDetail:
    return ErrorDetail(words % {"most": number}, "max_length")
