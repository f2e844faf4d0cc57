"""The mailbox of an office's system, and the files that belong to requests."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import RetrieveModelMixin
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from central_offices.access import purpose_on_pages, reasons
from central_offices.access.officer_request import OfficerCall
from exchange.api import inputs, mailbox_descriptions
from exchange.api import serializers as shapes
from exchange.api.permissions import ForSystems
from exchange.conversation import attaching
from exchange.models import Attachment
from kernel.api.bodies import Input
from kernel.api.idempotency import Repeatable
from kernel.files import stored_files
from kernel.files.types import DOCUMENTS
from ledger import events, mailbox
from ledger.delivery import clearance
from ledger.delivery.envelope import envelope
from ledger.models import Lane
from ledger.witness import checkpoints

BIGGEST_CURSOR = 2**63 - 1  # of a bigint


class AcksSerializer(serializers.Serializer[Any]):
    """The messages that were confirmed."""

    descriptions = mailbox_descriptions.ACKS
    confirmed = serializers.IntegerField()


class MailboxQuery(Input):
    descriptions = mailbox_descriptions.MAILBOX_QUERY
    lane = serializers.ChoiceField(choices=Lane.choices, required=False)
    after = serializers.IntegerField(required=False, min_value=0, max_value=BIGGEST_CURSOR)
    limit = serializers.IntegerField(default=100, min_value=1, max_value=500)

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        if "after" in given and "lane" not in given:
            raise serializers.ValidationError({"lane": ["A cursor belongs to a lane: name it."]})
        return given


class Mailbox(APIView):
    """The messages that were delivered to your office."""

    request: OfficerCall

    permission_classes = [ForSystems]

    @extend_schema(parameters=[MailboxQuery], responses=shapes.MailboxSerializer)
    def get(self, request: OfficerCall) -> Response:
        """The next messages in order.

        Without `after`: those that you have not confirmed, the urgent lane first. With `after`
        and `lane`: those of the lane that arrived after that cursor.
        """
        query = MailboxQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        given = query.validated_data
        limit, after = given["limit"], given.get("after")
        shown, more = mailbox.take(request.user, lane=given.get("lane"), after=after, limit=limit)
        hidden = mailbox.withheld(request.user, shown)
        events.record(
            "mailbox.take",
            by=request.user,
            purpose=purpose_on_pages.purpose_of(request),
            data={"messages": [str(row.message_id) for row in shown]},
        )
        newest = checkpoints.newest()
        return Response(
            {
                "messages": [
                    clearance.notice(row) if row.pk in hidden else envelope(row) for row in shown
                ],
                "receipts": mailbox.receipts(request.user, shown),
                "cursor": mailbox.cursor(shown, after),
                "more": more,
                "checkpoint": newest or None,
            },
            headers=checkpoints.as_header(newest),
        )


class MailboxAcks(Repeatable, APIView):
    """Confirm what your system has stored."""

    request: OfficerCall

    permission_classes = [ForSystems]

    @extend_schema(request=inputs.AcksInput, responses=AcksSerializer)
    def post(self, request: OfficerCall) -> Response:
        """Messages by id, or all of a lane up to a cursor; saying it twice changes nothing."""
        given = inputs.AcksInput(data=request.data)
        given.is_valid(raise_exception=True)

        def confirm() -> Response:
            confirmed = mailbox.confirm(request.user, **given.validated_data)
            return Response({"confirmed": confirmed})

        return self.create_once(request, confirm)


class MailboxAcksTakenBack(Repeatable, APIView):
    """Take back what was confirmed wrongly."""

    request: OfficerCall

    permission_classes = [ForSystems]

    @extend_schema(request=inputs.TakeBackAcksInput, responses=shapes.TakenBackAcksSerializer)
    def post(self, request: OfficerCall) -> Response:
        """Messages by id, or all of a lane after a cursor: they come again, in their order."""
        given = inputs.TakeBackAcksInput(data=request.data)
        given.is_valid(raise_exception=True)

        def take_back() -> Response:
            taken_back = mailbox.take_back(request.user, **given.validated_data)
            return Response({"taken_back": taken_back})

        return self.create_once(request, take_back)


class AttachmentViewSet(Repeatable, RetrieveModelMixin, GenericViewSet[Any]):
    """Files of requests and answers."""

    request: OfficerCall

    serializer_class = shapes.AttachmentSerializer
    queryset = Attachment.objects.none()
    filter_backends: list[Any] = []

    def get_queryset(self) -> Any:
        return Attachment.objects.visible_to(self.request.user).select_related("file")

    @extend_schema(
        request={"multipart/form-data": inputs.UploadInput},
        responses={201: shapes.AttachmentSerializer},
    )
    def create(self, request: OfficerCall) -> Response:
        """Upload a file; name its id in `attachments` of a request or an answer."""
        given = inputs.UploadInput(data=request.data)
        given.is_valid(raise_exception=True)
        upload = given.validated_data["file"]

        def keep() -> Response:
            row = attaching.upload(upload, upload.name, by=request.user)
            return Response(self.get_serializer(row).data, status=201)

        return self.create_once(request, keep)

    @extend_schema(
        responses={(200, media_type): OpenApiTypes.BINARY for media_type in sorted(DOCUMENTS)},
        parameters=[OpenApiParameter("id", OpenApiTypes.UUID, OpenApiParameter.PATH)],
    )
    @action(detail=True)
    def content(self, request: OfficerCall, pk: str | None = None) -> Any:
        """The bytes of the file; reading it is recorded."""
        row = self.get_object()
        asked = row.request or (row.contribution and row.contribution.request)
        if (
            asked
            and request.user.is_human
            and reasons.lacks(request, asked.pk, asked.classification)
        ):
            reasons.demand(request, asked.pk)
        events.record(
            "attachment.view",
            by=request.user,
            subject=row,
            purpose=purpose_on_pages.purpose_of(request),
        )
        return stored_files.as_response(row.file)

    parser_classes = [MultiPartParser]
