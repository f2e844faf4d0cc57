"""Nairobi asked ALPHA about somebody, who then asks for protection: ALPHA learns nothing by it."""

import re

import pytest

from cases.models import CaseSubject, Nationality
from cases.safeguards import protected_status
from exchange.conversation import answering
from exchange.models import Request
from exchange.requests import protection, sending
from kernel import acting
from ledger.models import Message
from tests import systems
from tests.attacks import acts
from tests.attacks.conftest import claim, confirmed, decided, office, says_nothing
from tests.exchange.conftest import deliver_all, draft, recipient, sent
from tests.notices import drafts
from tests.plumbing.by_the_owner import by_the_owner

pytestmark = pytest.mark.django_db


def person(by, name="KERN Ilse"):
    """Somebody from ALPHA in a case of the officer's."""
    case, subject = drafts.person(by, name=name)
    Nationality.objects.create(subject=subject, jurisdiction_id="QMA")
    return case, subject


def asked(by, case, subject, *codes, **words) -> Request:
    request = draft(by, *codes, case=case, subject_ids=[subject.pk], **words)
    sending.send(request, by=by)
    deliver_all()
    return request


def told(type: str) -> dict[str, str]:
    """The reason that each office was told."""
    rows = Message.objects.filter(type=type)
    return {
        code: row.data["reason"]
        for row in rows
        for code in row.deliveries.values_list("destination__office__code", flat=True)
    }


def test_it_is_recalled_from_everybody_with_a_reason_that_others_get(amina, signed_in):
    case, subject = person(amina)
    request = asked(amina, case, subject, "QMA", "PRT")
    claim(subject, amina)
    deliver_all()

    request.refresh_from_db()
    assert request.status == "RECALLED"
    assert {row.status for row in request.recipients.all()} == {"RECALLED"}
    assert told("request.recalled") == dict.fromkeys(("QMA", "PRT"), request.recall_reason)
    says_nothing(request.recall_reason)
    other = asked(amina, *person(amina, "FELD Otto"), "PRT")
    form = signed_in(amina).get(f"/requests/{other}/recall").text
    assert f">\n{request.recall_reason}</textarea>" in form


def test_what_has_not_arrived_vanishes(amina, pierre):
    case, subject = person(amina)
    request = draft(amina, "QMA", "PRT", case=case, subject_ids=[subject.pk])
    sending.send(request, by=amina)
    claim(subject, amina)
    deliver_all()
    assert not told("request.recalled") and not acts.arrived("request.sent")
    assert not Request.objects.visible_to(pierre).exists()


def test_where_nobody_is_to_be_feared_it_stays(amina):
    case, subject = person(amina)
    request = asked(amina, case, subject, "PRT", "QMB")
    without = asked(amina, *person(amina, "FELD Otto"), "QMA")
    claim(subject, amina)
    for row in (request, without):
        row.refresh_from_db()
        assert row.status == "SENT", row


def test_whoever_worked_on_it_destroys_what_was_gathered(amina, arun):
    case, subject = person(amina)
    request = asked(amina, case, subject, "QMA", "PRT")
    answering.start(recipient(request, "QMA"), by=arun)
    claim(subject, amina)
    assert recipient(request, "QMA").status == "RECALL_TOO_LATE"


def test_the_claim_is_entered_again_or_becomes_known_by_a_nationality(amina):
    case, subject = drafts.person(amina, name="KERN Ilse")
    Nationality.objects.create(subject=subject, jurisdiction_id="QMB")
    claim(subject, amina)
    request = asked(amina, case, subject, "QMA")
    Nationality.objects.create(subject=subject, jurisdiction_id="QMA")
    for _ in range(2):
        with acting.acting_as(amina):
            protected_status.reconsider(subject, by=amina)
    deliver_all()
    request.refresh_from_db()
    assert request.status == "RECALLED"
    assert Message.objects.filter(type="request.recalled").count() == 1


