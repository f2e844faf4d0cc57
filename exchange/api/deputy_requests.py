"""Requests that a deputy office was asked to approve, for its approvers in their session.

Persons decide: the resource has no scope, so that no office's system reaches it.
"""

from collections.abc import Callable
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from central_offices.access import purpose_on_pages
from central_offices.access.officer_request import OfficerCall
from central_offices.access.reasons import Reasoned
from exchange.api import deputy_descriptions, inputs
from exchange.api.serializers import RequestRow
from exchange.models import Request
from exchange.requests import deputies, flash, sending, visibility
from kernel.api.cursor_pages import Cursor
from kernel.api.idempotency import Repeatable
from kernel.api.preconditions import etag
from kernel.api.sparse_fields import Sparse
from ledger import events
from policies.api.fields import PortfoliosField, TagsField


class DeputyRowSerializer(RequestRow):
    """A request that waits for its deputy office, as lists show it."""

    descriptions = deputy_descriptions.DEPUTY_ROW

    class Meta(RequestRow.Meta):
        fields = [*RequestRow.Meta.fields, "approval_due"]
        read_only_fields = fields


class DeputyRequestSerializer(DeputyRowSerializer):
    """The request as it would leave, and nothing else of the office that asks."""

    descriptions = deputy_descriptions.DEPUTY_WHOLE
    portfolios = PortfoliosField()
    tags = TagsField()
    facts = serializers.DictField(child=serializers.CharField())
    persons = serializers.ListField(child=serializers.DictField())
    offices = serializers.SerializerMethodField()
    files = serializers.SerializerMethodField()

    class Meta(DeputyRowSerializer.Meta):
        fields = [*DeputyRowSerializer.Meta.fields, *deputy_descriptions.DEPUTY_WHOLE]
        read_only_fields = fields

    def get_offices(self, row: Request) -> list[str]:
        return sorted(office.code for office in visibility.addressed(row))

    def get_files(self, row: Request) -> list[str]:
        rows = row.attachments.order_by("uploaded_at", "id")
        return list(rows.values_list("file__original_name", flat=True))


class Oldest(Cursor):
    ordering = ("created_at", "id")


class DeputyRequestViewSet(
    Reasoned, Repeatable, Sparse, ListModelMixin, RetrieveModelMixin, GenericViewSet[Any]
):
    """Requests of other offices that wait for your approval, since yours is their deputy."""

    operations = deputy_descriptions.DEPUTY_OPERATIONS
    request: OfficerCall
    queryset = Request.objects.none()
    pagination_class = Oldest
    filter_backends: list[Any] = []
    lookup_value_regex = "[0-9a-fA-F-]{36}"

    def get_queryset(self) -> Any:
        asked = [row.pk for row in deputies.waiting_for(self.request.user)]
        rows = Request.objects.for_deputy(self.request.user).filter(pk__in=asked)
        return rows.select_related("type", "owner_office", "submitted_by", "deputy")

    def get_serializer_class(self) -> Any:
        return DeputyRowSerializer if self.action == "list" else DeputyRequestSerializer

    def retrieve(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        """The request as it would leave; reading it is recorded."""
        row: Request = self.get_object()
        events.record(
            "request.view",
            by=request.user,
            subject=row,
            purpose=purpose_on_pages.purpose_of(request),
            data={"as_deputy": True},
        )
        shown = DeputyRequestSerializer(row, context=self.get_serializer_context())
        return Response(shown.data, headers={"ETag": etag(row)})

    @extend_schema(request=inputs.DigestInput, responses={204: None})
    @action(detail=True, methods=["post"])
    def approve(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Approve it for the office that asks: it leaves, or keeps what it left with."""
        row: Request = self.get_object()
        verb = flash.confirm if row.awaits_approval else sending.approve
        return self._take(row, verb, inputs.DigestInput)

    @extend_schema(request=inputs.ReasonInput, responses={204: None})
    @action(detail=True, methods=["post"], url_path="send-back")
    def send_back(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Return it to its office, which reads why."""
        return self._take(self.get_object(), sending.send_back, inputs.ReasonInput)

    def _take(self, row: Request, verb: Callable[..., None], shape: Any) -> Response:
        given = shape(data=self.request.data)
        given.is_valid(raise_exception=True)

        def carry_out() -> Response:
            verb(row, by=self.request.user, **given.validated_data)
            return Response(status=204)

        return self.create_once(self.request, carry_out, on=row)
