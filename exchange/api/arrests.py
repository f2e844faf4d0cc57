"""Persons held for another country, over the API: read, corrected, papers noted, released."""

from typing import Any

import django_filters
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from central_offices.access import reasons
from central_offices.access.officer_request import OfficerCall
from central_offices.access.reasons import Reasoned
from central_offices.models import Officer
from exchange.api import arrest_descriptions
from exchange.api.inputs import EvaluatedInput
from exchange.conversation.contributions import ContributionDraft
from exchange.custody import arrests
from exchange.custody_lifecycle import arrest_steps
from exchange.models import Arrest, CustodyAlarm
from kernel.api.bodies import Input
from kernel.api.cursor_pages import Cursor
from kernel.api.idempotency import Repeatable


class MomentField(serializers.DateTimeField):
    """A moment with its offset from UTC: liberty hangs on the hour."""

    def to_internal_value(self, value: Any) -> Any:
        found = super().to_internal_value(value)
        given = parse_datetime(value) if isinstance(value, str) else None
        if given is None or is_naive(given):
            raise serializers.ValidationError(_("Give the offset too: 2026-03-01T10:00:00Z."))
        return found


class ArrestInput(EvaluatedInput):
    """Somebody was arrested: when, who, and how; it is evaluated."""

    descriptions = arrest_descriptions.ARREST_INPUT
    arrested_at = MomentField()
    subject = serializers.UUIDField(source="subject_id", required=False, allow_null=True)


class CorrectInput(EvaluatedInput):
    """The moment of the arrest was another one, and why; it is evaluated."""

    descriptions = arrest_descriptions.CORRECT
    arrested_at = MomentField()


class MomentInput(Input):
    """When it happened."""

    descriptions = arrest_descriptions.MOMENT
    at = MomentField()


class AlarmSerializer(serializers.ModelSerializer[Any]):
    """`missed` are the days of earlier alarms that nobody could ring then."""

    descriptions = arrest_descriptions.ALARM

    class Meta:
        model = CustodyAlarm
        fields = ["effect", "day", "due", "at", "missed"]
        read_only_fields = fields


class ArrestSerializer(serializers.ModelSerializer[Any]):
    """Somebody is held at `office` until the papers of the requesting office arrive."""

    descriptions = arrest_descriptions.ARREST
    request = serializers.UUIDField(source="recipient.request_id")
    office = serializers.CharField(source="recipient.office.code")
    subject = serializers.UUIDField(source="subject_id", allow_null=True)
    alarms = AlarmSerializer(many=True)
    actions = serializers.SerializerMethodField()

    class Meta:
        model = Arrest
        fields = [
            "id",
            "request",
            "office",
            "subject",
            "status",
            "arrested_at",
            "may_end_at",
            "ends_at",
            "basis",
            "papers_at",
            "released_at",
            "alarms",
            "version",
            "actions",
        ]
        read_only_fields = fields

    def get_actions(self, row: Arrest) -> list[str]:
        return arrest_steps.open_to(self.context["request"].user, row)


class ByEnd(Cursor):
    ordering = ("ends_at", "id")


class ArrestFilter(django_filters.FilterSet):
    request = django_filters.UUIDFilter(field_name="recipient__request")

    class Meta:
        model = Arrest
        fields = ["status"]


class ArrestViewSet(Reasoned, Repeatable, ListModelMixin, RetrieveModelMixin, GenericViewSet[Any]):
    """Persons whom your office holds for others, and others for your office."""

    descriptions = arrest_descriptions.ARREST_PARAMETERS
    operations = arrest_descriptions.ARREST_OPERATIONS
    request: OfficerCall
    queryset = Arrest.objects.none()
    serializer_class = ArrestSerializer
    pagination_class = ByEnd
    filterset_class = ArrestFilter
    lookup_value_regex = "[0-9a-fA-F-]{36}"

    def get_queryset(self) -> Any:
        rows = Arrest.objects.visible_to(self.request.user)
        return rows.select_related(
            "recipient__office", "recipient__request__type"
        ).prefetch_related("alarms")

    def lacks_reason(self, request: OfficerCall, row: Arrest) -> bool:
        """The reason given for the request counts for who was arrested at it."""
        about = row.recipient.request
        asked = reasons.lacks(request, about.pk, about.classification)
        return asked and not reasons.has(request, row.pk)

    @extend_schema(request=CorrectInput, responses=ArrestSerializer)
    @action(detail=True, methods=["post"])
    def correct(self, request: OfficerCall, pk: str | None = None) -> Response:
        """The moment of the arrest was another one: the clock is counted anew."""

        def verb(row: Arrest, by: Officer, arrested_at: Any, **words: Any) -> None:
            arrests.correct(row, ContributionDraft(**words), by=by, arrested_at=arrested_at)

        return self._take(verb, CorrectInput)

    @extend_schema(request=MomentInput, responses=ArrestSerializer)
    @action(detail=True, methods=["post"], url_path="receive-papers")
    def receive_papers(self, request: OfficerCall, pk: str | None = None) -> Response:
        """The papers of the requesting office are there: the alarms end."""
        return self._take(arrests.receive_papers, MomentInput)

    @extend_schema(request=MomentInput, responses=ArrestSerializer)
    @action(detail=True, methods=["post"])
    def release(self, request: OfficerCall, pk: str | None = None) -> Response:
        """The person is free."""
        return self._take(arrests.release, MomentInput)

    def _take(self, verb: Any, shape: Any) -> Response:
        row = self.get_object()
        given = shape(data=self.request.data, context={"request": self.request})
        given.is_valid(raise_exception=True)

        def take() -> Response:
            verb(row, by=self.request.user, **given.validated_data)
            return Response(self.get_serializer(self.get_queryset().get(pk=row.pk)).data)

        return self.create_once(self.request, take, on=row)
