"""Requests under review over the API, for the General Secretariat's reviewers in their session.

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

from central_offices.access import purpose_on_pages, reasons
from central_offices.access.officer_request import OfficerCall
from central_offices.access.reasons import Reasoned
from exchange.api import review_descriptions
from exchange.api.reviewed_requests import ReviewRowSerializer, WholeReviewSerializer
from exchange.models import RequestReview
from exchange.requests import reviewing
from kernel.api.bodies import Input
from kernel.api.cursor_pages import Cursor
from kernel.api.idempotency import Repeatable
from kernel.api.preconditions import etag
from kernel.api.sparse_fields import Sparse
from ledger import events
from notices.models.refusal_reasons import RefusalReason


class ReviewVersionInput(Input):
    """The version of the review that was read."""

    descriptions = review_descriptions.VERSION
    version = serializers.IntegerField(min_value=1)


class ProposeRefusalInput(ReviewVersionInput):
    """The grounds of a proposed refusal, and its explanation."""

    descriptions = review_descriptions.PROPOSE
    reasons = serializers.ListField(
        child=serializers.ChoiceField(choices=RefusalReason.choices), min_length=1
    )
    explanation = serializers.CharField(max_length=4000)


class DisagreeInput(Input):
    """Why the refusal is not confirmed."""

    descriptions = review_descriptions.DISAGREE
    explanation = serializers.CharField(max_length=4000)


class ByClock(Cursor):
    ordering = ("due_at", "id")


class RequestReviewViewSet(
    Reasoned, Repeatable, Sparse, ListModelMixin, RetrieveModelMixin, GenericViewSet[Any]
):
    """Requests against a person that wait for the reviewers of the General Secretariat."""

    descriptions = review_descriptions.REVIEW_PARAMETERS
    operations = review_descriptions.REVIEW_OPERATIONS
    request: OfficerCall
    queryset = RequestReview.objects.none()
    pagination_class = ByClock
    filterset_fields = ["status"]
    lookup_value_regex = "[0-9a-fA-F-]{36}"

    def get_queryset(self) -> Any:
        rows = RequestReview.objects.visible_to(self.request.user)
        return rows.select_related(
            "request__type",
            "request__owner_office",
            "first_reviewer",
            "decided_by",
        )

    def get_serializer_class(self) -> Any:
        return ReviewRowSerializer if self.action == "list" else WholeReviewSerializer

    def lacks_reason(self, request: OfficerCall, row: RequestReview) -> bool:
        """The reason given for the request counts for its review."""
        about = row.request
        asked = reasons.lacks(request, about.pk, about.classification)
        return asked and not reasons.has(request, row.pk)

    def retrieve(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        """The request as it would leave, why it is reviewed, and what fits it; it is recorded."""
        row: RequestReview = self.get_object()
        events.record(
            "request.view",
            by=request.user,
            subject=row.request,
            purpose=purpose_on_pages.purpose_of(request),
            data={"review": str(row.pk)},
        )
        return self._shown(row)

    @extend_schema(request=ReviewVersionInput, responses=WholeReviewSerializer)
    @action(detail=True, methods=["post"])
    def release(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Let it leave; of flash, which has left, the mark is taken away."""
        return self._take(reviewing.release, ReviewVersionInput)

    @extend_schema(request=ProposeRefusalInput, responses=WholeReviewSerializer)
    @action(detail=True, methods=["post"])
    def propose(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Propose to refuse it; a second reviewer confirms."""
        return self._take(reviewing.propose, ProposeRefusalInput)

    @extend_schema(request=ReviewVersionInput, responses=WholeReviewSerializer)
    @action(detail=True, methods=["post"])
    def refuse(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Confirm the refusal, as second reviewer; flash is recalled."""
        return self._take(reviewing.refuse, ReviewVersionInput)

    @extend_schema(request=DisagreeInput, responses=WholeReviewSerializer)
    @action(detail=True, methods=["post"])
    def disagree(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Do not confirm the refusal: it waits for a reviewer again."""
        return self._take(reviewing.disagree, DisagreeInput)

    def _take(self, verb: Callable[..., None], shape: Any) -> Response:
        row: RequestReview = self.get_object()
        given = shape(data=self.request.data)
        given.is_valid(raise_exception=True)

        def carry_out() -> Response:
            verb(row, by=self.request.user, **given.validated_data)
            return self._shown(self.get_queryset().get(pk=row.pk))

        return self.create_once(self.request, carry_out, on=row)

    def _shown(self, row: RequestReview) -> Response:
        shown = WholeReviewSerializer(row, context=self.get_serializer_context())
        return Response(shown.data, headers={"ETag": etag(row)})
