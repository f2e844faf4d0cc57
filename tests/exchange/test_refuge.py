"""The refugee guard: who is not asked, what is not told, which grounds are not offered."""

import pytest

from cases.models import Identity, Nationality
from cases.safeguards import protected_status
from central_offices.models import CentralOffice
from exchange.conversation import answering
from exchange.conversation.contributions import ContributionDraft
from exchange.delivery import dead_letters
from exchange.models import RefusalGround
from exchange.requests import sending
from kernel import acting
from kernel.errors import NotReady
from ledger.delivery import receipts
from ledger.models import Delivery, InboxMessage, Message
from tests import systems
from tests.exchange.conftest import deliver_all, draft, person, recipient, type_

pytestmark = pytest.mark.django_db
WORDS = {
    "type": "MIGRATION_STATUS",
    "legal_basis": "Agreement of 2019",
    "necessity": "The visa is said to be false.",
}
SILENT = ContributionDraft("He entered on 4 May.", "A", "1", nothing_on_asylum=True)


@pytest.fixture
def refugee(case_of_amina, amina):
    """Somebody whom the office of Nairobi has on record as a refugee from ALPHA."""
    subject = person(case_of_amina, "Ilse Kern", amina)
    Nationality.objects.create(subject=subject, jurisdiction_id="QMA")
    protect(subject, amina)
    return subject


def protect(subject, by) -> None:
    with acting.acting_as(by):
        protected_status.claim(subject, by=by, source="Her own words")


def about(by, case, subject, *codes: str, **more):
    return draft(by, *codes, case=case, subject_ids=[subject.pk], **WORDS | more)


def asked(amina, mutua, case, subject, *codes: str):
    """A request about residence that was approved and has arrived."""
    request = about(amina, case, subject, *codes)
    sending.send(request, by=amina)
    sending.approve(request, by=mutua, digest=request.content_digest)
    deliver_all()
    return request


def ground(code: str) -> RefusalGround:
    return RefusalGround.objects.in_force().get(code=code)


@pytest.mark.parametrize("kind", ["MIGRATION_STATUS", "INFO", "LOCATE"])
def test_the_country_that_a_refugee_fled_from_is_not_asked(refugee, case_of_amina, amina, kind):
    request = about(amina, case_of_amina, refugee, "QMA", "PRT", type=kind)
    with pytest.raises(NotReady) as refusal:
        sending.send(request, by=amina)
    assert [field for field, _sentence in refusal.value.missing] == ["recipients"]
    assert "refugee" not in str(refusal.value).casefold()


def test_a_country_of_birth_counts_like_a_nationality(refugee, case_of_amina, amina):
    Identity.objects.filter(subject=refugee).update(birth_country_id="QMB")
    with pytest.raises(NotReady, match="can't be asked about a person"):
        sending.send(about(amina, case_of_amina, refugee, "QMB"), by=amina)


def test_nobody_is_asked_while_the_country_of_a_refugee_is_unknown(case_of_amina, amina):
    subject = person(case_of_amina, "Nobody Knows", amina)
    protect(subject, amina)
    with pytest.raises(NotReady, match="not on record which country"):
        sending.send(about(amina, case_of_amina, subject, "PRT"), by=amina)


def test_a_status_recorded_after_a_message_was_lost_still_counts(
    case_of_amina, amina, adler, monkeypatch
):
    subject = person(case_of_amina, "Ilse Kern", amina)
    Nationality.objects.create(subject=subject, jurisdiction_id="QMA")
    request = draft(amina, "QMA", case=case_of_amina, subject_ids=[subject.pk])
    sending.send(request, by=amina)
    lose(monkeypatch)
    protect(subject, amina)

    lost = Delivery.objects.get(message__type="request.sent")
    for by in (amina, adler):
        with pytest.raises(NotReady, match="recalled or closed meanwhile"):
            dead_letters.resend(lost, by=by)
    deliver_all()
    assert recipient(request, "QMA").status == "RECALLED"
    assert not InboxMessage.objects.filter(message_id=lost.message_id).exists()


def lose(monkeypatch) -> None:
    """As if the inboxes could take nothing."""

    def refuse(batch):
        raise receipts.ArrivalRefused("The message names no request.")

    with monkeypatch.context() as patch:
        patch.setitem(receipts._arrivals_of_many, "request.sent", refuse)
        deliver_all()


