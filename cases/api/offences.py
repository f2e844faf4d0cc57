"""The offence catalogue over the API."""

from typing import Any

from rest_framework import serializers

from cases.api import case_descriptions
from cases.dated_rules import EXCLUSIONS
from cases.models import Offence
from central_offices.api.dated import CodeOrNull, DatedRules, DatedSerializer
from central_offices.api.offices import ByCode


class OffenceSerializer(DatedSerializer):
    """An entry of the offence catalogue."""

    descriptions = case_descriptions.OFFENCE
    names = serializers.DictField(child=serializers.CharField())
    portfolios: Any = serializers.SlugRelatedField(slug_field="code", many=True, read_only=True)
    excluded_for_red = CodeOrNull(choices=[row for row in EXCLUSIONS if row[0]])
    exclusion_note = serializers.DictField(child=serializers.CharField())

    class Meta:
        model = Offence
        fields = [
            "code",
            "names",
            "portfolios",
            "excluded_for_red",
            "exclusion_note",
            "valid_from",
            "valid_to",
        ]


class OffenceViewSet(DatedRules):
    """The offence catalogue."""

    operations = case_descriptions.OFFENCE_OPERATIONS
    queryset = Offence.objects.prefetch_related("portfolios")
    serializer_class = OffenceSerializer
    pagination_class = ByCode
