"""Steps of the reviewers of the General Secretariat on a request that acts against a person.

One releases; two refuse, on a ground of the notices' list. The office that asks, and whoever has
a flash request already, is told of the outcome; why it was looked at is told to nobody.
"""

from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from central_offices.models import CentralOffice, Officer
from exchange.lifecycle import request_steps
from exchange.models import Request, RequestReview, Urgency
from exchange.requests import envelopes, flash, leaving, person_acts
from exchange.review_lifecycle import review_steps
from kernel import acting
from kernel.errors import NotReady, Stale
from ledger import events
from ledger.delivery import outbox
from notices.models import Refusal
from notices.models.refusal_reasons import NOT_ON_SUBSTANCE, RefusalReason
from notices.refusals import keeping, register
from notices.refusals.fingerprints import Person
from notices.refusals.register import Hit

Outcome = RequestReview.Status


class Standing(NamedTuple):
    """As much of a review as everybody who reads the request may know."""

    is_open: bool
    left_before: bool
    began_at: Any
    due_at: Any
    outcome: str
    grounds: list[str]
    explanation: str


def standing(request: Request, officer: Officer) -> Standing | None:
    """How the review of a request stands; its grounds are for the office that asks."""
    row = _of(request) if request.type.seeks else None
    if row is None or (row.unannounced and row.status != Outcome.REFUSED):
        return None
    told = row.status == Outcome.REFUSED and officer.office_id == request.owner_office_id
    return Standing(
        is_open=row.is_open,
        left_before=row.left_before,
        began_at=row.began_at,
        due_at=row.due_at,
        outcome="" if row.is_open else row.status,
        grounds=list(row.reasons) if told else [],
        explanation=row.explanation if told else "",
    )


@acting.by_a_rule("how a review stands")
def _of(request: Request) -> RequestReview | None:
    """Its review: whoever reads the request is told how that stands."""
    return RequestReview.objects.filter(request=request).first()


def release(review: RequestReview, *, by: Officer, version: int | None = None) -> None:
    """Let it leave; of flash, which has left, the mark is taken away.

    Raises NotReady where the Commission objects: two reviewers refuse it then.
    """
    with acting.acting_as(by):
        request = _locked(review)
        if person_acts.stands_against(request):
            raise NotReady(_("The Commission objects: this can only be refused."))
        with review_steps.take("release", review, by=by, version=version) as row:
            row.decided_by, row.decided_at = by, timezone.now()
        if review.unannounced:
            return
        if review.left_before:
            _tell(request, flash.told(request), outcome=Outcome.RELEASED)
        else:
            with request_steps.take("let_pass", request, by=by) as locked:
                leaving.still_allowed(locked)
                leaving.dispatch(locked, by)
        _tell(request, [request.owner_office], outcome=Outcome.RELEASED)


def propose(
    review: RequestReview,
    *,
    by: Officer,
    reasons: list[str],
    explanation: str,
    version: int | None = None,
) -> None:
    """Propose to refuse it, on a ground; a second reviewer confirms."""
    if not reasons or not explanation.strip():
        raise NotReady(_("Choose a ground for the refusal and explain it to the office."))
    detail = {"explanation": explanation}
    with review_steps.take(
        "propose", review, by=by, version=version, reasons=reasons, detail=detail
    ) as row:
        row.first_reviewer, row.reasons, row.explanation = by, reasons, explanation


def disagree(review: RequestReview, *, by: Officer, explanation: str) -> None:
    """Do not confirm the refusal: it waits for a reviewer again."""
    if not explanation.strip():
        raise NotReady(_("Say why you do not confirm it."))
    with review_steps.take("disagree", review, by=by, detail={"explanation": explanation}) as row:
        row.first_reviewer, row.reasons, row.explanation = None, [], ""


def refuse(review: RequestReview, *, by: Officer, version: int | None = None) -> None:
    """Confirm the refusal, as second reviewer; flash is recalled from whoever has it."""
    with acting.acting_as(by):
        request = _locked(review)
        # Before the review ends, since only an open one allows it.
        if request.status == Request.Status.SENT:
            with request_steps.take("recall_refused", request, by=by) as locked:
                reason = _("Refused in the review by the General Secretariat.")
                locked.recall_reason = reason
                leaving.take_back(locked, by, reason)
        with review_steps.take("refuse", review, by=by, version=version) as row:
            row.decided_by, row.decided_at = by, timezone.now()
        if request.status == Request.Status.UNDER_REVIEW:
            with request_steps.take("refuse_in_review", request, by=by):
                pass
        grounds = {RefusalReason(code) for code in review.reasons}
        if grounds - NOT_ON_SUBSTANCE:
            people = person_acts.persons_named(request)
            keeping.keep(Refusal.Source.REQUEST, request.pk, people, by=by)
        told = {"reasons": list(review.reasons), "explanation": review.explanation}
        _tell(request, [request.owner_office], outcome=Outcome.REFUSED, **told)


def tell_head(review: RequestReview, *, by: Officer) -> None:
    """Note that the time is over: from now on the Secretariat's head has it before him."""
    with review_steps.take("tell_head", review, by=by, chain=events.SYSTEM) as row:
        row.told_at = timezone.now()


def hits(request: Request) -> list[Hit]:
    """The refusals on record that fit the persons of a request, its own left out."""
    own = Refusal.objects.filter(source=Refusal.Source.REQUEST, source_id=request.pk)
    spared = set(own.values_list("pk", flat=True))
    people = person_acts.persons_named(request)
    every = [hit for person in people for hit in register.matching(person)]
    every.sort(key=lambda hit: hit.is_strong)  # the strong ones last: they stay
    found = {hit.refusal: hit for hit in every if hit.refusal not in spared}
    return sorted(found.values(), key=lambda hit: not hit.is_strong)


def people_of(key: Any) -> list[Person] | None:
    """The persons of a request, for its fingerprint to be made anew."""
    with acting.by_a_rule("persons who were refused"):
        request = Request.objects.select_related("type").filter(pk=key).first()
    return person_acts.persons_named(request) if request else None


def _locked(review: RequestReview) -> Request:
    """The request before its review, here and wherever it is taken back."""
    rows = Request._base_manager.select_for_update(of=("self",))
    with acting.by_a_rule("what is under review"):  # who does not see it is refused the step
        request = rows.select_related("type", "owner_office").get(pk=review.request_id)
    if request.content_digest != envelopes.digest(request):
        raise Stale(_("This is not what was held. Tell the administrators."), theirs=request)
    return request


def _tell(request: Request, to: list[CentralOffice], **told: Any) -> None:
    outbox.post(
        "request.review_ended",
        thread=request.pk,
        sender=CentralOffice.objects.secretariat(),
        to=to,
        data={"request": str(request.pk), "reference": request.reference, **told},
        urgent=request.urgency == Urgency.FLASH,
        classification=request.classification,
        handling_codes=request.handling_codes,
    )
