"""Requests of the demo: some waiting at every desk of the tour, one answered, one a draft."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from cases.models import Case
from central_offices.models import CentralOffice, Officer
from exchange.conversation import answering
from exchange.conversation.contributions import ContributionDraft
from exchange.models import RequestRecipient, RequestType
from exchange.requests import sending
from kernel import acting
from ledger.delivery import delivering
from ledger.models import Destination


def make(people: dict[str, Officer], cases: dict[str, Case]) -> None:
    _waiting(people, cases)
    _answered(people["amina"], people["pierre"], cases["relay"])
    sending.draft(
        by=people["amina"],
        recipients=[_office("JPN")],
        type=_type("INFO"),
        case=cases["lantern"],
        title="Bill of lading of one container",
        ask="Which agent filed it?",
        legal_basis="UNTOC art. 18",
    )
    deliver()


def _waiting(people: dict[str, Officer], cases: dict[str, Case]) -> None:
    amina, pierre, layla = (people[name] for name in ("amina", "pierre", "layla"))
    _send(
        amina,
        ["PRT", "BRA"],
        case=cases["lantern"],
        title="Beneficial owner of Maré Alta Lda",
        portfolios=["MONEY_LAUNDERING"],
        tags=["CUSTOMS_TRADE"],
        ask="Who owns the company behind account 4471, and since when?",
        legal_basis="UNTOC art. 18; agreement of 2019, art. 4",
    )
    _send(
        pierre,
        ["KEN"],
        case=cases["harbour"],
        urgency="URGENT",
        necessity="The vessel sails again on Thursday, and the crew with it.",
        title="Crew list of a vessel due in Mombasa",
        ask="Who signed on in your port between 3 and 9 November?",
        legal_basis="UNTOC Smuggling Protocol art. 10",
    )
    _send(
        pierre,
        ["KEN"],
        case=cases["harbour"],
        urgency="FLASH",
        necessity="A stowaway is locked in a container; the crew says for four days.",
        title="Container with a stowaway: where is it now?",
        ask="Was the container of the annexed bill unloaded in your port, and is it open?",
        legal_basis="UNTOC Smuggling Protocol art. 8",
    )
    _send(
        layla,
        ["KEN"],
        case=cases["jordan"],
        title="حساب مصرفي في نيروبي",
        ask="من صاحب الحساب 220-118 وما حركته منذ يناير؟",
        legal_basis="UNCAC art. 46",
    )


def _answered(amina: Officer, pierre: Officer, case: Case) -> None:
    answered = _send(
        amina,
        ["PRT"],
        case=case,
        title="Subscriber of three telephone numbers",
        ask="Who pays for the three numbers in the annex?",
        legal_basis="Agreement of 2019, art. 4",
    )
    deliver()
    with acting.acting_as(pierre):
        recipient = RequestRecipient.objects.select_related("request__type").get(request=answered)
    answering.acknowledge(recipient, by=pierre)
    words = _answer("Two belong to a shop that closed in May; the third is prepaid.")
    answering.answer(recipient, words, by=pierre)


def deliver() -> None:
    """Carry everything to its recipient, as the workers do."""
    for pk in Destination.objects.values_list("pk", flat=True):
        delivering.deliver(pk)


def _send(by: Officer, codes: Any, *, urgency: Any = "NORMAL", **words: Any) -> Any:
    request = sending.draft(
        by=by,
        recipients=[_office(code) for code in codes],
        type=_type("INFO"),
        urgency=urgency,
        reply_due=timezone.now() + timedelta(days=5),
        **words,
    )
    sending.send(request, by=by)
    return request


def _answer(text: str) -> ContributionDraft:
    return ContributionDraft(text=text, source_evaluation="A", information_evaluation="2")


def _type(code: str) -> RequestType:
    return RequestType.objects.in_force().get(code=code)


def _office(code: str) -> CentralOffice:
    return CentralOffice.objects.get(code=code)
