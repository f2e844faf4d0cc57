"""What pages about requests say: words for codes, whom it goes to, what a step brings about."""

import re

import pytest

from agency.api import webhooks
from cases.models import IdDocument, Subject
from central_offices.directory import entries
from central_offices.models import Officer
from exchange.consents import asking
from exchange.conversation import answering
from exchange.conversation.contributions import ContributionDraft
from exchange.models import Consent, Request
from exchange.requests import sending
from ledger import message_names
from tests.exchange.conftest import deliver_all, draft, person, recipient, sent
from tests.exchange.test_pages import hidden

pytestmark = pytest.mark.django_db


def read(browser, address: str) -> str:
    """The page with its white space folded, as a browser shows it."""
    return " ".join(browser.get(address).content.decode().split())


def test_what_narrows_the_list_is_named_in_words_and_taken_away_one_by_one(amina, signed_in):
    browser = signed_in(amina)
    query = "tab=from_us&type=CRIMINAL_RECORD&urgency=FLASH&state=CLARIFICATION&office=PRT"

    page = browser.get(f"/requests/?{query}")

    texts = {chip["text"]: chip["url"] for chip in page.context["chips"]}
    assert set(texts) == {"Criminal record", "Flash", "Waiting for clarification", "Portugal"}
    assert texts["Flash"] == f"?{query.replace('&urgency=FLASH', '')}"
    assert "Take away Flash" in page.content.decode()


@pytest.mark.parametrize("typed", ["PRT", "prt", "Lisbon", "portugal"])
def test_the_list_is_narrowed_by_an_office_however_it_is_named(amina, signed_in, typed):
    sent(amina, "PRT", title="A canoe")
    sent(amina, "BRA", title="A raft")

    page = read(signed_in(amina), f"/requests/?tab=from_us&office={typed}")

    assert "A canoe" in page and "A raft" not in page


def test_what_names_no_office_finds_nothing_and_stays_as_it_was_typed(amina, signed_in):
    sent(amina, "PRT", title="A canoe")

    page = read(signed_in(amina), "/requests/?tab=from_us&office=Atlantis")

    assert "No request matches" in page and 'value="Atlantis"' in page


def test_every_message_has_a_name_in_words():
    told = set(webhooks.TYPES) - {"ping"}

    assert told - set(message_names.WORDS) == set()
    assert message_names.name_of("something.new") == "something.new"


def test_who_answers_reads_to_whom_it_goes_before_and_after(amina, pierre, signed_in):
    request = sent(amina, "PRT")
    deliver_all()
    browser, address = signed_in(pierre), f"/requests/{request}/offices/PRT/answer"
    form = browser.get(address)
    assert "Goes to" in form.content.decode()
    assert form.context["to"].code == "KEN"
    words = {"text": "Yes.", "final": "1", "classification": "1"}
    words |= {"source_evaluation": "A", "information_evaluation": "1"}

    page = browser.post(address, hidden(form) | words, follow=True)

    assert "On its way to Kenya." in page.content.decode()


def test_a_recall_says_what_it_brings_about_and_where_the_request_stands(amina, signed_in):
    request = sent(amina, "PRT", "BRA")

    page = read(signed_in(amina), f"/requests/{request}/recall")

    assert "What has not arrived is taken back." in page
    assert "Portugal (On its way)" in page and "Brazil (On its way)" in page


def test_who_approves_reads_which_agreements_cover_it(amina, wanjiku, signed_in, case_of_amina):
    facts = {"ACCOUNT": "PT50 0002", "AMOUNT": "EUR 20,000", "WARRANT": "44/2026"}
    request = draft(amina, "PRT", type="ASSET_RETURN", facts=facts, case=case_of_amina)
    browser = signed_in(amina)
    browser.post(f"/requests/{request}/check", hidden(browser.get(f"/requests/{request}/check")))

    page = read(signed_in(wanjiku), f"/requests/{request}/approve")

    assert Request.objects.get().status == "PENDING_APPROVAL"
    assert "No agreement on record covers this type with this country." in page


def test_a_request_begins_on_the_page_of_the_office_that_is_asked(amina, auditor, signed_in):
    begin = "/requests/new?to=PRT"
    assert begin in read(signed_in(amina), "/offices/PRT/")
    assert 'value="PRT"' in read(signed_in(amina), "/requests/new/INFO?to=PRT")

    assert begin.replace("PRT", "KEN") not in read(signed_in(amina), "/offices/KEN/")
    assert begin not in read(signed_in(auditor), "/offices/PRT/")


