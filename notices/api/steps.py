"""The steps of a notice over the API. What the table does not allow is 403 with the reason."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.response import Response

from central_offices.access.officer_request import OfficerCall
from notices.api import inputs
from notices.api.notice_calls import NoticeCalls
from notices.api.serializers import ItemSerializer, NoticeSerializer
from notices.models import Notice
from notices.workflow import (
    circulating,
    drafting,
    of_offices,
    reading,
    receiving,
    releasing,
    reviewing,
)


def step(shape: Any = None, path: str = "") -> Any:
    """A POST action that reads `shape` and answers the notice as it then stands."""

    def decorate(method: Any) -> Any:
        step = action(detail=True, methods=["post"], url_path=path or method.__name__)(method)
        return extend_schema(request=shape, responses=NoticeSerializer)(step)  # of a step: last

    return decorate


class NoticeSteps(NoticeCalls):
    """One action for each step; `take` reads the body, takes it, and shows the notice."""

    @step()
    def submit(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Freeze the draft and hand it to the head of the office."""
        return self.take(drafting.submit)

    @step(inputs.ReasonInput, "send-back")
    def send_back(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Give it back to its author; never for an office's system."""
        return self.take(drafting.send_back, inputs.ReasonInput)

    @step(inputs.DigestInput)
    def release(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Ask the Secretariat to publish, as head of office; never for an office's system."""
        return self.take(releasing.release, inputs.DigestInput)

    @step(inputs.ReasonInput, "ask-for-release")
    def ask_for_release(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Ask the Secretariat to release it, where nobody is left in your office who may."""
        return self.take(releasing.ask_for_release, inputs.ReasonInput)

    @step(inputs.ReleaseForOfficeInput, "release-for-office")
    def release_for_office(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Release it for an office that asked for it, as somebody who will not review it."""
        return self.take(releasing.release_for_office, inputs.ReleaseForOfficeInput)

    @step()
    def discard(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Give a draft up."""
        return self.take(drafting.discard)

    @step()
    def claim(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Take it from the queue, as reviewer."""
        return self.take(reviewing.claim)

    @step(path="put-back")
    def put_back(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Give it back to the queue, undecided."""
        return self.take(reviewing.put_back)

    @extend_schema(request=inputs.AnswersInput, responses=ItemSerializer(many=True), filters=False)
    @action(detail=True, methods=["post"], url_path="answers", pagination_class=None)
    def answers(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Answer items of the check-list by their code; answers them all back."""
        notice: Notice = self.get_object()
        given = self.read(inputs.AnswersInput)["answers"]
        if not request.user.reviews:
            reviewing.answer(notice, {}, by=request.user)
        first = reviewing.first_review(notice)
        if first is None:
            raise Http404
        known = {item.condition.code: item for item in first.items.select_related("condition")}
        answers = {
            known[row["condition"]].pk: (row["result"], row["comment"])
            for row in given
            if row["condition"] in known
        }
        items = first.items.select_related("condition")

        def carry_out() -> Response:
            reviewing.answer(notice, answers, by=request.user)
            context = {"payload": reading.payload_for(request.user, notice)}
            return Response(ItemSerializer(items, many=True, context=context).data)

        return self.create_once(request, carry_out, on=notice)

    @step(inputs.PublishInput)
    def publish(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Publish, or pass on to the second reviewer where one has to confirm."""
        return self.take(reviewing.pass_on, inputs.PublishInput)

    @step(inputs.ReturnInput, "return")
    def give_back(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Return it to its office with what has to be added."""
        return self.take(reviewing.return_to_owner, inputs.ReturnInput)

    @step(inputs.RefuseInput)
    def refuse(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Refuse with a ground; on articles 2 and 3 a second reviewer confirms."""
        return self.take(reviewing.refuse, inputs.RefuseInput)

    @step(inputs.DigestInput)
    def confirm(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Confirm what the first reviewer decided, as second reviewer."""
        return self.take(reviewing.confirm, inputs.DigestInput)

    @step(inputs.SuspendInput)
    def suspend(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Tell every office not to act on it for a while, also where the other side did already."""
        return self.take(circulating.suspend, inputs.SuspendInput)

    @step()
    def resume(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Lift your side's suspension; it holds again when the other side doesn't suspend it."""
        return self.take(circulating.lift)

    @step(inputs.ReasonInput, "let-stand")
    def let_stand(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Note that it stays in force although its office has left, as reviewer."""
        return self.take(of_offices.let_stand, inputs.ReasonInput)

    @step(inputs.WithdrawInput)
    def withdraw(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Recall it from every office, as head of its office; never for an office's system."""
        return self.take(circulating.withdraw, inputs.WithdrawInput)

    @step(inputs.CancelInput)
    def cancel(self, request: OfficerCall, pk: str | None = None) -> Response:
        """End it, as reviewer."""
        return self.take(circulating.cancel, inputs.CancelInput)

    @step(path="acknowledge-recall")
    def acknowledge_recall(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Say that your office has taken a recalled notice out of its systems."""
        return self.take(receiving.acknowledge_recall)
