"""A common conversation: who is asked and what is said is everybody's, and nothing more is."""

import io

import pytest

from cases import sharing
from central_offices.models import CentralOffice
from exchange.conversation import answering, attaching, contributions, referral
from exchange.conversation.contributions import ContributionDraft
from exchange.models import Attachment, Contribution, Request, RequestRecipient
from exchange.requests import sending, visibility
from ledger.models import Delivery, Destination, Message
from ledger.verification import messages
from tests import systems
from tests.exchange.conftest import deliver_all, draft, offices, recipient, sent
from tests.exchange.test_consents import ground
from tests.exchange.test_who_else_was_asked import long_ago, main

pytestmark = pytest.mark.django_db
ANSWER = ContributionDraft("It belongs to a baker in Sintra.", "A", "1")
PAPER = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture
def asked(amina):
    """Nairobi asks Lisbon, Brasília and Alpha in one conversation."""
    request = sent(amina, "PRT", "BRA", "QMA", conversation="COMMON")
    deliver_all()
    return request


def heard(officer, request) -> list[str]:
    said = Contribution.objects.in_request(officer, request.pk)
    return list(said.values_list("text", flat=True))


def told(code: str) -> list[str]:
    """The types of what was delivered to an office, in the order of arrival."""
    rows = Delivery.objects.filter(destination__office__code=code, arrival__isnull=False)
    return list(rows.order_by("arrival").values_list("message__type", flat=True))


def test_everybody_learns_who_is_asked(asked, pierre, joana, signed_in, over_api):
    data = Message.objects.get(type="request.sent").data
    assert data["conversation"] == "COMMON"
    assert set(data["offices"]) == {"PRT", "BRA", "QMA"}
    for officer in (pierre, joana):
        read = over_api(officer).get(f"/api/v1/requests/{asked.pk}/").json()
        assert set(read["offices"]) == {"PRT", "BRA", "QMA"}
        page = main(signed_in(officer).get(f"/requests/{asked}/"))
        assert "Common conversation" in page and "Brazil" in page and "Portugal" in page


def test_how_far_the_others_are_stays_between_them_and_the_asking_office(
    asked, pierre, joana, over_api
):
    answering.acknowledge(recipient(asked, "BRA"), by=joana)
    deliver_all()
    assert [row.office.code for row in RequestRecipient.objects.visible_to(pierre)] == ["PRT"]
    read = over_api(pierre).get(f"/api/v1/requests/{asked.pk}/").json()
    assert [row["office"] for row in read["recipients"]] == ["PRT"]
    assert told("PRT") == ["request.sent"]


def test_an_answer_is_read_by_everybody_from_its_delivery_on(
    asked, amina, pierre, joana, arun, bela
):
    answering.answer(recipient(asked, "PRT"), ANSWER, by=pierre)
    assert not heard(joana, asked) and not heard(amina, asked)

    deliver_all()

    for officer in (amina, pierre, joana, arun):
        assert heard(officer, asked) == [ANSWER.text]
    assert not heard(bela, asked)
    said = Contribution.objects.get()
    assert said.arrived_at and len(said.seen_by) == 4
    assert {recipient(asked, code).status for code in ("BRA", "QMA")} == {"DELIVERED"}


def test_it_has_arrived_when_the_asking_office_has_it(asked, amina, pierre, joana):
    Destination.objects.filter(office__code="KEN").update(paused_at="2026-01-01T00:00Z")
    answering.answer(recipient(asked, "PRT"), ANSWER, by=pierre)
    deliver_all()
    assert heard(joana, asked) and not heard(amina, asked)
    assert Contribution.objects.get().arrived_at is None
    Destination.objects.update(paused_at=None)
    deliver_all()
    assert Contribution.objects.get().arrived_at and heard(amina, asked)


