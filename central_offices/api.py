"""The directory of offices over the API."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone
from rest_framework import serializers
from rest_framework.viewsets import ReadOnlyModelViewSet

from agency.kernel.api import Cursor
from central_offices.models import CentralOffice


class OfficeSerializer(serializers.ModelSerializer):
    """How an office is reached. Codes are ISO 3166-1 alpha-3, or the agency's own."""

    names = serializers.DictField(child=serializers.CharField(), help_text="By language")
    country = serializers.CharField(source="jurisdiction_id", allow_null=True)
    region = serializers.CharField(help_text="UN M49 sub-region")
    receives_by = serializers.CharField(source="destination.mode", default=None, allow_null=True)
    last_seen_at = serializers.DateTimeField(
        source="destination.last_seen_at", default=None, allow_null=True
    )

    class Meta:
        model = CentralOffice
        fields = [
            "code",
            "kind",
            "names",
            "country",
            "city",
            "region",
            "languages",
            "time_zone",
            "joined_on",
            "left_on",
            "contact_point",
            "emergency_phone",
            "hours",
            "red_notice_effect",
            "receives_by",
            "last_seen_at",
        ]
        read_only_fields = fields


class OfficeFilter(django_filters.FilterSet):
    language = django_filters.CharFilter(method="speaks", help_text="Such as pt")
    takes_part = django_filters.BooleanFilter(
        method="participating", help_text="Joined, and has not left"
    )

    class Meta:
        model = CentralOffice
        fields = ["kind", "region"]

    def speaks(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(languages__contains=[value])

    def participating(self, rows: QuerySet, name: str, value: bool) -> QuerySet:
        day = timezone.now().date()
        joined = Q(joined_on__lte=day) & (Q(left_on=None) | Q(left_on__gt=day))
        return rows.filter(joined if value else ~joined)


class ByCode(Cursor):
    ordering = ("code",)


class OfficeViewSet(ReadOnlyModelViewSet):
    """The central offices, the Secretariat and the Commission, by code."""

    queryset = CentralOffice.objects.none()
    serializer_class = OfficeSerializer
    pagination_class = ByCode
    filterset_class = OfficeFilter
    lookup_field = "code"
    lookup_value_regex = "[A-Z0-9]{2,8}"

    def get_queryset(self):
        return CentralOffice.objects.visible_to(self.request.user).select_related("destination")
