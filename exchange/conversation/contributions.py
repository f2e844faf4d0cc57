"""Contributions: said by one office to the other , or to everybody who was asked with it.

In an individual conversation each office speaks with the asking one alone. In a common one every
party of the request gets what is said, unless its writer keeps it between the two sides.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.safeguards import originator_control
from central_offices.models import CentralOffice, Officer
from exchange.consents import protected
from exchange.models import (
    Attachment,
    Contribution,
    RecipientStatus,
    Request,
    RequestRecipient,
    Urgency,
)
from exchange.requests import envelopes
from kernel import acting
from kernel.errors import NotReady
from ledger.delivery import outbox

BETWEEN_TWO = [Contribution.Kind.ARREST]  # whatever its writer says: it starts a time limit
# These offices hear nothing more: what they knew of the request is destroyed, or never came.
OUT = [
    RecipientStatus.DRAFT,
    RecipientStatus.RECALLED,
    RecipientStatus.RECALL_TOO_LATE,
    RecipientStatus.EXPIRED,
]


class ContributionDraft(NamedTuple):
    """The words of one office to the other, how they may be used, and with which files.

    `private` counts in a common conversation: None keeps private what answers a private question.
    """

    text: str
    source_evaluation: str = ""
    information_evaluation: str = ""
    classification: int | None = None
    handling_codes: Sequence[str] = ()
    handling_note: str = ""
    attachments: Sequence[Attachment] = ()
    nothing_on_asylum: bool = False
    instead: CentralOffice | None = None
    private: bool | None = None
    lowered_because: str = ""


def demand_future(until: datetime) -> None:
    """Raises NotReady when the time is over."""
    if until <= timezone.now():
        sentence = _("Choose a time in the future.")
        raise NotReady(sentence, [("until", sentence)])


def demand(words: ContributionDraft, *, evaluated: bool = False) -> None:
    """Raise NotReady where nothing is said, or where what is said must be evaluated and is not."""
    missing = []
    if not words.text.strip():
        missing.append(("text", _("Write what you want to say.")))
    if evaluated and not (words.source_evaluation and words.information_evaluation):
        missing.append(
            ("source_evaluation", _("Say how reliable the source and the information are."))
        )
    if missing:
        raise NotReady(" ".join(sentence for _field, sentence in missing), missing)


def say(
    recipient: RequestRecipient,
    kind: str,
    words: ContributionDraft,
    type: str,
    by: Officer,
    **more: Any,
) -> Contribution:
    """Keep what is said in the locked side's conversation, and post it to whom it is said."""
    request = recipient.request
    private = asked_privately(recipient) if words.private is None else words.private
    private = private or (request.is_common and kind in BETWEEN_TWO)
    to = readers(recipient, by.office, private=private)
    _demand_may_go(request, kind, words, by, to, more.get("contact", ""))
    level = _level(request, words, by)
    row = Contribution(
        request=request,
        recipient=recipient,
        kind=kind,
        office=by.office,
        text=words.text,
        source_evaluation=words.source_evaluation,
        information_evaluation=words.information_evaluation,
        classification=level,
        handling_codes=list(words.handling_codes),
        handling_note=words.handling_note,
        lowered_because=words.lowered_because.strip() if level < request.classification else "",
        private=private,
        instead=words.instead,
        written_by=by,
        seen_by=[by.office.number],
    )
    data = envelopes.contribution_data(row, list(words.attachments))
    row.message_id = _post(recipient, type, by, to, row, **data, **more)
    row.full_clean(validate_unique=False)
    row.save(force_insert=True)
    _attach(row, words.attachments, by)
    return row


def _demand_may_go(
    request: Request,
    kind: str,
    words: ContributionDraft,
    by: Officer,
    to: list[CentralOffice],
    contact: str,
) -> None:
    """Raise NotReady where words or files must not go to one of these offices."""
    names = [row.file.original_name for row in words.attachments]
    said = [words.text, words.handling_note, words.lowered_because, contact, *names]
    protected.demand_may_be_told(request, kind, "\n".join(said), to)
    digests = [row.file.sha256 for row in words.attachments]
    originator_control.demand(by.office, to, f"{words.text}\n{words.handling_note}", digests)


def _level(request: Request, words: ContributionDraft, by: Officer) -> int:
    """The request's level, or what the writer chose; below the request's only a head chooses.

    Raises NotReady (docs/laws.md T11).
    """
    level = request.classification if words.classification is None else words.classification
    if level < request.classification:
        if not by.is_human or not by.may("manage_office", by.office):
            sentence = _("Only a head of office answers below the level of the request.")
            raise NotReady(sentence, [("classification", sentence)])
        if not words.lowered_because.strip():
            sentence = _("Say why the level is below that of the request.")
            raise NotReady(sentence, [("lowered_because", sentence)])
    return level


def tell(recipient: RequestRecipient, type: str, by: Officer) -> None:
    """Tell the other side of a step that goes without words; never anybody else."""
    _post(recipient, type, by, [_other_office(recipient, by.office)])


def readers(
    recipient: RequestRecipient, speaker: CentralOffice, *, private: bool
) -> list[CentralOffice]:
    """Offices that this one speaks to: the other side, and in a common conversation all parties."""
    other, request = _other_office(recipient, speaker), recipient.request
    if private or not request.is_common:
        return [other]
    recipients = request.recipients.exclude(status__in=OUT).select_related("office")
    rest = recipients.exclude(office__in=[other, speaker]).order_by("office__sort_key")
    with acting.by_a_rule("who is asked in common"):
        return [other, *(row.office for row in rest)]


def name_sides(said: Iterable[Contribution]) -> list[Contribution]:
    """Put on each contribution the side that it is about: in common, others' sides too."""
    rows = list(said)
    with acting.by_a_rule("with whom it is said"):
        prefetch_related_objects(rows, "recipient__office")
    return rows


def asked_privately(recipient: RequestRecipient) -> bool:
    """Whether the question that this side waits to have answered was put to the asker alone."""
    if recipient.status != RecipientStatus.CLARIFICATION:
        return False
    asked = recipient.contributions.filter(kind=Contribution.Kind.QUESTION)
    with acting.by_a_rule("whether it was asked privately"):  # also before it has arrived
        return bool(asked.order_by("-written_at", "-id").values_list("private", flat=True).first())


def _other_office(recipient: RequestRecipient, speaker: CentralOffice) -> CentralOffice:
    ours = speaker.pk == recipient.office_id
    return recipient.request.owner_office if ours else recipient.office


def _attach(row: Contribution, attachments: Sequence[Attachment], by: Officer) -> None:
    wanted = {attachment.pk for attachment in attachments}
    free = Attachment.objects.filter(pk__in=wanted, uploaded_by=by, request=None, contribution=None)
    if free.update(contribution=row) != len(wanted):
        raise NotReady(_("An attachment was used before. Upload the file again."))


def _post(
    recipient: RequestRecipient,
    type: str,
    by: Officer,
    to: list[CentralOffice],
    said: Contribution | None = None,
    **more: Any,
) -> UUID:
    """One message, delivered to each of these offices by itself; returns its id."""
    request = recipient.request
    return outbox.post(
        type,
        thread=request.pk,
        sender=by.office,
        to=to,
        data=envelopes.step_data(recipient, by, **more),
        urgent=request.urgency == Urgency.FLASH,
        classification=said.classification if said else request.classification,
        handling_codes=said.handling_codes if said else request.handling_codes,
    ).pk
