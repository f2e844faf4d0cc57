"""FILE_KEY is changed: nothing is lost on the way, and afterwards the old key opens nothing."""

import io

import pytest
from django.core.management import CommandError, call_command

from central_offices.keys_and_clients import keys
from central_offices.models import CentralOffice, OfficeKey
from kernel import rotation, sealing
from kernel.files import stored_files
from kernel.files.stored_files import Broken
from kernel.files.types import DOCUMENTS
from ledger.delivery import standard_webhooks
from ledger.models import Destination

pytestmark = pytest.mark.django_db
NEW = "the new key, of fifty characters or more, 0123456789 fedcba"


@pytest.fixture
def new(settings):
    """new() puts the new key first, and keeps the old one for opening."""

    def change():
        settings.FILE_KEY, settings.FILE_KEY_FALLBACKS = NEW, [settings.FILE_KEY]

    return change


def kept(by, text: bytes = b"Whose boat is it?"):
    return stored_files.store(io.BytesIO(text), "note.txt", by=by, allowed=DOCUMENTS)


def content(stored) -> bytes:
    stored.refresh_from_db()
    return b"".join(stored_files.read(stored))


def test_what_is_there_opens_meanwhile_and_what_comes_is_under_the_new_key(amina, new, settings):
    before = kept(amina)
    new()
    after = kept(amina)
    assert content(before) == content(after)

    settings.FILE_KEY_FALLBACKS = []
    assert content(after) == b"Whose boat is it?"
    with pytest.raises(Broken, match="another FILE_KEY"):
        content(before)


def test_after_the_change_nothing_needs_the_old_key(amina, new, settings):
    files = [kept(amina, b"%d" % n) for n in range(3)]
    lisbon = Destination.objects.get(office__code="PRT")
    secret = standard_webhooks.new_secret(lisbon)
    kenya = CentralOffice.objects.get(code="KEN")
    keys._make_first(kenya.pk)
    row = OfficeKey.objects.get(office=kenya, held_by="SYSTEM")
    private = sealing.unseal(bytes(row.sealed_private), keys._place(row.pk))

    new()
    waiting, said = stored_files.under_another_key().count(), io.StringIO()
    call_command("rotate_file_key", stdout=said)
    settings.FILE_KEY_FALLBACKS = []

    assert waiting >= 3 and f"files: {waiting} sealed anew" in said.getvalue()
    assert "webhook secrets: 1 sealed anew" in said.getvalue()
    assert "Everything is under FILE_KEY" in said.getvalue()
    assert [content(row) for row in files] == [b"0", b"1", b"2"]
    assert standard_webhooks.secrets_of(lisbon.pk) == [secret]
    row.refresh_from_db()
    assert sealing.unseal(bytes(row.sealed_private), keys._place(row.pk)) == private


def test_an_interrupted_change_goes_on_where_it_stopped(amina, new, monkeypatch):
    files = [kept(amina, b"%d" % n) for n in range(5)]
    new()
    waiting = stored_files.under_another_key().count()
    monkeypatch.setattr(rotation, "ROWS_A_BATCH", 2)
    wrap, done = stored_files.wrap_again, []

    def interrupted(stored):
        if len(done) == 3:
            raise KeyboardInterrupt
        done.append(stored.pk)
        wrap(stored)

    monkeypatch.setattr(stored_files, "wrap_again", interrupted)
    with pytest.raises(KeyboardInterrupt):
        call_command("rotate_file_key", stdout=io.StringIO())
    assert stored_files.under_another_key().count() in {waiting - 2, waiting - 3}

    monkeypatch.setattr(stored_files, "wrap_again", wrap)
    call_command("rotate_file_key", stdout=io.StringIO())
    assert not stored_files.under_another_key().exists()
    assert [content(row) for row in files] == [b"%d" % n for n in range(5)]


def test_a_change_without_the_former_key_says_what_cannot_be_opened(amina, settings):
    kept(amina)
    settings.FILE_KEY = NEW

    with pytest.raises(CommandError, match="another FILE_KEY"):
        call_command("rotate_file_key", stdout=io.StringIO())


def test_every_sealed_column_is_among_what_is_sealed_anew():
    """A table that seals something and does not register would lose it with the old key."""
    assert set(sealing.rotations()) >= {"webhook secrets", "private keys of offices"}
