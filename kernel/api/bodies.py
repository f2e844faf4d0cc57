"""What calls send is known, member by member: anything else is refused by its name.

A misspelt `classificaton` or a filter that there is not would else be left out in silence, and the
record stored, or the list answered, as if nothing had been said.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError

from kernel.api.sparse_fields import Sparse

MOST_NAMED = 20  # unknown members that one answer names


class OnlyKnown:
    """Mixin of serializers that read: an unknown member is 400, and one that comes twice."""

    def to_internal_value(self, data: Any) -> Any:
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
        unknown = [str(name)[:80] for name in data if name not in fields]
        wrong: dict[str, Any] = {name: [_unknown()] for name in sorted(unknown)[:MOST_NAMED]}
        if isinstance(data, QueryDict):
            for name, field in fields.items():
                many = isinstance(field, serializers.ListField | serializers.ManyRelatedField)
                if not many and len(data.getlist(name)) > 1:
                    wrong[name] = [_twice()]
        return wrong


class Input(OnlyKnown, serializers.Serializer[Any]):
    """The body or the query of a call; without fields of its own, that of a call without any."""


class KnownFilters(DjangoFilterBackend):
    """Filters of lists; a name in the address that the list does not know is 400."""

    def filter_queryset(self, request: Any, queryset: Any, view: Any) -> Any:
        found = self.get_filterset_class(view, queryset)
        filters = found.base_filters if found else {}
        many = {name for name, one in filters.items() if hasattr(one, "always_filter")}
        also: Iterable[str] = getattr(view, "query_names", ())
        demand_known(request, {*filters, *_of_page(view), *also}, many)
        return super().filter_queryset(request, queryset, view)


def demand_known(request: Any, names: Iterable[str], many: Iterable[str] = ()) -> None:
    """Raise ValidationError for parameters of the address with other names, or given twice."""
    wrong: dict[str, Any] = {}
    for name, values in request.query_params.lists():
        if name not in names:
            wrong[name[:80]] = [_unknown()]
        elif len(values) > 1 and name not in {*many, "fields"}:
            wrong[name] = [_twice()]
    if wrong:
        raise ValidationError(dict(sorted(wrong.items())[:MOST_NAMED]))


def _of_page(view: Any) -> set[str]:
    paginator = getattr(view, "paginator", None)
    rows = paginator.get_schema_operation_parameters(view) if paginator else []
    return {row["name"] for row in rows} | ({"fields"} if isinstance(view, Sparse) else set())


def _unknown() -> ErrorDetail:
    return ErrorDetail(_("This name is not known here. Look for a slip of the pen."), "unknown")


def _twice() -> ErrorDetail:
    return ErrorDetail(_("This came more than once. Send it once."), "twice")