def test_questions_and_replies_go_to_everybody_in_their_order(asked, amina, pierre, joana):
    answering.ask(recipient(asked, "PRT"), ContributionDraft("Which boat?"), by=pierre)
    answering.clarify(
        recipient(asked, "PRT"), ContributionDraft("The blue one.", "A", "1"), by=amina
    )
    answering.answer(recipient(asked, "BRA"), ANSWER, by=joana)
    answering.ask_again(recipient(asked, "BRA"), ContributionDraft("Since when?"), by=amina)
    deliver_all()

    steps = ["clarification_asked", "clarified", "answered", "asked_again"]
    assert told("QMA") == ["request.sent", *(f"request.{step}" for step in steps)]
    assert heard(pierre, asked) == ["Which boat?", "The blue one.", ANSWER.text, "Since when?"]
    assert recipient(asked, "PRT").status == recipient(asked, "BRA").status == "IN_PROGRESS"


def test_one_message_is_delivered_to_each_by_itself_with_one_signature(asked, pierre):
    answering.answer(recipient(asked, "PRT"), ANSWER, by=pierre)
    deliver_all()
    message = Message.objects.get(type="request.answered")
    rows = Delivery.objects.filter(message=message).select_related("destination__office")
    assert {row.destination.office.code for row in rows} == {"KEN", "BRA", "QMA"}
    told = systems.calling(systems.register(CentralOffice.objects.get(code="BRA"), clearance=2))
    (envelope,) = [
        row
        for row in told.get("/api/v1/mailbox/").json()["messages"]
        if row["id"] == str(message.pk)
    ]
    assert envelope["recipients"] == ["BRA"] and envelope["data"]["office"] == "PRT"
    keys = told.get("/api/v1/jwks/").json()["keys"]
    found = messages.check(envelope, {key["kid"]: key for key in keys})
    assert all(finding.good for finding in found)


def test_an_office_out_of_reach_gets_it_all_later_and_in_order(amina, pierre, joana):
    Destination.objects.filter(office__code="BRA").update(paused_at="2026-01-01T00:00Z")
    request = sent(amina, "PRT", "BRA", conversation="COMMON")
    deliver_all()
    answering.answer(recipient(request, "PRT"), ANSWER, by=pierre)
    deliver_all()
    assert not Request.objects.visible_to(joana).exists() and not heard(joana, request)
    Destination.objects.update(paused_at=None)
    deliver_all()
    assert told("BRA") == ["request.sent", "request.answered"]
    assert heard(joana, request) == [ANSWER.text]


def test_one_message_is_kept_for_the_asking_office(
    asked, amina, pierre, joana, over_api, signed_in
):
    paper = attaching.upload(io.BytesIO(PAPER), "boat.pdf", by=pierre)
    words = ANSWER._replace(private=True, attachments=[paper])
    answering.answer(recipient(asked, "PRT"), words, by=pierre)
    deliver_all()

    assert heard(amina, asked) == [ANSWER.text] and not heard(joana, asked)
    assert told("BRA") == ["request.sent"]
    assert not Attachment.objects.visible_to(joana).exists()
    assert over_api(joana).get(f"/api/v1/requests/{asked.pk}/contributions/").json() == []
    assert "baker" not in signed_in(joana).get(f"/requests/{asked}/").content.decode()
    assert "Only to Kenya" in signed_in(amina).get(f"/requests/{asked}/").content.decode()


def test_a_file_of_a_common_answer_is_everybody_s(asked, pierre, joana, bela, over_api):
    paper = attaching.upload(io.BytesIO(PAPER), "boat.pdf", by=pierre)
    answering.answer(recipient(asked, "PRT"), ANSWER._replace(attachments=[paper]), by=pierre)
    address = f"/api/v1/attachments/{paper.pk}/content/"
    assert over_api(joana).get(address).status_code == 404
    deliver_all()
    assert over_api(joana).get(address).status_code == 200
    assert over_api(bela).get(address).status_code == 404


@pytest.mark.parametrize(
    "asked_so, replied, private",
    [(True, None, True), (True, False, False), (False, None, False), (False, True, True)],
)
def test_the_reply_to_a_private_question_is_private_unless_it_says_otherwise(
    asked_so, replied, private, asked, amina, pierre, joana
):
    question = ContributionDraft("Which boat?", private=asked_so)
    answering.ask(recipient(asked, "PRT"), question, by=pierre)
    answering.clarify(
        recipient(asked, "PRT"),
        ContributionDraft("The blue one.", "A", "1", private=replied),
        by=amina,
    )
    deliver_all()
    assert ("The blue one." in heard(joana, asked)) is not private
    assert "The blue one." in heard(pierre, asked)