def test_persons_are_told_in_words_with_what_to_beware_of(amina, pierre, case_of_amina, signed_in):
    subject = person(case_of_amina, "Жуков Иван", amina)
    Subject.objects.filter(pk=subject.pk).update(warnings=["ARMED"])
    IdDocument.objects.create(subject=subject, kind="PASSPORT", number="AK09")
    request = sent(amina, "PRT", case=case_of_amina, subject_ids=[subject.pk])
    deliver_all()

    page = read(signed_in(pierre), f"/requests/{request}/")

    assert "Armed" in page and "Suspect" in page and "Passport" in page
    assert not {"ARMED", "SUSPECT", "PASSPORT"} & set(re.findall(r"[A-Z]{4,}", page))


def test_a_type_that_names_persons_says_at_once_that_it_starts_from_a_case(
    amina, signed_in, case_of_amina
):
    browser, words = signed_in(amina), "Start it from the case."

    assert words in read(browser, "/requests/new/IDENTITY_CHECK")
    assert words not in read(browser, f"/requests/new/IDENTITY_CHECK?case={case_of_amina}")
    assert words not in read(browser, "/requests/new/INFO")


def test_closing_is_offered_once_nothing_is_open(amina, pierre, signed_in):
    request = sent(amina, "PRT")
    deliver_all()
    browser, close = signed_in(amina), f'action="/requests/{request}/close"'
    assert close not in read(browser, f"/requests/{request}/")

    words = ContributionDraft(text="Yes.", source_evaluation="A", information_evaluation="1")
    answering.answer(recipient(request, "PRT"), words, by=pierre)

    assert close in read(browser, f"/requests/{request}/")


def test_flash_that_waits_leads_to_the_telephone(amina, adler, signed_in):
    flash = sent(amina, "PRT", urgency="FLASH", necessity="A life is at risk.")
    slow = sent(amina, "PRT")
    entries.pause(recipient(flash, "PRT").office, by=adler, reason="It moves.")
    browser = signed_in(amina)

    assert 'href="/dead-letters#phone"' in read(browser, f"/requests/{flash}/")
    assert 'href="/dead-letters#phone"' not in read(browser, f"/requests/{slow}/")


def test_who_clarifies_reads_the_question_and_writes_first(amina, pierre, signed_in):
    request = sent(amina, "PRT")
    deliver_all()
    answering.ask(
        recipient(request, "PRT"), ContributionDraft(text="Which of the two piers?"), by=pierre
    )
    address = f"/requests/{request}/offices/PRT/clarify"
    assert "Which of the two piers?" not in read(signed_in(amina), address)

    deliver_all()
    page = signed_in(amina).get(address)

    assert "Which of the two piers?" in page.content.decode()
    assert [field.name for field in page.context["form"].visible_fields()][:2] == ["text", "files"]


def test_who_decides_about_a_consent_reads_what_it_is_about(amina, pierre, signed_in):
    request = sent(amina, "PRT")
    deliver_all()
    words = ContributionDraft(
        text="A trust owns it.",
        source_evaluation="A",
        information_evaluation="1",
        classification=2,
        handling_codes=["H2"],
    )
    said = answering.answer(recipient(request, "PRT"), words, by=pierre)
    deliver_all()
    brasilia = recipient(sent(amina, "BRA"), "BRA").office
    asking.ask(said, by=amina, use="SHARE", reason="Brasília asks.", offices=[brasilia])
    deliver_all()
    address = f"/requests/{request}/consents/{Consent.objects.get().pk}/grant"

    assert "A trust owns it." in read(signed_in(pierre), address)

    Officer.objects.filter(pk=pierre.pk).update(clearance=1)
    assert "A trust owns it." not in read(signed_in(pierre), address)


def test_the_moments_of_a_recall_say_so(amina, pierre, signed_in):
    request = sent(amina, "PRT")
    deliver_all()
    sending.recall(request, by=amina, reason="The wrong boat.")
    deliver_all()

    page = read(signed_in(amina), f"/requests/{request}/")

    assert "Stored for the office" in page and "Recall: Stored for the office" in page
