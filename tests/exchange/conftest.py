"""Requests for the tests: a case, and ways to send and deliver."""

import pytest
from django.utils import timezone

from cases.models import Case, CaseSubject, Identity, Subject
from cases.search import name_keys
from central_offices.models import CentralOffice
from exchange.conversation.contributions import ContributionDraft
from exchange.custody import arrests
from exchange.models import RequestType
from exchange.requests import sending
from kernel import acting
from ledger.delivery import delivering
from ledger.models import Delivery, Destination
from tests import world
from tests.notices.drafts import readers

STATEMENT = {"ARTICLES_2_3": "An ordinary robbery; the courts are independent."}


def offices(*codes: str) -> list[CentralOffice]:
    return [CentralOffice.objects.get(code=code) for code in codes]


def type_(code: str) -> RequestType:
    return RequestType.objects.in_force().get(code=code)


def draft(by, *codes: str, type: str = "INFO", **words):
    """A draft by this officer to the offices of these codes."""
    given = {
        "title": "Owner of a boat",
        "ask": "Who owns the boat Maré Alta?",
        "legal_basis": "Bilateral agreement of 2019, art. 4",
    } | words
    kind = type_(type)
    if kind.seeks:
        given["facts"] = STATEMENT | given.get("facts", {})
    with acting.acting_as(by):
        return sending.draft(by=by, recipients=offices(*codes), type=kind, **given)


def sent(by, *codes: str, **words):
    request = draft(by, *codes, **words)
    sending.send(request, by=by)
    return request


def deliver_all() -> int:
    """Deliver everything that waits, as the workers would; nobody wakes them where nothing does."""
    done, waiting = 0, _waiting()
    for pk in Destination.objects.values_list("pk", flat=True):
        if pk in waiting:
            done += delivering.deliver(pk)
            waiting = _waiting()
    return done


def _waiting() -> set[int]:
    """The destinations that something is queued for."""
    queued = Delivery.objects.filter(status=Delivery.Status.QUEUED)
    return set(queued.order_by().values_list("destination_id", flat=True).distinct())


def recipient(request, code: str):
    return request.recipients.get(office__code=code)


@pytest.fixture
def case_of_amina(amina):
    with acting.acting_as(amina):
        return Case.objects.create(
            reference="KEN-2026-900001",
            title="Boats",
            owner_office=amina.office,
            lead_officer=amina,
            created_by=amina,
            seen_by=[amina.office_number],
        )


def person(case: Case | None, name: str, by) -> Subject:
    """A person of the office, in the case if there is one."""
    subject = Subject.objects.create(owner_office=by.office, created_by=by, seen_at=readers(by))
    Identity.objects.create(subject=subject, as_written=name, romanised="Zhukov Ivan")
    if case:
        CaseSubject.objects.create(
            case=case, subject=subject, status_of_person="SUSPECT", added_by=by
        )
    name_keys.write(subject)
    return subject


HOW = ContributionDraft("Stopped at the ferry in Setúbal.", "A", "1")


@pytest.fixture
def asked(amina, wanjiku, case_of_amina):
    """Nairobi asks Lisbon for a provisional arrest."""
    subject = person(case_of_amina, "Ivan", amina)
    words = {"case": case_of_amina, "subject_ids": [subject.pk], "necessity": "He flees."}
    facts = {"OFFENCE": "Robbery", "WARRANT": "44/2026"}
    request = sent(amina, "PRT", type="ARREST_PROVISIONAL", facts=facts, **words)
    sending.approve(request, by=wanjiku, digest=request.content_digest)
    deliver_all()
    return recipient(request, "PRT")


@pytest.fixture
def held(asked, pierre):
    """Lisbon has arrested somebody a moment ago, and Nairobi knows."""
    row = arrests.report(asked, HOW, by=pierre, arrested_at=timezone.now())
    deliver_all()
    return row


def cast(name: str):
    return world.officer(name)
