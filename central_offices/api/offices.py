"""The directory of offices over the API."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import ReadOnlyModelViewSet

from central_offices import jurisdictions
from central_offices.access.officer_request import OfficerCall
from central_offices.api import office_descriptions
from central_offices.directory.narrowing import LanguageFilter
from central_offices.keys_and_clients import keys
from central_offices.models import CentralOffice, OfficeKey, OfficeName, in_language
from kernel.api.cursor_pages import Cursor
from kernel.api.sparse_fields import Sparse


class DatedNameSerializer(serializers.ModelSerializer[Any]):
    """The names under which an office stood or will stand, and the country for which it acted."""

    descriptions = office_descriptions.DATED_NAME
    names = serializers.DictField(child=serializers.CharField())
    country = serializers.CharField(source="jurisdiction_id", allow_null=True)

    class Meta:
        model = OfficeName
        fields = ["names", "country", "valid_from", "valid_to"]
        read_only_fields = fields


class OfficeSerializer(serializers.ModelSerializer[Any]):
    """How an office is reached. Codes are ISO 3166-1 alpha-3, or the agency's own."""

    descriptions = office_descriptions.OFFICE
    names = serializers.DictField(child=serializers.CharField())
    dated_names = DatedNameSerializer(many=True)
    country = serializers.CharField(source="jurisdiction_id", allow_null=True)
    region = serializers.CharField()
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
            "dated_names",
            "country",
            "city",
            "region",
            "languages",
            "time_zone",
            "joined_on",
            "live_on",
            "left_on",
            "contact_point",
            "emergency_phone",
            "hours",
            "red_notice_effect",
            "receives_by",
            "last_seen_at",
        ]
        read_only_fields = fields


class KeySerializer(serializers.Serializer[Any]):
    """A public key (RFC 7517, 8037), with its validity: what was signed counts by that time."""

    descriptions = office_descriptions.KEY
    kty = serializers.CharField()
    crv = serializers.CharField()
    x = serializers.CharField()
    kid = serializers.CharField()
    alg = serializers.CharField()
    use = serializers.CharField()
    office = serializers.CharField()
    held_by = serializers.ChoiceField(choices=OfficeKey.Holder.choices)
    not_before = serializers.DateTimeField()
    not_after = serializers.DateTimeField()
    revoked_at = serializers.DateTimeField(allow_null=True)
    revoked_reason = serializers.ChoiceField(choices=OfficeKey.Reason.choices, allow_null=True)
    compromised_from = serializers.DateTimeField(allow_null=True)


class KeySetSerializer(serializers.Serializer[Any]):
    """A JWK Set; after a revocation ask again: `office.key.revoked` says when."""

    descriptions = office_descriptions.KEY_SET
    keys = KeySerializer(many=True)


def _regions() -> list[tuple[str, str]]:
    """The sub-regions in which there are countries: UN M49 codes and names."""
    codes = sorted({row.subregion for row in jurisdictions.jurisdictions() if row.subregion})
    return [(code, in_language(jurisdictions.region_names()[code])) for code in codes]


class DirectoryFilter(django_filters.FilterSet):
    language = LanguageFilter(method="speaks")
    region = django_filters.ChoiceFilter(choices=_regions)
    takes_part = django_filters.BooleanFilter(method="participating")

    class Meta:
        model = CentralOffice
        fields = ["kind"]

    def speaks(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(languages__contains=[value])

    def participating(self, rows: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        day = timezone.now().date()
        joined = Q(joined_on__lte=day) & (Q(left_on=None) | Q(left_on__gt=day))
        return rows.filter(joined if value else ~joined)


class ByCode(Cursor):
    ordering = ("code",)


class OfficeViewSet(Sparse, ReadOnlyModelViewSet[Any]):
    """The central offices, the Secretariat and the Commission, by code."""

    descriptions = office_descriptions.OFFICE_PARAMETERS
    operations = office_descriptions.OFFICE_OPERATIONS
    request: OfficerCall
    queryset = CentralOffice.objects.none()
    serializer_class = OfficeSerializer
    pagination_class = ByCode
    filterset_class = DirectoryFilter
    lookup_field = "code"
    lookup_value_regex = "[A-Z0-9]{2,8}"

    def get_queryset(self) -> Any:
        rows = CentralOffice.objects.visible_to(self.request.user).select_related("destination")
        return rows.prefetch_related("dated_names")

    @extend_schema(responses=KeySetSerializer, filters=False, auth=[])
    @action(
        detail=True,
        pagination_class=None,
        permission_classes=[AllowAny],
        authentication_classes=[],
    )
    def jwks(self, request: Any, code: str | None = None) -> Response:
        """The public keys of an office, those that ended among them: for everybody."""
        office = get_object_or_404(CentralOffice, code=code)
        return Response(keys.jwks(office.keys.select_related("office")))


class KeySets(APIView):
    """The public keys of all offices."""

    permission_classes = [AllowAny]
    authentication_classes = []

    @extend_schema(responses=KeySetSerializer, auth=[])
    def get(self, request: Any) -> Response:
        """All keys in one set, to check kept messages without asking us: for everybody."""
        rows = OfficeKey.objects.select_related("office").order_by("office__code", "-not_before")
        return Response(keys.jwks(rows))
