"""The proof of a message in the browser: what is checked, who may, and what is saved."""

import json

import pytest
from django.core.management import CommandError, call_command

from exchange.conversation import answering
from exchange.conversation.contributions import ContributionDraft
from ledger.models import Message
from tests.exchange.conftest import deliver_all, recipient, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def answered(amina, pierre):
    """A request to Lisbon and Brasília that Lisbon has answered."""
    request = sent(amina, "PRT", "BRA")
    deliver_all()
    words = ContributionDraft(text="A bakery.", source_evaluation="A", information_evaluation="2")
    answering.answer(recipient(request, "PRT"), words, by=pierre)
    deliver_all()
    return request


def address(request, type: str) -> str:
    return f"/requests/{request}/messages/{Message.objects.get(type=type).pk}"


def saved(browser, path, folder):
    """The message as the page saves it, and the keys that it points to."""
    files = folder / "message.json", folder / "keys.json"
    files[0].write_bytes(browser.get(f"{path}/saved").content)
    files[1].write_bytes(browser.get("/api/v1/jwks/").content)
    return [str(file) for file in files]


@pytest.mark.parametrize("type", ["request.sent", "request.answered"])
def test_both_sides_check_a_message_and_save_what_is_checked_elsewhere(
    answered, amina, pierre, signed_in, tmp_path, capsys, type
):
    for officer in (amina, pierre):
        browser, path = signed_in(officer), address(answered, type)
        page = browser.get(path).content.decode()
        assert "As it was signed" in page
        assert "The message is the one that was signed, member by member." in page
        assert "stored for PRT" in page or type == "request.answered"

        message, keys = saved(browser, path, tmp_path)
        call_command("verify_message", message, "--keys", keys)
        assert "Everything is as it was signed." in capsys.readouterr().out


def test_the_sender_sees_every_receipt_and_a_recipient_only_its_own(
    answered, amina, pierre, signed_in
):
    path = address(answered, "request.sent")

    ours = signed_in(amina).get(path).content.decode()
    theirs = signed_in(pierre).get(path).content.decode()

    assert "stored for PRT" in ours and "stored for BRA" in ours
    assert "stored for PRT" in theirs and "BRA" not in theirs


def test_who_was_not_given_a_message_finds_nothing_there(answered, joana, arun, signed_in):
    for officer in (joana, arun):
        browser, path = signed_in(officer), address(answered, "request.answered")
        assert browser.get(path).status_code == 404
        assert browser.get(f"{path}/saved").status_code == 404


def test_a_message_on_its_way_is_for_its_sender_alone(amina, pierre, signed_in):
    request = sent(amina, "PRT")
    path = address(request, "request.sent")

    assert signed_in(amina).get(path).status_code == 200
    assert signed_in(pierre).get(path).status_code == 404


def test_a_message_that_was_changed_is_not_to_be_relied_on(answered, amina, signed_in, tmp_path):
    row = Message.objects.get(type="request.answered")
    row.data["text"] = "No bakery."
    row.save()
    browser, path = signed_in(amina), address(answered, "request.answered")

    page = browser.get(path).content.decode()

    assert "Do not rely on it" in page and "data differs" in page
    message, keys = saved(browser, path, tmp_path)
    kept = json.loads((tmp_path / "message.json").read_text())
    assert kept["messages"][0]["id"] == str(row.pk)
    with pytest.raises(CommandError):
        call_command("verify_message", message, "--keys", keys)
