"""The two lives of a request: with the office that asks, and with each office that is asked.

With the office that asks (Request.status):

  draft ──submit──▶ pending approval ──approve──▶ sent ──close──▶ closed
   ├──────────send_flash (approved afterwards)────▶┤
   │ ▲                  │                          ▲ │
   │ └────send_back─────┘                          │ └──recall──▶ recalled
   ├───────────send (no second person needed)──────┘
   └──discard──▶ discarded

  What acts against a person may have to wait: send and approve become hold ▶ under review
  (the reviewers of the General Secretariat), from there let_pass ▶ sent, refuse_in_review ▶
  refused, withdraw ▶ discarded. Flash leaves at once; recall_refused ▶ recalled ends it.

With each office that is asked (RequestRecipient.status):

  draft ─dispatch▶ queued ─deliver▶ delivered ─acknowledge▶ acknowledged ─assign▶ assigned
                     │ ▲                                                          │
              give_up▼ │resend                   ┌──────────────start─────────────┘
                 undeliverable                   ▼
                                 in progress ─need_authorisation▶ in progress, with more time
                 in progress ─ask▶ clarification ─clarify▶ in progress
                                 in progress ─answer_partly▶ partial, ─defer▶ deferred
                                 in progress ─answer▶ answered, ─refuse▶ refused ─close▶ closed
                 in progress ─refer▶ refused, naming the office that is competent
                 deferred ─come_back▶ in progress; answered, refused ─close_quietly▶ closed
                 answered, refused, closed ─ask_again▶ in progress
                 in progress ─report_arrest▶ in progress, and a person is held

Whoever answers, refuses, defers or asks before acknowledging acknowledges with it.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from central_offices.models import Officer
from exchange.models import Release, Request, RequestRecipient, RequestReview, Urgency
from exchange.second_person import lacks_approvers, right_to_approve, second_person
from ledger.lifecycle import Lifecycle, Step


def asks(officer: Officer, request: Any) -> bool:
    """The officer may send for the requesting office and is cleared for the level."""
    return (
        officer.office_id == request.owner_office_id
        and officer.is_cleared_for(request.classification)
        and officer.may("send_request", officer.office)
    )


def asks_alone(officer: Officer, request: Any) -> bool:
    """The officer may send for the requesting office, and the type needs no second person."""
    return asks(officer, request) and request.type.release == Release.NONE


def asks_for_approval(officer: Officer, request: Any) -> bool:
    """The officer may send for the requesting office, and the type needs a second person."""
    return asks(officer, request) and request.type.release != Release.NONE


def flash_first(officer: Officer, request: Any) -> bool:
    """The officer may send flash first, and this flash request waits for a second person."""
    return (
        asks_for_approval(officer, request)
        and request.urgency == Urgency.FLASH
        and officer.may("send_flash", officer.office)
    )


def second_person_afterwards(officer: Officer, request: Any) -> bool:
    """The officer is the second person, for a flash request that left before the approval."""
    return request.awaits_approval and second_person(officer, request)


def asks_deputy(officer: Officer, request: Any) -> bool:
    """The officer is a person who may send, and nobody of the office is left to approve it."""
    return officer.is_human and asks(officer, request) and lacks_approvers(request)


def author_or_second_person(officer: Officer, request: Any) -> bool:
    """The officer may send for the requesting office, or is the second person."""
    return asks(officer, request) or second_person(officer, request)


def the_system(officer: Officer, row: Any) -> bool:
    """The officer is the system itself; never an office's API client, a system officer too."""
    own_name = f"system@{officer.office.code.lower()}.iisa.invalid"
    return not officer.is_human and officer.email == own_name


def the_system_unapproved(officer: Officer, request: Any) -> bool:
    """The officer is the system, and what left before its approval still waits for it."""
    waits = request.awaits_approval and request.unapproved_at is None
    return waits and the_system(officer, request)


def reviews(officer: Officer, request: Any) -> bool:
    """The officer reviews for the General Secretariat, is cleared, and had no part in it.

    Nobody reviews what the own office asks; but for the Secretariat's own there is no other.
    """
    had_part = {request.created_by_id, request.submitted_by_id, request.approved_by_id}
    own = officer.office_id == request.owner_office_id and not officer.office.is_secretariat
    return (
        officer.is_human
        and not own
        and officer.pk not in had_part
        and not request.wrote(officer)
        and officer.is_cleared_for(request.classification)
        and officer.reviews
    )


