"""Agreements and authorities over the API, for reading: they are kept in the browser."""

from typing import Any

import django_filters
from rest_framework import serializers
from rest_framework.viewsets import ReadOnlyModelViewSet

from central_offices.access.officer_request import OfficerCall
from central_offices.api import office_descriptions
from central_offices.directory.narrowing import CountryFilter, OfficeFilter, TypeFilter
from central_offices.models import CompetentAuthority, CooperationInstrument
from kernel.api.cursor_pages import Cursor


class InstrumentSerializer(serializers.ModelSerializer[Any]):
    """An agreement of countries. An empty `scope` covers every type of request."""

    descriptions = office_descriptions.INSTRUMENT
    parties: Any = serializers.SlugRelatedField(slug_field="code", many=True, read_only=True)
    in_force = serializers.SerializerMethodField()

    class Meta:
        model = CooperationInstrument
        fields = [
            "id",
            "kind",
            "title",
            "citation",
            "parties",
            "scope",
            "signed_on",
            "in_force_from",
            "suspended_from",
            "in_force_to",
            "in_force",
            "reply_days",
            "custody_days",
            "channel",
            "languages",
            "contact",
            "conditions",
            "version",
        ]
        read_only_fields = fields

    def get_in_force(self, row: CooperationInstrument) -> bool:
        return row.is_in_force()


class AuthoritySerializer(serializers.ModelSerializer[Any]):
    """An authority behind an office. An empty `scope` covers every type of request."""

    descriptions = office_descriptions.AUTHORITY
    office = serializers.CharField(source="office.code")

    class Meta:
        model = CompetentAuthority
        fields = [
            "id",
            "office",
            "kind",
            "name",
            "scope",
            "languages",
            "note",
            "valid_from",
            "valid_to",
            "version",
        ]
        read_only_fields = fields


class _ByType(django_filters.FilterSet):
    type = TypeFilter(method="about")

    def about(self, rows: Any, name: str, value: str) -> Any:
        return rows.covering(value)


class InstrumentFilter(_ByType):
    country = CountryFilter(field_name="parties__code", distinct=True)

    class Meta:
        model = CooperationInstrument
        fields = ["kind"]


class AuthorityFilter(_ByType):
    office = OfficeFilter(field_name="office__code")

    class Meta:
        model = CompetentAuthority
        fields = ["kind"]


class ById(Cursor):
    ordering = ("id",)


class InstrumentViewSet(ReadOnlyModelViewSet[Any]):
    """Treaties, memoranda and hotlines between countries."""

    descriptions = office_descriptions.INSTRUMENT_PARAMETERS
    operations = office_descriptions.INSTRUMENT_OPERATIONS
    request: OfficerCall
    queryset = CooperationInstrument.objects.none()
    serializer_class = InstrumentSerializer
    pagination_class = ById
    filterset_class = InstrumentFilter
    lookup_value_regex = "[0-9a-fA-F-]{36}"

    def get_queryset(self) -> Any:
        rows = CooperationInstrument.objects.visible_to(self.request.user)
        return rows.with_parties()


class AuthorityViewSet(ReadOnlyModelViewSet[Any]):
    """The authorities behind the offices."""

    descriptions = office_descriptions.AUTHORITY_PARAMETERS
    operations = office_descriptions.AUTHORITY_OPERATIONS
    request: OfficerCall
    queryset = CompetentAuthority.objects.none()
    serializer_class = AuthoritySerializer
    pagination_class = ById
    filterset_class = AuthorityFilter
    lookup_value_regex = "[0-9a-fA-F-]{36}"

    def get_queryset(self) -> Any:
        return CompetentAuthority.objects.visible_to(self.request.user).select_related("office")
