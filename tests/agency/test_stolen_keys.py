"""`verify_message` on a key that somebody else may have: what was receipted before still counts."""

from datetime import timedelta

import pytest
from django.utils import timezone

from central_offices.keys_and_clients import key_claims, keys
from central_offices.models import OfficeKey
from ledger.models import Message
from tests.agency.test_verify_message import changed, refuse, save, verify
from tests.exchange.conftest import deliver_all, sent
from tests.plumbing.by_the_owner import by_the_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def saved(amina, tmp_path):
    """The files that Lisbon's system saved from its mailbox, and the keys that it fetched."""
    sent(amina, "PRT")
    return save("PRT", tmp_path)


def kenyan(**values) -> OfficeKey:
    """Kenya's key, as if it had been made yesterday."""
    rows = OfficeKey.objects.filter(office__code="KEN")
    with by_the_owner():
        rows.update(not_before=rows.get().not_before - timedelta(days=1), **values)
    return rows.get()


def test_a_head_takes_nothing_back_by_calling_a_key_stolen(amina, wanjiku, capsys):
    sent(amina, "PRT")
    deliver_all()
    message, key = Message.objects.get(), kenyan()

    keys.revoke(key, by=wanjiku, reason="COMPROMISED", since=timezone.now() - timedelta(hours=2))

    said = verify(str(message.pk), capsys=capsys)
    assert "(COMPROMISED)" in said and "This was signed before: it was stored on" in said
    assert "as the Secretariat's receipt attests" in said


def test_once_the_secretariat_confirms_the_moment_it_decides(amina, wanjiku, adler, benes, capsys):
    sent(amina, "PRT")
    deliver_all()
    message, key = Message.objects.get(), kenyan()
    keys.revoke(key, by=wanjiku, reason="COMPROMISED", since=timezone.now() - timedelta(hours=2))

    key_claims.confirm(key, by=adler)

    said = refuse(str(message.pk), capsys=capsys)
    assert "What was signed from then on does not count." in said


def test_what_nobody_receipted_before_the_moment_does_not_count(amina, wanjiku, capsys):
    sent(amina, "PRT")
    message, key = Message.objects.get(), kenyan()
    keys.revoke(key, by=wanjiku, reason="COMPROMISED")
    later = timezone.now() + timedelta(seconds=2)
    with by_the_owner():
        OfficeKey.objects.filter(pk=key.pk).update(revoked_at=later, compromised_from=later)
    assert "No receipt shows that this was signed before." in refuse(str(message.pk), capsys=capsys)


def test_a_saved_mailbox_shows_what_was_stored_before_the_moment(saved, capsys):
    def spoil(content) -> None:
        for row in content["keys"]:
            if row["office"] == "KEN":
                row |= {"revoked_at": "2099-01-02T00:00:00Z", "revoked_reason": "COMPROMISED"}
                row["compromised_from"] = "2099-01-01T00:00:00Z"

    answer, key_set = saved
    path = changed(key_set, spoil)
    assert "This was signed before" in verify(str(answer), "--keys", path, capsys=capsys)

    without = changed(answer, lambda content: content["receipts"].clear())
    assert "No receipt shows" in refuse(without, "--keys", path, capsys=capsys)


def test_a_receipt_under_a_key_that_proves_nothing_attests_nothing(saved, capsys):
    def spoil(content) -> None:
        for row in content["keys"]:
            if row["office"] in ("KEN", "AGY"):
                row |= {"revoked_at": "2099-01-02T00:00:00Z", "revoked_reason": "COMPROMISED"}
                row["compromised_from"] = "2099-01-01T00:00:00Z"

    answer, key_set = saved
    said = refuse(str(answer), "--keys", changed(key_set, spoil), capsys=capsys)
    assert said.count("No receipt shows that this was signed before.") == 2