def recalls_refused(officer: Officer, request: Any) -> bool:
    """The officer reviews, and this flash request left while its review was still open."""
    if not reviews(officer, request):
        return False
    open_ = RequestReview.objects.open().filter(request=request.pk, left_before=True)
    return open_.exists()


DRAFT, PENDING, UNDER_REVIEW, REFUSED, SENT, CLOSED, RECALLED, DISCARDED = Request.Status

request_steps = Lifecycle(
    send=Step({DRAFT}, SENT, asks_alone, _("send")),
    send_flash=Step({DRAFT}, SENT, flash_first, _("send at once"), "send_flash"),
    confirm=Step({SENT}, None, second_person_afterwards, _("approve"), right_to_approve),
    leave_unapproved=Step({SENT}, None, the_system_unapproved, _("leave unapproved")),
    submit=Step({DRAFT}, PENDING, asks_for_approval, _("send for approval")),
    approve=Step({PENDING}, SENT, second_person, _("approve"), right_to_approve),
    ask_deputy=Step({PENDING, SENT}, None, asks_deputy, _("ask the deputy office to approve")),
    hold=Step({DRAFT}, UNDER_REVIEW, asks_alone, _("send")),
    hold_approved=Step({PENDING}, UNDER_REVIEW, second_person, _("approve"), right_to_approve),
    let_pass=Step({UNDER_REVIEW}, SENT, reviews, _("release")),
    refuse_in_review=Step({UNDER_REVIEW}, REFUSED, reviews, _("refuse")),
    withdraw=Step({UNDER_REVIEW}, DISCARDED, asks, _("withdraw")),
    recall_refused=Step({SENT}, RECALLED, recalls_refused, _("recall")),
    send_back=Step({PENDING}, DRAFT, author_or_second_person, _("send back")),
    revise=Step({DRAFT}, None, asks, _("change")),
    discard=Step({DRAFT}, DISCARDED, asks, _("discard")),
    recall=Step({SENT}, RECALLED, asks, _("recall")),
    recall_by_system=Step({SENT}, RECALLED, the_system, _("recall")),
    close=Step({SENT}, CLOSED, asks, _("close")),
    close_quietly=Step({SENT}, CLOSED, the_system, _("close")),
    reopen=Step({CLOSED}, SENT, asks, _("open again")),
)


def requester(officer: Officer, recipient: Any) -> bool:
    """The officer may send for the requesting office and is cleared for the level."""
    return asks(officer, recipient.request)


def still_asks(officer: Officer, recipient: Any) -> bool:
    """The officer may send for the requesting office, and the request was not recalled."""
    return requester(officer, recipient) and recipient.request.status in {SENT, CLOSED}


def requester_or_approver(officer: Officer, recipient: Any) -> bool:
    """The officer may send for the requesting office, or is the second person."""
    return requester(officer, recipient) or second_person(officer, recipient.request)


def lets_leave(officer: Officer, recipient: Any) -> bool:
    """The officer may send or approve it, or is the reviewer of a request under review."""
    request = recipient.request
    under = request.status == UNDER_REVIEW and reviews(officer, request)
    return under or requester_or_approver(officer, recipient)


def takes_back(officer: Officer, recipient: Any) -> bool:
    """The officer may send for the asking office, recalls what was refused, or is the system."""
    recalls = requester(officer, recipient) or recalls_refused(officer, recipient.request)
    return recalls or the_system(officer, recipient)


def requester_or_administrator(officer: Officer, recipient: Any) -> bool:
    """The officer may send for the requesting office, or administers: nothing is shown by it."""
    return requester(officer, recipient) or officer.may("administer", officer.office)


def answers(officer: Officer, recipient: Any) -> bool:
    """The officer may answer for the requested office and is cleared for the level."""
    return (
        officer.office_id == recipient.office_id
        and officer.is_cleared_for(recipient.request.classification)
        and officer.may("answer_request", officer.office)
    )


def arrests(officer: Officer, recipient: Any) -> bool:
    """The officer may answer for the requested office, and the type asks for an arrest."""
    return bool(recipient.request.type.custody) and answers(officer, recipient)