def test_a_referral_and_a_refusal_are_said_to_everybody_too(asked, pierre, joana, arun):
    words = ContributionDraft("It is on their register.", instead=offices("QMB")[0])
    referral.refer(recipient(asked, "PRT"), words, by=pierre)
    words = ContributionDraft("Too dear.", private=True)
    answering.refuse(
        recipient(asked, "BRA"), words, by=joana, ground=ground("COST"), contact="Desk"
    )
    deliver_all()
    assert heard(arun, asked) == ["It is on their register."]


def test_who_is_not_cleared_hears_nothing(asked, pierre, joana):
    answering.answer(recipient(asked, "PRT"), ANSWER._replace(classification=2), by=pierre)
    deliver_all()
    assert heard(joana, asked)
    joana.clearance = 1
    assert not heard(joana, asked)


def test_nothing_more_is_said_to_who_had_to_destroy_it(asked, amina):
    RequestRecipient.objects.filter(office__code="BRA").update(status="RECALLED")
    readers = contributions.readers(recipient(asked, "PRT"), amina.office, private=False)
    assert {office.code for office in readers} == {"PRT", "QMA"}


def test_it_is_chosen_before_sending_and_fixed_then(amina, over_api):
    request = draft(amina, "PRT", "BRA")
    sending.revise(request, by=amina, conversation="COMMON")
    individual = sent(amina, "PRT", "BRA")
    sending.send(request, by=amina)
    assert request.content_digest != individual.content_digest
    for row in (request, individual):
        tag = over_api(amina).get(f"/api/v1/requests/{row.pk}/")["ETag"]
        change = {"conversation": "INDIVIDUAL"}
        address = f"/api/v1/requests/{row.pk}/"
        answer = over_api(amina).patch(address, change, format="json", headers={"If-Match": tag})
        assert answer.status_code == 409


def test_the_approval_is_of_the_conversation_too(amina, wanjiku, signed_in):
    facts = {"ACCOUNT": "PT50 0002", "AMOUNT": "EUR 20,000", "WARRANT": "44/2026"}
    request = draft(amina, "PRT", "BRA", type="ASSET_RETURN", facts=facts, conversation="COMMON")
    sending.send(request, by=amina)
    page = signed_in(wanjiku).get(f"/requests/{request}/approve").content.decode()
    assert "everybody sees who is asked" in page


def test_an_individual_conversation_tells_nobody_of_the_others(amina, pierre, joana, over_api):
    request = sent(amina, "PRT", "BRA")
    deliver_all()
    answering.answer(recipient(request, "PRT"), ANSWER, by=pierre)
    deliver_all()
    data = Message.objects.get(type="request.sent").data
    assert data["conversation"] == "INDIVIDUAL" and "offices" not in data
    assert over_api(pierre).get(f"/api/v1/requests/{request.pk}/").json()["offices"] == []
    assert not visibility.parties(request) and not heard(joana, request)
    assert told("BRA") == ["request.sent"]


def test_what_is_closed_for_one_is_as_it_was(asked, amina, pierre, over_api):
    answering.answer(recipient(asked, "PRT"), ANSWER, by=pierre)
    long_ago(asked, "PRT")
    deliver_all()
    assert over_api(pierre).get(f"/api/v1/requests/{asked.pk}/").json()["status"] == "SENT"
    assert over_api(amina).get(f"/api/v1/requests/{asked.pk}/").json()["status"] == "SENT"


def test_a_case_that_is_shared_shows_no_states_of_the_others(
    amina, pierre, case_of_amina, signed_in
):
    sent(amina, "PRT", "BRA", case=case_of_amina, conversation="COMMON")
    deliver_all()
    sharing.share(case_of_amina, pierre.office, by=amina)
    page = main(signed_in(pierre).get(f"/cases/{case_of_amina.reference}/requests"))
    assert "2 offices" not in page and "BRA" not in page
