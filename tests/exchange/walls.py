"""Requests in each relation that a reader can have to one, for the tests of the second wall."""

import io
from datetime import timedelta
from typing import NamedTuple

from django.utils import timezone

from central_offices.agreements import deputy_offices
from central_offices.models import CentralOffice
from exchange.consents import asking
from exchange.conversation import answering, attaching, transfers
from exchange.conversation.contributions import ContributionDraft
from exchange.custody import arrests
from exchange.models import CustodyAlarm, Escalation, Level, Request, RequestRecipient
from exchange.requests import bulk, deputies, sending
from ledger.models import Destination
from notices.models import SafeguardRule
from tests import world
from tests.attacks import acts
from tests.exchange.conftest import deliver_all, draft, recipient, sent
from tests.exchange.test_bulk import row as bulk_row
from tests.plumbing.by_the_owner import by_the_owner

ANSWER = ContributionDraft("Berthed at Sines", "A", "1")


class Requests(NamedTuple):
    """Nairobi's to Lisbon, Brasília and an office out of reach; one that its deputy is asked to
    approve; one under review; one in common, confidential; and one with a person who is held.
    """

    plain: Request
    at_deputy: Request
    reviewed: Request
    common: Request
    held: Request


def made() -> Requests:
    amina, pierre, joana = (world.officer(name) for name in ("amina", "pierre", "joana"))
    Destination.objects.filter(office__code="QMB").update(paused_at=timezone.now())
    return Requests(
        _plain(amina, pierre, joana),
        _at_deputy(amina),
        _reviewed(),
        _common(amina, pierre),
        _held(amina, pierre),
    )


def _plain(amina, pierre, joana) -> Request:
    file = attaching.upload(io.BytesIO(b"of the harbour"), "Kisumu map.txt", by=amina)
    title = {"title": "Ferry of Kisumu", "attachments": [file]}
    request = sent(amina, "PRT", "BRA", "QMB", classification=1, **title)
    deliver_all()
    lisbon, brasilia = recipient(request, "PRT"), recipient(request, "BRA")
    answering.assign(lisbon, by=pierre)
    beatriz = world.officer("beatriz")
    transfers.consult(lisbon, by=pierre, to=beatriz, note="Handed over at Belem")
    file = attaching.upload(io.BytesIO(b"of the quay"), "Sines quay.txt", by=pierre)
    answering.answer(lisbon, ANSWER._replace(attachments=[file]), by=pierre, partial=True)
    words = ContributionDraft("A register", "A", "1", handling_codes=["H1", "H2"])
    said = answering.answer(brasilia, words, by=joana)
    deliver_all()
    asking.ask(said, by=amina, use="EVIDENCE", reason="For the court of Faro")
    deliver_all()
    answering.note(request, "Noted in Lisbon", by=pierre)
    _late(lisbon)
    bulk.submit([bulk_row(1, title="Filed at Malindi")], by=amina)
    attaching.upload(io.BytesIO(b"for later"), "Unsent.txt", by=amina)
    return request


def _late(side: RequestRecipient) -> None:
    """As if everybody had been told."""
    due = timezone.now() - timedelta(hours=9)
    RequestRecipient.objects.filter(pk=side.pk).update(next_due=due)
    for level in Level.values:
        Escalation.objects.create(recipient=side, due=due, level=level)


def _at_deputy(amina) -> Request:
    """Its only head wrote it: Lisbon is asked to approve it."""
    wanjiku, beatriz = world.officer("wanjiku"), world.officer("beatriz")
    kenya, lisbon = (CentralOffice.objects.get(code=code) for code in ("KEN", "PRT"))
    days = {"valid_from": timezone.now().date()}
    deputy_offices.agree(deputy_offices.propose(kenya, lisbon, by=wanjiku, **days), by=beatriz)
    request = acts.drafted(wanjiku, "BRA", words={"title": "Signed at Lamu"}, number="LM 1")
    sending.send(request, by=wanjiku)
    deputies.ask(request, by=amina)
    return request


def _reviewed() -> Request:
    with by_the_owner():
        SafeguardRule.objects.filter(code="OFFICES_WITHOUT_REVIEW").update(number=2)
    words = {"words": {"title": "Weighed at Praslin"}, "number": "PR 2", "name": "ADEYEMI Kola"}
    codes = ("PRT", "BRA", "KEN")
    return acts.sent(world.officer("arun"), world.officer("anika"), *codes, **words)


def _common(amina, pierre) -> Request:
    request = sent(
        amina, "PRT", "BRA", conversation="COMMON", classification=2, title="Rowed to Ukerewe"
    )
    deliver_all()
    answering.answer(recipient(request, "PRT"), ANSWER, by=pierre, partial=True)
    deliver_all()
    draft(amina, "PRT", title="Never sent")
    return request


def _held(amina, pierre) -> Request:
    wanjiku = world.officer("wanjiku")
    words = {"words": {"title": "Met at Tavira"}, "number": "TV 3", "name": "MORAIS Rui"}
    request = acts.sent(amina, wanjiku, "PRT", **words)
    deliver_all()
    how = ContributionDraft("Stopped at the ferry.", "A", "1")
    row = arrests.report(recipient(request, "PRT"), how, by=pierre, arrested_at=timezone.now())
    deliver_all()
    CustodyAlarm.objects.create(arrest=row, effect="ALARM", day=12, due=timezone.now())
    return request
