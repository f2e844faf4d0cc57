"""Fields of the API that more than one app's objects have."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from central_offices.models import Classification

LEVELS = [level.name for level in Classification]


class LevelField(serializers.ChoiceField):
    """A level by its name: OFFICIAL, RESTRICTED or CONFIDENTIAL."""

    def __init__(self, **kwargs: Any):
        super().__init__(choices=LEVELS, **kwargs)

    def to_internal_value(self, data: Any) -> Any:
        return Classification[super().to_internal_value(data)].value

    def to_representation(self, value: Any) -> str:
        return Classification(value).name


class CodeField(serializers.SlugRelatedField[Any]):
    """A row by its code."""

    def __init__(self, **kwargs: Any):
        super().__init__(slug_field=kwargs.pop("slug_field", "code"), **kwargs)


def offer_rows(field: Any, rows: QuerySet[Any]) -> None:
    """Let a field that names a row choose among these."""
    field.queryset = rows