def test_a_status_recorded_while_the_request_waits_still_counts(case_of_amina, amina, mutua):
    subject = person(case_of_amina, "Ilse Kern", amina)
    Nationality.objects.create(subject=subject, jurisdiction_id="QMA")
    request = about(amina, case_of_amina, subject, "QMA")
    sending.send(request, by=amina)

    protect(subject, amina)
    with pytest.raises(NotReady, match="can't be asked about a person"):
        sending.approve(request, by=mutua, digest=request.content_digest)
    assert not Message.objects.exists()


def test_nobody_is_told_that_somebody_found_protection(refugee, case_of_amina, amina, mutua):
    request = asked(amina, mutua, case_of_amina, refugee, "PRT")
    assert request.persons[0]["nationalities"] == ["QMA"]
    assert "XXB" not in str(Message.objects.get(type="request.sent").data)


def test_a_ground_that_would_tell_of_protection_is_refused(
    refugee, case_of_amina, amina, mutua, pierre
):
    lisbon = recipient(asked(amina, mutua, case_of_amina, refugee, "PRT"), "PRT")
    for code in ("REFUGEE_NON_REFOULEMENT", "DATA_NOT_HELD", "TORTURE_RISK"):
        with pytest.raises(NotReady, match="Choose another one"):
            answering.refuse(
                lisbon, ContributionDraft("No."), by=pierre, ground=ground(code), contact="Desk"
            )
    neutral = ground("NO_DATA_OR_NOT_DISCLOSABLE")
    answering.refuse(lisbon, ContributionDraft("No."), by=pierre, ground=neutral, contact="Desk")
    assert lisbon.status == "REFUSED"


def test_the_form_of_a_refusal_offers_no_such_ground(
    refugee, case_of_amina, amina, mutua, pierre, signed_in
):
    request = asked(amina, mutua, case_of_amina, refugee, "PRT")
    page = signed_in(pierre).get(f"/requests/{request}/offices/PRT/refuse").content.decode()
    assert "none that may be disclosed" in page
    assert "Data not held" not in page and "being returned" not in page


def test_an_answer_waits_until_somebody_says_that_it_is_silent(
    refugee, case_of_amina, amina, mutua, pierre
):
    lisbon = recipient(asked(amina, mutua, case_of_amina, refugee, "PRT"), "PRT")
    with pytest.raises(NotReady, match="nothing of asylum"):
        answering.answer(lisbon, SILENT._replace(nothing_on_asylum=False), by=pierre)
    answering.answer(lisbon, SILENT, by=pierre)
    assert lisbon.status == "ANSWERED"


def test_a_system_says_it_too(refugee, case_of_amina, amina, mutua):
    request = asked(amina, mutua, case_of_amina, refugee, "BRA")
    system = systems.calling(systems.register(CentralOffice.objects.get(code="BRA")))
    words = {"text": "Entered.", "source_evaluation": "A", "information_evaluation": "1"}
    address = f"/api/v1/requests/{request.pk}/answer/"
    refused = system.post(address, words)
    assert refused.status_code == 422 and "asylum" in refused.json()["detail"]
    assert system.post(address, words | {"nothing_on_asylum": True}).status_code == 200


def test_no_type_offers_the_ground_that_names_protection(amina, pierre, signed_in):
    request = draft(amina, "PRT")
    sending.send(request, by=amina)
    deliver_all()
    page = signed_in(pierre).get(f"/requests/{request}/offices/PRT/refuse").content.decode()
    assert "Data not held" in page and "being returned" not in page
    with pytest.raises(NotReady, match="Choose another one"):
        answering.refuse(
            recipient(request, "PRT"),
            ContributionDraft("No."),
            by=pierre,
            ground=ground("REFUGEE_NON_REFOULEMENT"),
            contact="Desk",
        )


def test_other_types_ask_for_no_such_word(amina, pierre, signed_in):
    request = draft(amina, "PRT")
    sending.send(request, by=amina)
    deliver_all()
    page = signed_in(pierre).get(f"/requests/{request}/offices/PRT/answer").content.decode()
    assert "nothing_on_asylum" not in page
    assert type_("MIGRATION_STATUS").refugee_guard
