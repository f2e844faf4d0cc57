"""The file of checkpoints beside the database, and a database that is older than it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from central_offices.keys_and_clients import keys
from central_offices.models import OfficeKey
from kernel.periodic import UNLIMITED
from ledger import log_upkeep
from ledger.models import Checkpoint, Event
from ledger.witness import checkpoints, kept_file, making, published
from tests.ledger import witnessed

ADLER = "adler@office.test"
pytestmark = pytest.mark.django_db


def known_keys() -> dict:
    rows = keys.jwks(OfficeKey.objects.select_related("office"))["keys"]
    return {row["kid"]: row for row in rows}


def test_a_database_that_was_restored_is_told_loudly_and_signs_nothing(client):
    witnessed.happen(1)
    witnessed.sign()
    assert client.get("/readyz").status_code == 200
    backup = transaction.savepoint()
    witnessed.happen(1)
    published = witnessed.sign()
    kept = kept_file.path().read_text()
    transaction.savepoint_rollback(backup)

    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "over 40 events was published" in answer.json()["problems"][0]
    with pytest.raises(CommandError, match="does not hold"):
        call_command("verify_ledger", stderr=StringIO())
    log_upkeep.after_sealing(UNLIMITED)
    assert Checkpoint.objects.count() == 1, "nothing is signed until somebody says what was lost"

    why = "The disk failed; the backup is of noon."
    call_command("declare_loss", why, by=ADLER, stdout=StringIO())

    row = Checkpoint.objects.order_by("pk").last()
    assert row.lost["size"] == 40 and row.lost["root"] == published.root
    assert checkpoints.read(row.jws, known_keys()).lost == row.lost
    assert client.get("/readyz").status_code == 200
    assert kept_file.path().read_text() == kept + row.jws + "\n"
    assert Event.objects.get(verb="ledger.loss").data["lost_size"] == 40
    said = StringIO()
    call_command("verify_ledger", stdout=said, stderr=said)
    assert "is lost, as was declared" in said.getvalue()
    assert "The ledger holds" in said.getvalue(), "a loss that was owned is told, and no fault"
    with pytest.raises(CommandError, match="Nothing is lost"):
        call_command("declare_loss", "Again.", by=ADLER)


@pytest.mark.parametrize("left", ["", "half a line", "not.a.checkpoint\n", "é" * 30])
def test_a_file_that_was_cut_or_spoiled_loses_no_checkpoint_unheard(left):
    witnessed.happen(1)
    row = witnessed.sign()
    path = kept_file.path()
    whole = path.read_text()
    path.write_text(whole + left)
    witnessed.happen(1)

    if left.endswith("\n"):
        assert "restore the file" in published.problems()[0]
        return
    later = witnessed.sign()
    lines = path.read_text().split("\n")
    assert row.jws in lines and later.jws in lines
    assert published.problems() == []


def test_the_file_is_only_for_its_owner_and_only_grows():
    witnessed.happen(1)
    witnessed.sign()
    before = kept_file.path().read_bytes()
    witnessed.happen(1)
    witnessed.sign()
    assert kept_file.path().read_bytes().startswith(before)
    assert kept_file.path().stat().st_mode & 0o777 == 0o600
    assert kept_file.append_missing() == 0


@pytest.fixture
def three():
    for _ in range(3):
        witnessed.happen(1)
        witnessed.sign()


def test_lines_that_are_missing_in_the_file_are_told(three, caplog):
    path = kept_file.path()
    whole = path.read_text()
    lines = whole.splitlines(keepends=True)
    for left, faulty in ((lines[1:], True), (lines[:1] + lines[2:], True), (lines[:1], False)):
        path.write_text("".join(left))
        said = StringIO()
        try:
            call_command("verify_ledger", stdout=said, stderr=said)
            assert not faulty
        except CommandError:
            assert faulty and "checkpoints are missing in checkpoints.jws" in said.getvalue()
        caplog.clear()
        log_upkeep.after_sealing(UNLIMITED)
        assert ("were missing" in caplog.text) == (not faulty)
    assert path.read_text() == whole
    assert "kept elsewhere" not in said.getvalue(), "this file is of the machine itself"


def test_a_file_that_cannot_be_read_stops_signing_and_nothing_else(three, client):
    path = kept_file.path()
    path.unlink()
    path.mkdir()
    try:
        log_upkeep.after_sealing(UNLIMITED)
        with pytest.raises(making.NotSigned, match="cannot be read"):
            making.make()
        answer = client.get("/readyz")
        assert answer.status_code == 503
        assert "cannot be read" in answer.json()["problems"][0]
    finally:
        path.rmdir()
