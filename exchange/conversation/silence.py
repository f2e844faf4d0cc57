"""Silence of an answer: what it may tell neither of protection nor of an owner's refusal.

Where a type of request is about the very status of a refugee (`refugee_guard`), neither an answer
nor the choice of a ground of refusal may tell of it; and where an owner refused its consent, the
refusal for its sake says nothing else. Where a request may be about somebody whom the office that
speaks protects from one who would read it, nothing but a refusal is said at all.
"""

from django.utils.translation import gettext as _

from central_offices.queries.dated import DatedQuerySet
from exchange.consents import protected
from exchange.models import Consent, RefusalGround, Request, RequestRecipient
from kernel import acting
from kernel.errors import NotReady

# Whoever asks learns that somebody found protection; another ground always fits as well.
NEVER_TOLD = {"REFUGEE_NON_REFOULEMENT"}


def grounds(
    rows: DatedQuerySet[RefusalGround], recipient: RequestRecipient
) -> DatedQuerySet[RefusalGround]:
    """The grounds of refusal among `rows` that tell nothing which may not be told."""
    rows = rows.exclude(code__in=NEVER_TOLD)
    if owner_refused(recipient):
        rows = rows.filter(silent=True)
    return rows.exclude(betrays=True) if _may_betray(recipient) else rows


def demand_ground(ground: RefusalGround, recipient: RequestRecipient) -> None:
    """Raise NotReady when this ground would tell of protection, or explain an owner's refusal.

    Called by whoever acts for the requested office.
    """
    if ground.betrays and _may_betray(recipient) or ground.code in NEVER_TOLD:
        sentence = _("This ground could tell of asylum or protection. Choose another one.")
        raise NotReady(sentence, [("ground", sentence)])
    if owner_refused(recipient) and not ground.silent:
        sentence = _("The owner has refused. Choose the ground of the owner's restriction.")
        raise NotReady(sentence, [("ground", sentence)])


def _may_betray(recipient: RequestRecipient) -> bool:
    """Whether a ground of refusal could tell whoever asks that somebody is protected."""
    request = recipient.request
    return request.type.refugee_guard or bool(protected.kept_from(request, [request.owner_office]))


def demand_nothing_on_asylum(request: Request, confirmed: bool) -> None:
    """Raise NotReady until the officer says that the answer tells nothing of protection."""
    if request.type.refugee_guard and not confirmed:
        sentence = _("Say that the answer tells nothing of asylum or protection.")
        raise NotReady(sentence, [("nothing_on_asylum", sentence)])


def owner_refused(recipient: RequestRecipient) -> bool:
    """Whether an owner refused what was to answer this: then a refusal tells nothing else."""
    refused = [Consent.Status.REFUSED, Consent.Status.WITHDRAWN]
    with acting.by_a_rule("whether an owner refused"):
        return Consent.objects.filter(answering=recipient.pk, status__in=refused).exists()


def reasons_of_owner() -> str:
    """All that a refusal for the owner's sake says."""
    return _("The owner of the data restricts their use.")
