"""Text blocks, and notes that never leave the office: through every exit."""

import pytest

from exchange.conversation import answering
from exchange.desk import text_blocks
from exchange.models import InternalNote, TextBlock
from kernel.errors import NotPermitted, NotReady, Stale
from ledger.models import Event, Message
from tests import systems
from tests.exchange.conftest import deliver_all, recipient, sent

pytestmark = pytest.mark.django_db
SECRET = "Zanzibar"


def text(by, title="Not held", words="We hold nothing about this person.") -> TextBlock:
    row = TextBlock(office=by.office, title=title, text=words)
    text_blocks.keep(row, by=by)
    return row


@pytest.fixture
def lisbon(amina):
    request = sent(amina, "PRT")
    deliver_all()
    return recipient(request, "PRT")


def test_an_answer_begins_with_a_text_of_the_office(pierre, lisbon, signed_in):
    row = text(pierre)
    browser, address = signed_in(pierre), f"/requests/{lisbon.request}/offices/PRT/answer"
    assert "Begin with a text block" in browser.get(address).content.decode()
    page = browser.get(f"{address}?text={row.pk}")
    assert page.context["form"]["text"].value() == row.text


def test_another_office_s_text_begins_nothing(amina, pierre, lisbon, signed_in):
    row = text(amina)
    page = signed_in(pierre).get(f"/requests/{lisbon.request}/offices/PRT/answer?text={row.pk}")
    assert page.context["form"]["text"].value() == ""
    assert "Begin with" not in page.content.decode()


def test_another_office_changes_nothing(amina, pierre, signed_in):
    row = text(amina)
    with pytest.raises(NotPermitted):
        text_blocks.keep(row, by=pierre, version=1)
    with pytest.raises(NotPermitted):
        text_blocks.remove(row, by=pierre)
    assert signed_in(pierre).get(f"/requests/text-blocks/{row.pk}/edit").status_code == 404


def test_an_office_s_system_and_an_administrator_keep_none(amina, adler):
    for officer in (systems.register(amina.office).officer, adler):
        with pytest.raises(NotPermitted):
            text(officer)


def test_a_title_is_used_once_and_a_second_change_is_told(amina, otieno):
    row = text(amina)
    with pytest.raises(NotReady, match="this title"):
        text(otieno)
    text_blocks.keep(row, by=otieno, version=1)
    with pytest.raises(Stale):
        text_blocks.keep(row, by=amina, version=1)


def test_the_pages_keep_change_and_take_away(amina, signed_in):
    browser = signed_in(amina)
    form = browser.get("/requests/text-blocks/new").context["form"]
    words = {"once": form["once"].value(), "title": "Not held", "text": "We hold nothing."}
    assert browser.post("/requests/text-blocks/new", words).status_code == 302
    row = TextBlock.objects.get()
    edit = f"/requests/text-blocks/{row.pk}/edit"
    form = browser.get(edit).context["form"]
    more = {"once": form["once"].value(), "version": "1", "text": "Nothing at all."}
    assert browser.post(edit, words | more).status_code == 302
    assert "Nothing at all." in browser.get("/requests/text-blocks/").content.decode()
    browser.post(f"/requests/text-blocks/{row.pk}/remove")
    assert not TextBlock.objects.exists()


def test_a_note_goes_with_a_hand_over_and_stays_in_the_office(amina, pierre, beatriz, lisbon):
    answering.assign(lisbon, by=pierre, to=beatriz, note="She speaks Swahili.")
    assert lisbon.assigned_to == beatriz
    assert InternalNote.objects.visible_to(beatriz).get().text == "She speaks Swahili."
    assert not InternalNote.objects.visible_to(amina).exists()


def test_an_internal_note_leaves_through_no_exit(
    amina, pierre, auditor, adler, lisbon, signed_in, over_api
):
    request = lisbon.request
    answering.note(request, SECRET, by=amina)
    answering.assign(lisbon, by=pierre, note=f"{SECRET} 2")
    answering.answer(lisbon, answering.ContributionDraft("Maré Lda.", "A", "1"), by=pierre)
    deliver_all()

    browser, caller = signed_in(pierre), over_api(pierre)
    exits = [
        browser.get(f"/requests/{request}/"),
        browser.get("/requests/"),
        browser.get("/duty"),
        browser.get("/"),
        browser.get(f"/requests/{request}/offices/PRT/assign"),
        caller.get(f"/api/v1/requests/{request.pk}/"),
        caller.get(f"/api/v1/requests/{request.pk}/contributions/"),
        caller.get("/api/v1/requests/"),
    ]
    for page in exits:
        assert page.content.decode().replace(f"{SECRET} 2", "").count(SECRET) == 0
    for officer in (adler, auditor):
        assert SECRET not in signed_in(officer).get(f"/requests/{request}/").content.decode()
    assert (
        caller.get(f"/api/v1/requests/?q={SECRET}", headers={"X-Purpose": "INFORMATION"}).json()[
            "results"
        ]
        == []
    )
    assert SECRET not in str(list(Message.objects.values_list("data", flat=True)))
    assert SECRET not in str(list(Event.objects.values_list("data", flat=True)))
    asker = signed_in(amina).get(f"/requests/{request}/").content.decode()
    assert SECRET in asker and f"{SECRET} 2" not in asker