def test_flash_under_review_ends_with_its_review(amina, mutua):
    case, subject = person(amina)
    request = asked(amina, case, subject, "QMA")
    acts.RequestReview.objects.create(
        request=request, because=["OFFICES"], offices_asked=6, left_before=True,
        due_at=request.sent_at.replace(year=2099),
    )  # fmt: skip
    claim(subject, amina)
    assert acts.review(request).status == "WITHDRAWN"


def test_the_commission_decides_and_the_owner_s_system_recalls(amina, auditor, member):
    case, subject = person(amina)
    claim(subject, amina)
    decided(auditor, kind="DENIED", source="File 7")
    confirmed(member)
    request = asked(amina, case, subject, "QMA")
    decided(auditor, kind="CONFIRMED", source="File 8")
    request.refresh_from_db()
    assert request.status == "RECALLED" and request.recall_reason == "Withdrawn by the office."


def test_only_the_office_that_asks_reads_why(amina, arun, pierre, signed_in, over_api):
    case, subject = person(amina)
    request = asked(amina, case, subject, "QMA", "PRT")
    claim(subject, amina)
    said = "The system recalled it from every office"
    assert said in signed_in(amina).get(f"/requests/{request}/").text
    for officer in (arun, pierre):
        page = signed_in(officer).get(f"/requests/{request}/")
        assert page.status_code == 200 and said not in page.text
        says_nothing(page.text)


def test_another_office_that_asked_reads_what_it_reads_of_contributed_persons(
    amina, pierre, signed_in
):
    _case, subject = person(amina)
    theirs, _own = drafts.person(pierre, name="FELD Otto")
    with acting.acting_as(pierre):
        CaseSubject.objects.create(
            case=theirs, subject=subject, status_of_person="WITNESS", added_by=amina
        )
    request = sent(pierre, "QMA")
    with by_the_owner():
        Request.objects.filter(pk=request.pk).update(subject_ids=[subject.pk])
    claim(subject, amina)
    request.refresh_from_db()
    assert request.status == "RECALLED"
    sentence = protection.told(request, pierre)
    assert "without its consent" in sentence and str(amina.office) in sentence
    says_nothing(sentence)


def plain(text: str, *references: str) -> str:
    """Without what differs between any two requests: references, ids, times and tokens."""
    for reference in references:
        text = text.replace(reference, "REF")
    text = re.sub(r'CSRFToken": "\w+"', "TOKEN", text)
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}", "ID", text)
    text = re.sub(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|\+00:00)?", "TIME", text)
    text = re.sub(r"\d\d:\d\d(:\d\d)?", "TIME", text)
    return re.sub(r'(value|nonce|content)="[^"]{30,}"|"(seq|cursor)": ?\d+', "TOKEN", text)


def test_no_exit_tells_it_from_a_recall_by_an_officer(amina, wanjiku, arun, signed_in, over_api):
    """The page, the lists, the API, the search, the messages: the same for both."""
    told = []
    machine = systems.calling(systems.register(office("QMA"), clearance=2))
    for by_the_system in (False, True):  # a claim protects records of one person alike
        case, subject = person(amina)
        request = asked(amina, case, subject, "QMA", "PRT")
        machine.get("/api/v1/mailbox/")
        if by_the_system:
            claim(subject, amina)
        else:
            sending.recall(request, by=amina, reason=protection.usual_reason())
        deliver_all()
        browser, caller = signed_in(arun), over_api(arun)
        found = [browser.get(f"/requests/{request}/").text]
        for path in ("", "contributions/"):
            found.append(caller.get(f"/api/v1/requests/{request.pk}/{path}").content.decode())
        found.append(browser.get("/requests/", {"tab": "to_us", "q": str(request)}).text)
        found.append(browser.get("/search/", {"q": str(request), "purpose": "LOCATE"}).text)
        (recall,) = [
            row for row in machine.get("/api/v1/mailbox/").json()["messages"]
            if row["type"] == "request.recalled" and row["thread"] == str(request.pk)
        ]  # fmt: skip
        shown = {name: recall[name] for name in ("sender", "lane", "data", "recipients")}
        found.append(str(shown))
        told.append([plain(text, str(request), case.reference) for text in found])
    for by_officer, by_system in zip(*told, strict=True):
        assert by_system == by_officer
        says_nothing(by_system)
