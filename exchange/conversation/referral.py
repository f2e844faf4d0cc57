"""An office that is not competent names the one that is; whoever asks decides what follows.

Nothing goes to the named office by itself: who reads a request is decided by the office that asks.
"""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from cases.models import Case
from central_offices.directory import standing
from central_offices.models import CentralOffice, Officer
from exchange import transfer_lifecycle
from exchange.conversation import answering, attaching, contributions, silence
from exchange.conversation.contributions import ContributionDraft
from exchange.lifecycle import asks, recipient_steps
from exchange.models import Contribution, RefusalGround, Request, RequestRecipient
from exchange.requests import sending
from kernel import acting
from kernel.errors import NotPermitted, NotReady
from policies import tags

NOT_COMPETENT = "NOT_COMPETENT"
# The case and the conversation are given anew; the old date of the reply, or a tag, may be over.
OWN = {"case", "reply_due", "conversation", "prepared_from", "tags"}
SAME = tuple(name for name in sending.FIELDS if name not in OWN)


def refer(
    recipient: RequestRecipient,
    words: ContributionDraft,
    *,
    by: Officer,
    version: int | None = None,
) -> Contribution:
    """Name the office that is competent (`words.instead`), and why; ends the work on it here.

    Raises NotReady without words, or where that office cannot be asked.
    """
    contributions.demand(words)
    instead = _demand_office(recipient, words.instead)
    ground = RefusalGround.objects.in_force().get(code=NOT_COMPETENT)
    with acting.acting_as(by):
        silence.demand_ground(ground, recipient)
    with recipient_steps.take(
        "refer", recipient, by=by, version=version, instead=instead.code
    ) as locked:
        answering.turned_down(locked, by, ground, str(by))
        transfer_lifecycle.lapse([locked])
        kind = Contribution.Kind.REFERRAL
        return contributions.say(locked, kind, words, "request.referred", by, instead=instead.code)


def prepare(said: Contribution, *, by: Officer) -> Request:
    """The draft of the same request to the office that was named; made once, and sent by nobody.

    Raises NotPermitted, or NotReady where that office was asked already.
    """
    seen = Contribution.objects.visible_to(by).filter(pk=said.pk).exists()
    if not (seen and asks(by, said.request)):
        raise NotPermitted(_("You may not answer this referral."))
    with acting.acting_as(by):
        request = Request._base_manager.select_for_update(of=("self",)).get(pk=said.request_id)
        if found := _drafts(by).filter(prepared_from=said).first():
            return found
        instead = said.instead
        assert instead, "A referral names an office; the database sees to it."
        if request.recipients.filter(office=instead).exists():
            sentence = _("%(office)s was asked in this request already.")
            raise NotReady(sentence % {"office": instead})
        mine = None
        if request.case_id is not None:
            mine = Case.objects.editable_by(by).filter(pk=request.case_id).first()
        files = request.attachments.select_related("file").order_by("uploaded_at", "id")
        return sending.draft(
            by=by,
            recipients=[instead],
            attachments=[attaching.copy(row, by=by) for row in files],
            case=mine,
            prepared_from=said,
            writers=request.written_by,
            **{name: getattr(request, name) for name in SAME},
            tags=tags.in_force(request.tags),
        )


def with_drafts(officer: Officer) -> "Prefetch[Any]":
    """For a query of what was said: `drafts`, what the own office prepared after each referral."""
    return Prefetch("prepared", _drafts(officer), to_attr="drafts")


def _drafts(officer: Officer) -> QuerySet[Request]:
    """Thrown away ones don't count."""
    return Request.objects.from_us(officer).exclude(status="DISCARDED")


def _demand_office(recipient: RequestRecipient, instead: CentralOffice | None) -> CentralOffice:
    own = {recipient.office_id, recipient.request.owner_office_id}
    reachable = CentralOffice.objects.reachable()
    if not instead or instead.pk in own or not reachable.filter(pk=instead.pk).exists():
        sentence = _("Name one office that is competent: another one than the two of you.")
        if instead and instead.pk not in own:
            sentence = standing.why_not_asked(instead) or sentence
        raise NotReady(sentence, [("instead", sentence)])
    return instead
