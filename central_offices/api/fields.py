"""Fields that offices' systems read and send alike wherever they stand: level, handling, 4×4."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from central_offices.models import (
    Classification,
    HandlingCode,
    InformationEvaluation,
    SourceEvaluation,
)


class LevelField(serializers.ChoiceField):
    """How closely a record is held, by its name: OFFICIAL, RESTRICTED or CONFIDENTIAL."""

    def __init__(self, **kwargs: Any):
        super().__init__(choices=[(level.name, level.label) for level in Classification], **kwargs)

    def to_internal_value(self, data: Any) -> Any:
        return Classification[super().to_internal_value(data)].value

    def to_representation(self, value: Any) -> str:
        return Classification(value).name


class HandlingField(serializers.ListField):
    """The owner's conditions of use: a list of H0 to H3."""

    child = serializers.ChoiceField(choices=HandlingCode.choices)

    def __init__(self, **kwargs: Any):
        super().__init__(**{"max_length": len(HandlingCode), **kwargs})


class SourceEvaluationField(serializers.ChoiceField):
    """How far the source can be relied on: A, B, C or X."""

    def __init__(self, **kw: Any):
        super().__init__(choices=SourceEvaluation.choices, **kw)


class InformationEvaluationField(serializers.ChoiceField):
    """How far the information can be relied on: 1 to 4."""

    def __init__(self, **kw: Any):
        super().__init__(choices=InformationEvaluation.choices, **kw)


def offer_rows(field: Any, rows: QuerySet[Any]) -> None:
    """Let a field that names a row choose among these."""
    field.queryset = rows
