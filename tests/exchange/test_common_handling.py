"""A common conversation and the owner's conditions, the refugee guard, the forms and the API."""

import pytest

from central_offices.models import CentralOffice
from exchange.consents import asking
from exchange.conversation import answering
from exchange.conversation.contributions import ContributionDraft
from exchange.models import Contribution
from exchange.requests import sending
from kernel.errors import NotReady
from tests import systems
from tests.exchange.conftest import deliver_all, draft, offices, person, recipient, sent
from tests.exchange.test_common_conversation import ANSWER, heard
from tests.exchange.test_common_conversation import asked as asked

pytestmark = pytest.mark.django_db


def test_an_h2_answer_to_everybody_is_its_owner_s_own_doing(asked, amina, pierre, joana, arun):
    text = "It belongs to a baker in Sintra, who bought it from his cousin in May."
    words = ANSWER._replace(text=text, handling_codes=["H2"])
    answering.answer(recipient(asked, "PRT"), words, by=pierre, partial=True)
    deliver_all()
    assert heard(joana, asked) == heard(arun, asked) == [text]

    # Within the conversation it may be quoted, since everybody has it from its owner.
    quoted = ANSWER._replace(text=f"Lisbon says: {text} Our register says otherwise.")
    answering.answer(recipient(asked, "BRA"), quoted, by=joana)
    deliver_all()
    assert len(heard(arun, asked)) == 2


def test_outside_of_the_conversation_its_owner_is_asked(asked, amina, pierre, joana):
    text = "It belongs to a baker in Sintra, who bought it from his cousin in May."
    words = ANSWER._replace(text=text, handling_codes=["H2"])
    answering.answer(recipient(asked, "PRT"), words, by=pierre)
    deliver_all()
    elsewhere = draft(joana, "QMB", ask=f"Do you know him? {text}")
    with pytest.raises(NotReady, match="not to be passed on"):
        sending.send(elsewhere, by=joana)

    given = Contribution.objects.get()
    row = asking.ask(given, by=joana, use="SHARE", reason="Needed.", offices=offices("QMB"))
    deliver_all()
    asking.grant(row, by=pierre)
    deliver_all()
    sending.send(elsewhere, by=joana)


def test_what_came_under_h2_elsewhere_is_not_told_to_all_parties(asked, amina, pierre, joana):
    text = "The boat was seen in Santos on the fourth of May, says our source."
    other = sent(pierre, "BRA")
    deliver_all()
    h2 = ANSWER._replace(text=text, handling_codes=["H2"])
    answering.answer(recipient(other, "BRA"), h2, by=joana)
    deliver_all()
    with pytest.raises(NotReady, match="not to be passed on"):
        answering.answer(recipient(asked, "PRT"), ANSWER._replace(text=text), by=pierre)


def test_what_the_refugee_guard_covers_is_asked_one_by_one(amina, case_of_amina, signed_in):
    someone = person(case_of_amina, "Ilse Kern", amina)
    words = {"type": "MIGRATION_STATUS", "case": case_of_amina, "subject_ids": [someone.pk]}
    words |= {"necessity": "The visa is false.", "conversation": "COMMON"}
    request = draft(amina, "BRA", "PRT", **words)
    with pytest.raises(NotReady, match="individual conversations only"):
        sending.send(request, by=amina)
    form = signed_in(amina).get("/requests/new/MIGRATION_STATUS").context["form"]
    assert "conversation" not in form.fields


def test_the_forms_say_who_reads_it(asked, amina, pierre, signed_in):
    new = signed_in(amina).get("/requests/new/INFO").content.decode()
    assert "each of them learns who else is asked" in new
    address = f"/requests/{asked}/offices/PRT/answer"
    browser = signed_in(pierre)
    page = browser.get(address)
    field = page.context["form"].fields["private"]
    assert field.label == "Only to Kenya"
    assert "Brazil" in str(field.help_text) and "H2" in str(field.help_text)
    words = {
        "once": page.context["form"]["once"].value(),
        "text": "Said to Nairobi alone.",
        "final": "1",
        "source_evaluation": "A",
        "information_evaluation": "1",
        "classification": 1,
        "private": "on",
    }
    assert browser.post(address, words).status_code == 302
    assert Contribution.objects.get().private


def test_in_an_individual_conversation_there_is_nothing_to_tick(amina, pierre, signed_in):
    request = sent(amina, "PRT")
    deliver_all()
    page = signed_in(pierre).get(f"/requests/{request}/offices/PRT/answer")
    assert "private" not in page.context["form"].fields


def test_the_form_of_a_reply_begins_as_the_question_was_put(asked, amina, pierre, signed_in):
    answering.ask(recipient(asked, "PRT"), ContributionDraft("Which?", private=True), by=pierre)
    deliver_all()
    page = signed_in(amina).get(f"/requests/{asked}/offices/PRT/clarify")
    assert page.context["form"]["private"].value() is True
    assert page.context["form"].fields["private"].label == "Only to Portugal"


def test_over_the_api_it_is_chosen_and_kept_private(amina, joana, over_api):
    body = {
        "type": "INFO",
        "recipients": ["PRT", "BRA"],
        "title": "A boat",
        "ask": "Whose boat is it?",
        "legal_basis": "Agreement of 2019",
        "conversation": "COMMON",
    }
    made = over_api(amina).post("/api/v1/requests/", body, format="json").json()
    assert (made["conversation"], set(made["offices"])) == ("COMMON", {"PRT", "BRA"})
    deliver_all()
    system = systems.calling(systems.register(CentralOffice.objects.get(code="PRT"), clearance=2))
    words = {"text": "Yes.", "source_evaluation": "A", "information_evaluation": "1"}
    address = f"/api/v1/requests/{made['id']}/"
    part = words | {"final": False, "private": True}
    assert system.post(address + "answer/", part, format="json").status_code == 200
    assert system.post(address + "answer/", words, format="json").status_code == 200
    deliver_all()
    read = over_api(joana).get(address + "contributions/").json()
    assert [(row["kind"], row["private"]) for row in read] == [("ANSWER", False)]
    assert len(over_api(amina).get(address + "contributions/").json()) == 2
