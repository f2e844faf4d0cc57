"""The 4×4 evaluation: demanded of what states facts, and carried to whoever reads it."""

import pytest

from central_offices.models import CentralOffice
from exchange.conversation import answering
from exchange.conversation.contributions import ContributionDraft
from exchange.models import Contribution, Request
from exchange.requests import readiness, sending
from kernel.errors import NotReady
from ledger.models import Message
from tests import systems
from tests.exchange.conftest import deliver_all, draft, recipient, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def questioned(amina, pierre):
    """Lisbon has asked back."""
    request = sent(amina, "PRT")
    deliver_all()
    lisbon = recipient(request, "PRT")
    answering.ask(lisbon, ContributionDraft("Which boat?"), by=pierre)
    deliver_all()
    return lisbon


def test_information_given_unasked_is_not_sent_without_it(amina):
    request = draft(amina, "PRT", type="SPONTANEOUS_INFO")
    assert [field for field, _sentence in readiness.missing(request)] == ["source_evaluation"]
    half = draft(amina, "PRT", type="SPONTANEOUS_INFO", source_evaluation="B")
    with pytest.raises(NotReady, match="How reliable"):
        sending.send(half, by=amina)


def test_it_goes_with_the_request_and_is_read_there(amina, pierre, signed_in):
    marks = {"source_evaluation": "B", "information_evaluation": "3"}
    request = sent(amina, "PRT", type="SPONTANEOUS_INFO", **marks)
    deliver_all()

    assert Message.objects.get(type="request.sent").data["evaluation"] == "B3"
    page = signed_in(pierre).get(f"/requests/{request}/").content.decode()
    assert "source mostly reliable" in page and "not known personally, but corroborated" in page


def test_what_is_approved_includes_it(amina):
    one = sent(amina, "PRT", type="DNA_MATCH", necessity="Perishing.")
    marks = {"source_evaluation": "A", "information_evaluation": "1"}
    other = sent(amina, "PRT", type="DNA_MATCH", necessity="Perishing.", **marks)
    assert one.content_digest != other.content_digest


def test_a_clarification_states_facts_and_is_evaluated(questioned, amina):
    with pytest.raises(NotReady, match="how reliable"):
        answering.clarify(questioned, ContributionDraft("The blue one."), by=amina)
    answering.clarify(questioned, ContributionDraft("The blue one.", "A", "2"), by=amina)
    said = Contribution.objects.get(kind="CLARIFICATION")
    assert said.evaluation == "A2"
    assert Message.objects.get(type="request.clarified").data["evaluation"] == "A2"


def test_a_question_or_a_refusal_may_go_without(questioned):
    assert Contribution.objects.get(kind="QUESTION").evaluation == ""


def test_the_form_of_a_clarification_demands_it_and_keeps_what_was_typed(
    questioned, amina, signed_in
):
    browser, address = signed_in(amina), f"/requests/{questioned.request}/offices/PRT/clarify"
    form = browser.get(address).context["form"]
    words = {"once": form["once"].value(), "text": "The blue one.", "classification": "1"}
    answer = browser.post(address, words)
    assert answer.status_code == 200 and "The blue one." in answer.content.decode()
    assert answer.context["form"].errors.keys() == {"source_evaluation", "information_evaluation"}
    marks = {"source_evaluation": "A", "information_evaluation": "2"}
    assert browser.post(address, words | marks).status_code == 302
    assert Contribution.objects.get(kind="CLARIFICATION").evaluation == "A2"


def test_over_the_api_a_clarification_without_it_is_refused(questioned):
    system = systems.calling(systems.register(CentralOffice.objects.get(code="KEN")))
    address = f"/api/v1/requests/{questioned.request_id}/clarify/"
    words = {"text": "The blue one.", "office": "PRT"}
    refused = system.post(address, words)
    assert refused.status_code == 400 and "source_evaluation" in refused.content.decode()
    marks = {"source_evaluation": "A", "information_evaluation": "2"}
    assert system.post(address, words | marks).status_code == 200


def test_over_the_api_information_is_given_with_it(amina):
    system = systems.calling(systems.register(CentralOffice.objects.get(code="BRA")))
    words = {
        "type": "SPONTANEOUS_INFO",
        "recipients": ["KEN"],
        "title": "A boat",
        "ask": "The boat sails on Friday.",
    }
    assert system.post("/api/v1/requests/", words).status_code == 422
    marks = {"source_evaluation": "C", "information_evaluation": "4"}
    made = system.post("/api/v1/requests/", words | marks)
    assert made.status_code == 201 and made.json()["evaluation"] == "C4"


def test_a_draft_keeps_it_when_it_is_edited(amina, signed_in):
    browser = signed_in(amina)
    form = browser.get("/requests/new/SPONTANEOUS_INFO").context["form"]
    words = {
        "once": form["once"].value(),
        "recipients": "PRT",
        "title": "A boat",
        "ask": "It sails on Friday.",
        "urgency": "NORMAL",
        "purpose": "INFORMATION",
        "classification": "1",
        "source_evaluation": "B",
        "information_evaluation": "4",
    }
    assert browser.post("/requests/new/SPONTANEOUS_INFO", words).status_code == 302
    request = Request.objects.get(title="A boat")
    assert request.evaluation == "B4"
    again = browser.get(f"/requests/{request}/edit").context["form"]
    assert again["source_evaluation"].value() == "B"
