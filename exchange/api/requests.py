"""Requests over the API: filed, found, and every step that the caller may take."""

from functools import partial
from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.mixins import RetrieveModelMixin
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from central_offices.access import purpose_on_pages
from central_offices.access.officer_request import OfficerCall
from central_offices.access.reasons import Reasoned
from central_offices.api.schema import SALT
from central_offices.models import Officer
from exchange.api import arrests as custody_api
from exchange.api import inputs, request_descriptions, serializers
from exchange.api.filters import RequestFilter
from exchange.api.request_list import RequestList
from exchange.conversation import answering, contributions, delays, referral
from exchange.conversation.contributions import ContributionDraft
from exchange.custody import arrests
from exchange.models import Contribution, Request, RequestRecipient
from exchange.requests import flash, sending
from kernel.api.bodies import Input
from kernel.api.idempotency import Repeatable
from kernel.api.preconditions import Under, demand_match, etag
from kernel.api.sparse_fields import Sparse
from ledger import events
from ledger.delivery import outbox


class RequestViewSet(
    Reasoned, Repeatable, Sparse, RequestList, RetrieveModelMixin, GenericViewSet[Request]
):
    """Requests that your office sent, and those delivered to it."""

    descriptions = request_descriptions.REQUEST_PARAMETERS
    operations = request_descriptions.REQUEST_OPERATIONS
    request: OfficerCall
    filterset_class = RequestFilter
    queryset = Request.objects.none()
    lookup_value_regex = "[0-9a-fA-F-]{36}"

    def get_queryset(self) -> Any:
        officer = self.request.user
        rows = Request.objects.visible_to(officer).as_shown_to(officer)
        return rows.select_related("type", "owner_office")

    def get_serializer_class(self) -> Any:
        return serializers.RowSerializer if self.action == "list" else serializers.RequestSerializer

    def retrieve(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        """One request; reading it is recorded, and the sender learns that it was opened."""
        row = self.get_object()
        outbox.opened(row.pk, by=request.user)
        events.record(
            "request.view",
            by=request.user,
            subject=row,
            purpose=purpose_on_pages.purpose_of(request),
            case_id=row.case_id,
        )
        return self.shown(row)

    @extend_schema(
        parameters=[SALT], request=inputs.NewInput, responses={201: serializers.RequestSerializer}
    )
    def create(self, request: OfficerCall) -> Response:
        """File a request and send it; with `send: false` it stays a draft."""
        return self.create_once(request, lambda: self._create(request))

    def _create(self, request: OfficerCall) -> Response:
        words = self.read(inputs.NewInput)
        send = words.pop("send")
        row = sending.draft(by=request.user, **words)
        if send:
            sending.send(row, by=request.user)
        response = self.shown(row, 201)
        response["Location"] = f"/api/v1/requests/{row.pk}/"
        return response

    @extend_schema(
        parameters=[SALT], request=inputs.DraftInput, responses=serializers.RequestSerializer
    )
    def partial_update(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Change a draft; demands If-Match."""
        row = self.get_object()
        demand_match(request, self.seen(row))
        words = self.read(inputs.DraftInput, partial=True)
        sending.revise(row, by=request.user, version=row.version, **words)
        return self.shown(row)

    @extend_schema(responses=serializers.ContributionSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def contributions(self, request: OfficerCall, pk: str | None = None) -> Response:
        """All that was said about the request, in order, as far as it has arrived."""
        row = self.get_object()
        events.record(
            "request.view",
            by=request.user,
            subject=row,
            purpose=purpose_on_pages.purpose_of(request),
        )
        said = Contribution.objects.in_request(request.user, row.pk)
        said = said.select_related("office", "written_by", "instead")
        found = contributions.name_sides(said.prefetch_related("attachments__file"))
        return Response(serializers.ContributionSerializer(found, many=True).data)

    @extend_schema(request=None, responses=serializers.RequestSerializer)
    @action(detail=True, methods=["post"])
    def send(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Send a draft, or put it before the second person that its type demands."""
        return self.take(sending.send)

    @extend_schema(request=None, responses=serializers.RequestSerializer)
    @action(detail=True, methods=["post"], url_path="send-flash")
    def send_flash(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Send a flash request before its approval; for duty officers."""
        return self.take(flash.send)

    @extend_schema(request=inputs.DigestInput, responses=serializers.RequestSerializer)
    @action(detail=True, methods=["post"])
    def confirm(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Approve, as the second person, what left before its approval."""
        return self.take(flash.confirm, inputs.DigestInput)

    @extend_schema(request=inputs.DigestInput, responses=serializers.RequestSerializer)
    @action(detail=True, methods=["post"])
    def approve(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Let it leave, as the second person; never for an office's system."""
        return self.take(sending.approve, inputs.DigestInput)

    @extend_schema(request=inputs.ReasonInput, responses=serializers.RequestSerializer)
    @action(detail=True, methods=["post"], url_path="send-back")
    def send_back(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Return it to its author."""
        return self.take(sending.send_back, inputs.ReasonInput)

    @extend_schema(request=inputs.ReasonInput, responses=serializers.RequestSerializer)
    @action(detail=True, methods=["post"])
    def recall(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Take it back: what is undelivered vanishes, everyone else is told."""
        return self.take(sending.recall, inputs.ReasonInput)

    @extend_schema(request=None, responses=serializers.RequestSerializer)
    @action(detail=True, methods=["post"])
    def discard(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Throw a draft away."""
        return self.take(sending.discard)

    @extend_schema(request=None, responses=serializers.RequestSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Take back what is still under review; no office had it."""
        return self.take(sending.withdraw)

    @extend_schema(request=None, responses=serializers.RequestSerializer)
    @action(detail=True, methods=["post"])
    def close(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Say that nothing more is expected."""
        return self.take(sending.close)

    @extend_schema(request=None, responses=serializers.RequestSerializer)
    @action(detail=True, methods=["post"])
    def acknowledge(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Say that your office has seen it."""
        return self.step(answering.acknowledge)

    @extend_schema(request=None, responses=serializers.RequestSerializer)
    @action(detail=True, methods=["post"])
    def start(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Say that work has begun."""
        return self.step(answering.start)

    @extend_schema(request=inputs.AnswerInput, responses=serializers.RequestSerializer)
    @action(detail=True, methods=["post"])
    def answer(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Answer, for good or in part."""

        def carry_out(recipient: Any, words: ContributionDraft, by: Officer, final: bool) -> None:
            answering.answer(recipient, words, by=by, partial=not final)

        return self.say(carry_out, inputs.AnswerInput)

    @extend_schema(request=inputs.RefuseInput, responses=serializers.RequestSerializer)
    @action(detail=True, methods=["post"])
    def refuse(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Refuse on a ground, with reasons and a contact."""
        return self.say(answering.refuse, inputs.RefuseInput)

    @extend_schema(request=inputs.ReferInput, responses=serializers.RequestSerializer)
    @action(detail=True, methods=["post"])
    def refer(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Say which other office is competent; nothing is sent to it by this."""
        return self.say(referral.refer, inputs.ReferInput)

    @extend_schema(request=inputs.DeferInput, responses=serializers.RequestSerializer)
    @action(detail=True, methods=["post"])
    def defer(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Put it off until a time, with the reason."""
        return self.say(answering.defer, inputs.DeferInput)

    @extend_schema(request=inputs.DeferInput, responses=serializers.RequestSerializer)
    @action(detail=True, methods=["post"], url_path="need-authorisation")
    def need_authorisation(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Say that a judge has to authorise it: until when, and why; extends the reply clock."""
        return self.say(delays.need_authorisation, inputs.DeferInput)

    @extend_schema(request=custody_api.ArrestInput, responses=serializers.RequestSerializer)
    @action(detail=True, methods=["post"], url_path="report-arrest")
    def report_arrest(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Somebody was arrested for it: since when; the time to hold the person runs."""
        return self.say(arrests.report, custody_api.ArrestInput)

    @extend_schema(request=inputs.WordsInput, responses=serializers.RequestSerializer)
    @action(detail=True, methods=["post"])
    def ask(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Ask back; the reply clock stands still meanwhile."""
        return self.say(answering.ask, inputs.WordsInput)

    @extend_schema(request=inputs.ClarifyInput, responses=serializers.RequestSerializer)
    @action(detail=True, methods=["post"])
    def clarify(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Reply to a question of one office."""
        return self.say(answering.clarify, inputs.ClarifyInput)

    @extend_schema(request=inputs.ToOfficeInput, responses=serializers.RequestSerializer)
    @action(detail=True, methods=["post"], url_path="ask-again")
    def ask_again(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Ask further about the answer of one office."""
        return self.say(answering.ask_again, inputs.ToOfficeInput)

    @extend_schema(request=None, responses=serializers.RequestSerializer)
    @action(detail=True, methods=["post"], url_path="confirm-destroyed")
    def confirm_destroyed(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Confirm that what was gathered for a recalled request is destroyed."""
        return self.step(answering.confirm_destroyed)

    def read(self, shape: Any, *, partial: bool = False) -> dict[str, Any]:
        given = shape(data=self.request.data, partial=partial, context={"request": self.request})
        given.is_valid(raise_exception=True)
        return dict(given.validated_data)

    def take(self, verb: Any, shape: Any = None) -> Response:
        """One step of the requesting office's side."""
        row = self.get_object()
        words = self.read(shape or Input)
        return self.create_once(
            self.request, lambda: self._taken(row, verb, row, **words), on=self.seen(row)
        )

    def step(self, verb: Any) -> Response:
        """One step of the caller's own side of the request."""
        row = self.get_object()
        self.read(Input)
        recipient = self.recipient(row, self.request.user.office.code)
        return self.create_once(
            self.request, lambda: self._taken(row, verb, recipient), on=self.seen(row)
        )

    def say(self, verb: Any, shape: Any) -> Response:
        """Something said from one side to the other."""
        row = self.get_object()
        given = self.read(shape)
        recipient = self.recipient(row, given.pop("office", self.request.user.office.code))
        names = [name for name in ContributionDraft._fields if name in given]
        words = ContributionDraft(**{name: given.pop(name) for name in names})
        carry_out = partial(self._taken, row, verb, recipient, words, **given)
        return self.create_once(self.request, carry_out, on=self.seen(row))

    def _taken(self, row: Request, verb: Any, *what: Any, **words: Any) -> Response:
        verb(*what, by=self.request.user, **words)
        return self.shown(self.get_queryset().get(pk=row.pk))

    def recipient(self, row: Request, code: str) -> RequestRecipient:
        recipients = RequestRecipient.objects.visible_to(self.request.user).select_related(
            "request__type", "request__owner_office", "office"
        )
        return get_object_or_404(recipients, request=row, office__code=code)

    def shown(self, row: Request, status: int = 200) -> Response:
        context = self.get_serializer_context()
        data = serializers.RequestSerializer(row, context=context).data
        return Response(data, status=status, headers={"ETag": etag(self.seen(row))})

    def seen(self, row: Request) -> Any:
        """The row that the caller's tag is of: a recipient's own side.

        The request's own version rises also when something happens with another office.
        """
        office = self.request.user.office_id
        if row.owner_office_id == office:
            return row
        return Under(row.pk, row.recipients.get(office=office))
