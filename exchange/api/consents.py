"""Consents to pass data on or to use them in court, over the API."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django_filters.rest_framework import FilterSet, UUIDFilter
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from cases.models import CaseEntry, CaseFile, CaseSubject
from central_offices.access import reasons
from central_offices.access.officer_request import OfficerCall
from central_offices.access.reasons import Reasoned, WithheldInLists
from central_offices.keys_and_clients import clients
from central_offices.models import CentralOffice
from exchange.api import consent_descriptions
from exchange.api.inputs import OfCaller
from exchange.consent_lifecycle import consent_steps
from exchange.consents import asking
from exchange.consents.contributed import Source
from exchange.models import Consent, Contribution, Request
from kernel.api.bodies import Input
from kernel.api.cursor_pages import Cursor
from kernel.api.idempotency import Repeatable
from kernel.forms.sizes import MOST_OFFICES

SOURCES: dict[str, Any] = {
    "request": Request,
    "note": CaseEntry,
    "document": CaseFile,
    "person": CaseSubject,
}


class ConsentSerializer(WithheldInLists, serializers.ModelSerializer[Any]):
    """A question about the use of data; its decision shows once it has arrived."""

    content = ("reason", "conditions")

    descriptions = consent_descriptions.CONSENT
    office = serializers.CharField(source="office.code")
    owner = serializers.CharField(source="owner.code")
    offices: Any = serializers.SlugRelatedField(slug_field="code", many=True, read_only=True)
    status = serializers.SerializerMethodField()
    conditions = serializers.SerializerMethodField()
    actions = serializers.SerializerMethodField()

    class Meta:
        model = Consent
        fields = [
            "id",
            "request",
            "contribution",
            "case",
            "note",
            "document",
            "person",
            "office",
            "owner",
            "use",
            "offices",
            "reason",
            "status",
            "conditions",
            "asked_at",
            "version",
            "actions",
        ]
        read_only_fields = fields

    def get_status(self, row: Consent) -> str:
        return row.status if self._told(row) else Consent.Status.ASKED

    def get_conditions(self, row: Consent) -> str:
        return row.conditions if self._told(row) else ""

    def get_actions(self, row: Consent) -> list[str]:
        return consent_steps.open_to(self.context["request"].user, row)

    def _told(self, row: Consent) -> bool:
        return bool(row.told_at) or row.owner_id == self.context["request"].user.office_id


class AskInput(Input):
    """The data in question: a request or an answer in it; a note, document or person of a case."""

    descriptions = consent_descriptions.ASK
    most_items = {"offices": MOST_OFFICES}
    request = serializers.UUIDField(required=False)
    contribution = serializers.UUIDField(required=False)
    note = serializers.UUIDField(required=False)
    document = serializers.UUIDField(required=False)
    person = serializers.UUIDField(required=False)
    case = serializers.UUIDField(required=False)
    use = serializers.ChoiceField(choices=Consent.Use.choices)
    reason = serializers.CharField(max_length=2000)
    offices = OfCaller(
        lambda officer: CentralOffice.objects.visible_to(officer),
        slug_field="code",
        many=True,
        required=False,
    )

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        if sum(name in given for name in SOURCES) != 1:
            raise serializers.ValidationError(_("Name a request, a note, a document or a person."))
        if ("person" in given) != ("case" in given):
            raise serializers.ValidationError(_("Name the case in which the person is."))
        return given


class DecideInput(Input):
    """The owner's decision and its reason."""

    descriptions = consent_descriptions.DECIDE
    conditions = serializers.CharField(required=False, allow_blank=True, max_length=2000)


class NewestAsked(Cursor):
    ordering = ("-asked_at", "-id")


class ConsentFilter(FilterSet):
    """An id that is nobody's lists nothing, like one that the caller may not see."""

    request = UUIDFilter()
    case = UUIDFilter()

    class Meta:
        model = Consent
        fields = ["use"]


DECISIONS = ("grant", "refuse", "withdraw")


class ConsentViewSet(Reasoned, Repeatable, ListModelMixin, RetrieveModelMixin, GenericViewSet[Any]):
    """Consents that your office asks of owners, and that others ask of your office.

    A system needs the scope `consents:decide` to grant, refuse or withdraw one.
    """

    descriptions = consent_descriptions.CONSENT_PARAMETERS
    operations = consent_descriptions.CONSENT_OPERATIONS
    request: OfficerCall
    queryset = Consent.objects.none()
    serializer_class = ConsentSerializer
    pagination_class = NewestAsked
    filterset_class = ConsentFilter
    lookup_value_regex = "[0-9a-fA-F-]{36}"

    @property
    def required_scope(self) -> str:
        """Deciding what others may do with the office's data has a scope of its own."""
        return clients.DECIDES if self.action in DECISIONS else ""

    def get_queryset(self) -> Any:
        rows = Consent.objects.visible_to(self.request.user)
        return rows.select_related("office", "owner").prefetch_related("offices")

    def paginate_queryset(self, queryset: Any) -> Any:
        page = super().paginate_queryset(queryset)
        Consent.tell_about(page or [])
        return page

    def lacks_reason(self, request: OfficerCall, row: Consent) -> bool:
        """The reason given for the request or case counts for consents about it."""
        asked = reasons.lacks(request, row.about.pk, row.about.classification)
        return asked and not reasons.has(request, row.pk)

    @extend_schema(request=AskInput, responses={201: ConsentSerializer})
    def create(self, request: OfficerCall) -> Response:
        """Ask the owner of data that reached you."""
        given = AskInput(data=request.data, context={"request": request})
        given.is_valid(raise_exception=True)
        words = dict(given.validated_data)
        name = next(name for name in SOURCES if name in words)
        more = {key: words.pop(key, None) for key in ("contribution", "case")}
        source = self._source(name, words.pop(name), **more)

        def keep() -> Response:
            row = asking.ask(source, by=request.user, **words)
            return Response(self.get_serializer(self.get_queryset().get(pk=row.pk)).data, 201)

        return self.create_once(request, keep)

    @extend_schema(request=DecideInput, responses=ConsentSerializer)
    @action(detail=True, methods=["post"])
    def grant(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Give the consent, perhaps on conditions."""
        return self._decide(asking.grant)

    @extend_schema(request=DecideInput, responses=ConsentSerializer)
    @action(detail=True, methods=["post"])
    def refuse(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Refuse it."""
        return self._decide(asking.refuse)

    @extend_schema(request=DecideInput, responses=ConsentSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Take a consent back."""
        return self._decide(asking.withdraw)

    def _decide(self, verb: Any) -> Response:
        row = self.get_object()
        given = DecideInput(data=self.request.data)
        given.is_valid(raise_exception=True)

        def decide() -> Response:
            verb(row, by=self.request.user, **given.validated_data)
            return Response(self.get_serializer(self.get_queryset().get(pk=row.pk)).data)

        return self.create_once(self.request, decide, on=row)

    def _source(self, name: str, pk: Any, contribution: Any, case: Any) -> Source:
        """Missing and unseen are answered alike."""
        officer = self.request.user
        if name == "person":
            links = CaseSubject.objects.visible_to(officer).select_related("case", "subject")
            link: CaseSubject = get_object_or_404(links, case=case, subject=pk)
            return link
        row: Source = get_object_or_404(SOURCES[name].objects.visible_to(officer), pk=pk)
        if contribution is None or name != "request":
            return row
        said = Contribution.objects.visible_to(officer).select_related("office", "request")
        found: Contribution = get_object_or_404(said, pk=contribution, request=row)
        return found
