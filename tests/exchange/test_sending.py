"""Sending: what is missing, who approves, and what the database refuses."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from central_offices.models import CentralOffice, Officer
from exchange.models import InternalNote, Request
from exchange.requests import sending
from kernel.errors import NotPermitted, NotReady, Stale, WrongState
from ledger.models import Delivery, Event, Message
from tests import systems
from tests.exchange.conftest import draft, person, sent
from tests.plumbing.by_the_owner import by_the_owner

pytestmark = pytest.mark.django_db
RETURN = {
    "type": "ASSET_RETURN",
    "facts": {"ACCOUNT": "PT50 0002", "AMOUNT": "EUR 20,000", "WARRANT": "44/2026"},
}


def test_a_plain_question_needs_nobody_else(amina):
    request = sent(amina, "PRT", "BRA")

    assert request.status == "SENT"
    assert set(request.recipients.values_list("status", flat=True)) == {"QUEUED"}
    message = Message.objects.get()
    assert (message.type, message.lane, message.thread) == ("request.sent", "NORMAL", request.pk)


def test_a_flash_request_takes_the_urgent_lane(amina):
    sent(amina, "PRT", urgency="FLASH", necessity="A life is at risk.")
    assert Message.objects.get().lane == "URGENT"


def test_references_count_up_within_the_office_and_year(amina, pierre):
    year = timezone.now().year
    numbers = [str(draft(by, "BRA")) for by in (amina, amina, pierre)]
    assert numbers == [
        f"R-KEN-{year}-000001",
        f"R-KEN-{year}-000002",
        f"R-PRT-{year}-000001",
    ]


def test_everything_that_is_missing_is_said_at_once(amina):
    late = timezone.now() - timedelta(hours=1)
    request = draft(amina, type="LOCATE", legal_basis="", urgency="FLASH", reply_due=late)

    with pytest.raises(NotReady) as refusal:
        sending.send(request, by=amina)

    fields = {field for field, _sentence in refusal.value.missing}
    assert fields == {"recipients", "subject_ids", "legal_basis", "necessity", "reply_due"}
    assert request.status == "DRAFT" and not Delivery.objects.exists()


def test_an_office_that_does_not_take_part_is_not_asked(amina):
    with by_the_owner():
        CentralOffice.objects.filter(code="PRT").update(left_on="2026-01-02")
    request = draft(amina, "PRT")
    with pytest.raises(NotReady, match="left on"):
        sending.send(request, by=amina)


def test_one_does_not_ask_oneself(amina):
    with pytest.raises(NotReady, match="can't be asked"):
        sent(amina, "KEN")


def test_a_request_is_never_less_protected_than_its_case(amina, case_of_amina):
    case_of_amina.classification = 2
    case_of_amina.save()
    request = draft(amina, "PRT", case=case_of_amina, classification=1)
    with pytest.raises(NotReady, match="level"):
        sending.send(request, by=amina)


def test_an_officer_of_the_office_who_is_not_an_author_approves(amina, wanjiku):
    request = sent(amina, "PRT", **RETURN)
    assert request.status == "PENDING_APPROVAL" and not Delivery.objects.exists()

    sending.approve(request, by=wanjiku, digest=request.content_digest)

    assert (request.status, request.approved_by) == ("SENT", wanjiku)
    assert Delivery.objects.count() == 1
    event = Event.objects.get(verb="request.approve")
    assert event.data == {"digest": request.content_digest}


def test_who_sent_it_up_cannot_approve_it(wanjiku, mutua, amina):
    own = sent(wanjiku, "PRT", **RETURN)
    with pytest.raises(NotPermitted):
        sending.approve(own, by=wanjiku, digest=own.content_digest)
    others = draft(amina, "PRT", **RETURN)
    sending.send(others, by=wanjiku)
    with pytest.raises(NotPermitted):
        sending.approve(others, by=wanjiku, digest=others.content_digest)


def test_a_supervisor_approves_what_is_not_for_the_head(mutua, amina, case_of_amina):
    head_only = sent(amina, "PRT", **RETURN)
    with pytest.raises(NotPermitted):
        sending.approve(head_only, by=mutua, digest=head_only.content_digest)
    assert not Request.objects.approvable_by(mutua).exists()

    trace = sent(amina, "PRT", type="DNA_MATCH", necessity="The sample is perishing.")
    assert Request.objects.approvable_by(mutua).get() == trace
    sending.approve(trace, by=mutua, digest=trace.content_digest)
    assert trace.status == "SENT"


def test_an_approval_of_other_words_is_refused(amina, wanjiku):
    request = sent(amina, "PRT", **RETURN)
    with pytest.raises(Stale):
        sending.approve(request, by=wanjiku, digest="0" * 64)


def test_what_is_sent_back_is_a_draft_again_and_says_why(amina, wanjiku):
    request = sent(amina, "PRT", **RETURN)
    sending.send_back(request, by=wanjiku, reason="Which court?")

    assert request.status == "DRAFT"
    assert InternalNote.objects.visible_to(amina).get().text == "Which court?"


def test_what_waits_for_approval_is_not_changed(amina, wanjiku):
    request = sent(amina, "PRT", **RETURN)
    with pytest.raises(WrongState):
        sending.revise(request, by=amina, ask="Something else")


def test_an_officer_of_another_office_takes_no_step(amina, pierre):
    request = draft(amina, "PRT")
    with pytest.raises(NotPermitted):
        sending.send(request, by=pierre)


def test_the_database_refuses_an_author_as_approver(wanjiku):
    request = sent(wanjiku, "PRT", **RETURN)
    now = timezone.now()
    with pytest.raises(IntegrityError, match="request_author_never_approves"), transaction.atomic():
        Request.objects.filter(pk=request.pk).update(approved_by=wanjiku, approved_at=now)


def test_the_database_refuses_an_office_s_system_as_approver(amina):
    request = sent(amina, "PRT", **RETURN)
    system = systems.register(amina.office).officer
    assert system.kind == Officer.Kind.SYSTEM
    with pytest.raises(IntegrityError, match="Only a person approves"), transaction.atomic():
        Request.objects.filter(pk=request.pk).update(approved_by=system, approved_at=timezone.now())


def test_persons_go_as_they_were_when_it_was_sent(amina, case_of_amina):
    subject = person(case_of_amina, "Жуков Иван", amina)
    request = sent(
        amina, "PRT", type="IDENTITY_CHECK", case=case_of_amina, subject_ids=[subject.pk]
    )
    subject.identities.update(as_written="Somebody else")

    request.refresh_from_db()
    assert request.persons[0]["identities"][0]["name"] == "Жуков Иван"
    data = Message.objects.get().data
    assert data["persons"] == request.persons
    assert data["case"] == case_of_amina.reference


def test_only_persons_of_the_case_go_with_it(amina, case_of_amina):
    stranger = person(None, "Stranger", amina)
    for case in [case_of_amina, None]:
        with pytest.raises(ValidationError, match="not in the case"):
            draft(amina, "PRT", case=case, subject_ids=[stranger.pk])


def test_the_ledger_holds_no_words_that_people_wrote(amina, pierre):
    request = sent(amina, "PRT", title="Zanzibar", ask="Zanzibar?", legal_basis="Zanzibar")
    sending.recall(request, by=amina, reason="Zanzibar")

    for event in Event.objects.all():
        assert "Zanzibar" not in str(event.data)


def test_the_page_says_who_can_approve_and_what_to_do_where_nobody_can(
    amina, wanjiku, mutua, signed_in
):
    row = draft(amina, "PRT", type="DNA_MATCH", necessity="A second victim is feared.")
    sending.send(row, by=amina)
    page = signed_in(amina).get(f"/requests/{row.reference}/").content.decode()
    assert "Can approve it: Mutua, Wanjiku." in page

    with by_the_owner():
        Officer.objects.filter(pk__in=[mutua.pk, wanjiku.pk]).update(is_active=False)

    page = signed_in(amina).get(f"/requests/{row.reference}/").content.decode()
    assert "Nobody of your office can approve it" in page


def test_the_last_look_says_where_nobody_works_who_could_read_it(amina, signed_in):
    row = draft(amina, "PRT", "BRA")
    check = f"/requests/{row.reference}/check"
    assert "could read it at" not in signed_in(amina).get(check).content.decode()

    Officer.objects.people().filter(office__code="BRA").update(is_active=False)
    assert "could read it at: Brazil." in signed_in(amina).get(check).content.decode()

    systems.register(CentralOffice.objects.get(code="BRA"))
    assert "could read it at" not in signed_in(amina).get(check).content.decode()
