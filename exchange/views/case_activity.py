"""The activity of requests in their cases: words of their steps, and who is shown them.

Steps that an office takes within itself, such as assigning, are its own and stand on its board.
"""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from cases.activity.reading import Source, Thing, Things, register
from cases.models import Case
from central_offices.models import Officer
from exchange.models import Request, RequestRecipient

MAX_ROWS_OF_A_CASE = 2000
WORDS: dict[str, Any] = {
    "request.draft": _("Request drafted"),
    "request.revise": _("Request changed"),
    "request.send": _("Request sent"),
    "request.send_flash": _("Request sent at once"),
    "request.submit": _("Request sent for approval"),
    "request.approve": _("Request approved"),
    "request.confirm": _("Request approved after it was sent"),
    "request.send_back": _("Request sent back to its author"),
    "request.hold": _("Request waits for its review"),
    "request.hold_approved": _("Request approved, waits for its review"),
    "request.let_pass": _("Request released by the General Secretariat"),
    "request.refuse_in_review": _("Request refused by the General Secretariat"),
    "request.withdraw": _("Request withdrawn"),
    "request.discard": _("Request discarded"),
    "request.recall": _("Request recalled"),
    "request.recall_refused": _("Request recalled"),
    "request.recall_by_system": _("Request recalled by the system"),
    "request.close": _("Request closed"),
    "request.close_quietly": _("Request closed"),
    "request.reopen": _("Request opened again"),
}
WORDS_OF_OFFICES: dict[str, Any] = {
    "requestrecipient.deliver": _("Request delivered"),
    "requestrecipient.give_up": _("Request could not be delivered"),
    "requestrecipient.acknowledge": _("Request acknowledged"),
    "requestrecipient.answer_partly": _("Answered in part"),
    "requestrecipient.answer": _("Answered"),
    "requestrecipient.refuse": _("Answer refused"),
    "requestrecipient.refer": _("Referred to another office"),
    "requestrecipient.defer": _("Answer deferred"),
    "requestrecipient.ask": _("Asked back"),
    "requestrecipient.ask_again": _("Asked back"),
    "requestrecipient.clarify": _("Question answered"),
    "requestrecipient.need_authorisation": _("Authorisation announced"),
    "requestrecipient.report_arrest": _("Arrest reported"),
    "requestrecipient.report_arrest_later": _("Arrest reported"),
    "requestrecipient.recall": _("Recall delivered"),
    "requestrecipient.recall_late": _("Recall delivered"),
    "requestrecipient.confirm_destroyed": _("Destruction confirmed"),
}
READ_WORDS = {"request.view": _("Request read")}


def register_sources() -> None:
    register(
        Request._meta.label_lower,
        Source(WORDS, requests, Request.Status, read_words=READ_WORDS),
    )
    register(
        RequestRecipient._meta.label_lower,
        Source(WORDS_OF_OFFICES, recipients, RequestRecipient.Status, recipients_of),
    )


def requests(officer: Officer, ids: Collection[UUID]) -> Things:
    """The own office's, by reference: a subject may be confidential, and is read on its page."""
    rows = Request.objects.visible_to(officer).filter(pk__in=ids, owner_office=officer.office_id)
    return {row.pk: _thing(row, row.reference) for row in rows.select_related("type")}


def recipients(officer: Officer, ids: Collection[UUID]) -> Things:
    """Each asked office with the request that it was asked."""
    seen = Request.objects.visible_to(officer)
    rows = RequestRecipient.objects.visible_to(officer).filter(pk__in=ids, request__in=seen)
    rows = rows.select_related("request__type", "office")
    return {row.pk: _thing(row.request, f"{row.request.reference}, {row.office}") for row in rows}


def recipients_of(officer: Officer, case: Case) -> Iterable[UUID]:
    """The offices asked in requests of a case, whose events don't name it."""
    seen = Request.objects.visible_to(officer).filter(case=case)
    rows = RequestRecipient.objects.visible_to(officer).filter(request__in=seen)
    return rows.order_by("-pk").values_list("pk", flat=True)[:MAX_ROWS_OF_A_CASE]


def _thing(row: Request, name: str) -> Thing:
    return Thing(f"{name}: {row.type}", row.get_absolute_url())
