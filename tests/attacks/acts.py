"""Requests against a person, for the attacks: a person in a case, sent and approved."""

from datetime import date

from cases.models import Case, CaseSubject, IdDocument, Identity, Subject
from exchange.models import Request, RequestReview
from exchange.requests import flash, sending
from kernel import acting
from ledger.models import InboxMessage, Message
from notices.models import Notice
from tests.exchange.conftest import draft
from tests.notices import drafts

NUMBER = "QM 481 5162"
JOURNALIST = "KASIMOV Timur"
BORN = (date(1981, 4, 12), date(1981, 4, 12))


def person(by, *, name="KASIMOV Timur", number="QM 481 5162", born="1981-04-12", status="SUSPECT"):
    """A case of the office with one person."""
    with acting.acting_as(by):
        case = Case.objects.create(
            reference=f"{by.office.code}-2026-{Case.objects.count() + 910000:06}",
            title="Insult of the head of state",
            owner_office=by.office,
            lead_officer=by,
            created_by=by,
            seen_by=[by.office_number],
        )
        subject = Subject.objects.create(
            owner_office=by.office, created_by=by, seen_at=drafts.readers(by)
        )
        day = date.fromisoformat(born) if born else None
        Identity.objects.create(
            subject=subject,
            as_written=name,
            birth_earliest=day,
            birth_latest=day,
            birth_text=born,
        )
        if number:
            IdDocument.objects.create(subject=subject, kind="PASSPORT", number=number)
        CaseSubject.objects.create(case=case, subject=subject, status_of_person=status, added_by=by)
    return case, subject


def drafted(by, *codes, type="ARREST_PROVISIONAL", facts=None, words=None, **dressed) -> Request:
    """A draft against a person, who is a new record each time."""
    case, subject = person(by, **dressed)
    facts = {"OFFENCE": "Fraud", "WARRANT": "1/26", "PLACE": "x", "PERIOD": "y"} | (facts or {})
    given = {"case": case, "subject_ids": [subject.pk], "necessity": "He flees."} | (words or {})
    return draft(by, *codes, type=type, facts=facts, **given)


def sent(by, head, *codes, **dressed) -> Request:
    """Sent and approved; where it stands then is for the test."""
    request = drafted(by, *codes, **dressed)
    sending.send(request, by=by)
    sending.approve(request, by=head, digest=request.content_digest)
    return request


def flashed(by, *codes, **dressed) -> Request:
    """Flash, on the word of the duty officer."""
    request = drafted(by, *codes, words={"urgency": "FLASH"}, **dressed)
    flash.send(request, by=by)
    return request


def review(request: Request) -> RequestReview:
    return RequestReview.objects.get(request=request)


def arrived(type: str) -> int:
    """How many messages of this type were stored at an office."""
    messages = Message.objects.filter(type=type)
    return InboxMessage.objects.filter(message_id__in=messages.values("pk")).count()


def known(by, *, name=JOURNALIST, number=NUMBER, born=BORN):
    """A person of the office, with a passport."""
    case, subject = drafts.person(by, name=name)
    Identity.objects.filter(subject=subject).update(
        birth_earliest=born[0], birth_latest=born[1], birth_text=str(born[0] or "")
    )
    if number:
        IdDocument.objects.create(subject=subject, kind="PASSPORT", number=number)
    return case, subject


def asked_for(by, head, **person) -> Notice:
    return drafts.requested(by, head, case=known(by, **person))