Status = RequestRecipient.Status
NOT_BEGUN, UNDER_WAY = RequestRecipient.NOT_BEGUN, RequestRecipient.UNDER_WAY
ANSWERABLE = RequestRecipient.ANSWERABLE

recipient_steps = Lifecycle(
    dispatch=Step({Status.DRAFT}, Status.QUEUED, lets_leave, _("send")),
    deliver=Step({Status.QUEUED}, Status.DELIVERED, the_system, _("deliver")),
    give_up=Step({Status.QUEUED}, Status.UNDELIVERABLE, the_system, _("give up")),
    resend=Step({Status.UNDELIVERABLE}, Status.QUEUED, requester_or_administrator, _("send again")),
    acknowledge=Step({Status.DELIVERED}, Status.ACKNOWLEDGED, answers, _("acknowledge")),
    assign=Step(NOT_BEGUN, Status.ASSIGNED, answers, _("take")),
    put_back=Step({Status.ASSIGNED}, Status.ACKNOWLEDGED, answers, _("put back")),
    reassign=Step(UNDER_WAY, None, answers, _("assign")),
    start=Step(NOT_BEGUN | {Status.DEFERRED}, Status.IN_PROGRESS, answers, _("start work on")),
    answer_partly=Step(ANSWERABLE, Status.PARTIAL, answers, _("answer in part")),
    answer=Step(ANSWERABLE, Status.ANSWERED, answers, _("answer")),
    refuse=Step(ANSWERABLE, Status.REFUSED, answers, _("refuse")),
    refer=Step(ANSWERABLE, Status.REFUSED, answers, _("refer to another office")),
    defer=Step(ANSWERABLE, Status.DEFERRED, answers, _("defer")),
    ask=Step(
        ANSWERABLE - {Status.DEFERRED}, Status.CLARIFICATION, answers, _("ask for clarification of")
    ),
    clarify=Step({Status.CLARIFICATION}, Status.IN_PROGRESS, requester, _("clarify")),
    ask_again=Step(
        {Status.ANSWERED, Status.REFUSED, Status.CLOSED},
        Status.IN_PROGRESS,
        still_asks,
        _("ask further about"),
    ),
    need_authorisation=Step(
        NOT_BEGUN | {Status.IN_PROGRESS, Status.PARTIAL},
        Status.IN_PROGRESS,
        answers,
        _("announce an authorisation for"),
    ),
    report_arrest=Step(
        NOT_BEGUN | {Status.IN_PROGRESS}, Status.IN_PROGRESS, arrests, _("report an arrest for")
    ),
    report_arrest_later=Step(
        {
            Status.PARTIAL,
            Status.DEFERRED,
            Status.CLARIFICATION,
            Status.ANSWERED,
            Status.CLOSED,
            Status.RECALL_TOO_LATE,
        },
        None,
        arrests,
        _("report an arrest for"),
    ),
    come_back=Step({Status.DEFERRED}, Status.IN_PROGRESS, the_system, _("bring back")),
    count_absence=Step({Status.QUEUED}, None, the_system, _("count the absence for")),
    close_quietly=Step({Status.ANSWERED, Status.REFUSED}, Status.CLOSED, the_system, _("close")),
    recall=Step(
        {Status.QUEUED, Status.UNDELIVERABLE} | NOT_BEGUN, Status.RECALLED, takes_back, _("recall")
    ),
    recall_late=Step(
        {
            Status.IN_PROGRESS,
            Status.PARTIAL,
            Status.DEFERRED,
            Status.CLARIFICATION,
            Status.ANSWERED,
        },
        Status.RECALL_TOO_LATE,
        takes_back,
        _("recall"),
    ),
    confirm_destroyed=Step(
        {Status.RECALL_TOO_LATE}, Status.RECALLED, answers, _("confirm the destruction of data for")
    ),
    close=Step(
        {Status.ANSWERED, Status.REFUSED, Status.UNDELIVERABLE},
        Status.CLOSED,
        requester,
        _("close"),
    ),
)


def works(officer: Officer) -> bool:
    """The officer sends or answers requests for the own office."""
    permissions = ("send_request", "answer_request")
    return any(officer.may(permission, officer.office) for permission in permissions)
