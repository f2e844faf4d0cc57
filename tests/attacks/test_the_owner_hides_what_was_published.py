"""Somebody owns the database, and gets the Secretariat's signature over a history of his own.

He has no key and does not reach the file beside the database: he changes a row, a stored hash or a
chain, and waits for the worker to sign. Or he lets whoever looks declare a loss that is none.
"""

import re

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from bench import alterations
from kernel.periodic import UNLIMITED
from launch.places import ROOT
from ledger import events, log_upkeep
from ledger.models import Checkpoint, Event, LogNode
from ledger.signatures import jws
from ledger.verification import proofs
from ledger.witness import checkpoints, kept_file, log, making, merkle, published
from tests.ledger import witnessed

ADLER = "adler@office.test"
COLUMNS = {
    "id": "id + 100",
    "size": "size - 1",
    "root": "repeat('a', 64)",
    "previous": "repeat('a', 64)",
    "at": "at - interval '61 min'",
    "lost": """'{"size": 1, "root": "a", "time": "2026-01-01T00:00:00Z"}'""",
    "jws": "overlay(jws placing 'AAAA' from length(jws) - 9)",
}


def verified(capsys) -> str:
    """The words of verify_ledger, with "rc 0" where it ends well."""
    capsys.readouterr()
    try:
        call_command("verify_ledger")
    except CommandError as error:
        return f"{capsys.readouterr().err}{error}"
    said = capsys.readouterr()
    return f"{said.out}{said.err}rc 0"


def refused(client) -> bool:
    """Whether the worker signs nothing and /readyz says so."""
    before = Checkpoint.objects.count()
    with pytest.raises(making.NotSigned):
        making.make()
    log_upkeep.after_sealing(UNLIMITED)
    return Checkpoint.objects.count() == before and client.get("/readyz").status_code == 503


def tamper(cursor) -> None:
    """One step of Nairobi becomes another, everything is hashed anew, and the tree is made anew."""
    alterations.another_step(cursor, "KEN", 3)
    cursor.execute("DELETE FROM ledger_lognode")
    cursor.execute("SELECT ledger_log_grow(0, (SELECT size FROM ledger_logstate))")


@pytest.fixture
def three(committed):
    """Three checkpoints, with some events in between and after them."""
    for _ in range(3):
        witnessed.happen(1)
        witnessed.sign()
    witnessed.happen(1)


def test_a_changed_row_of_a_checkpoint_hides_no_other_history(three, client, capsys):
    for number in (1, 2, 3):
        for column, value in COLUMNS.items():
            for forged in (True, False) if number == 3 else (False,):
                with witnessed.as_owner() as cursor:
                    alterations.disarm(cursor)
                    if forged:
                        tamper(cursor)
                    change = f"UPDATE ledger_checkpoint SET {column} = {value} WHERE id = %s"
                    cursor.execute(change, [number])
                    assert refused(client), (number, column, forged)
                    if number == 2 and not forged:
                        assert "does not hold" in verified(capsys), column
    assert "rc 0" in verified(capsys)
    assert making.make().pk == 4


def test_deleted_rows_hide_no_other_history(three, client, capsys):
    for where in ("id = 3", "id > 1", "true", "id = 2", "id = 1"):
        for forged in (True, False):
            with witnessed.as_owner() as cursor:
                alterations.disarm(cursor)
                if forged:
                    tamper(cursor)
                cursor.execute(f"DELETE FROM ledger_checkpoint WHERE {where}")
                assert refused(client), (where, forged)
                if where in ("id = 1", "id = 2"):
                    lines = kept_file.path().rename(kept_file.path().with_suffix(".away"))
                    assert published.problems(), "the hole is seen without the file too"
                    lines.rename(kept_file.path())
                assert "does not hold" in verified(capsys), where
                if not forged:
                    with pytest.raises(CommandError):
                        call_command("declare_loss", "It is only a row.", by=ADLER)


def test_many_rows_that_nobody_signed_hide_no_other_history(three, client):
    """More of them than are looked at each time: what was published stands behind them."""
    for file in (True, False):
        for change in ("true", "at = at - interval '61 min'", "size = size - 1")[
            : 3 if file else 1
        ]:
            with witnessed.as_owner() as cursor:
                alterations.disarm(cursor)
                tamper(cursor)
                cursor.execute(
                    "INSERT INTO ledger_checkpoint SELECT 3 + n, size, root, root, now(), NULL, "
                    "'a.b.c' FROM ledger_checkpoint, generate_series(1, 400) n WHERE id = 3"
                )
                if change != "true":
                    cursor.execute(f"UPDATE ledger_checkpoint SET {change} WHERE id <= 3")
                if not file:
                    kept_file.path().unlink()
                assert refused(client), (change, file)


def test_a_key_that_was_given_to_another_office_hides_no_other_history(three, client):
    with witnessed.as_owner() as cursor:
        alterations.disarm(cursor)
        tamper(cursor)
        checkpoints.signed.cache_clear()
        cursor.execute("ALTER TABLE central_offices_officekey DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE central_offices_officekey SET office_id = "
            "(SELECT id FROM central_offices_centraloffice WHERE code = 'PRT') WHERE kid = %s",
            [jws.header_of(Checkpoint.objects.get(pk=1).jws, typ=jws.CHECKPOINT)["kid"]],
        )
        assert published.problems() and client.get("/readyz").status_code == 503
    checkpoints.signed.cache_clear()


def test_what_was_hidden_is_put_back_as_the_documentation_says(three, capsys):
    text = (ROOT / "docs/operations.md").read_text()
    row, stored = re.findall(r"```\nBEGIN;\n(.*?)COMMIT;", text, re.S)
    lines = kept_file.lines()
    for change in ("DELETE FROM ledger_checkpoint", "UPDATE ledger_checkpoint SET size = 1"):
        for number in (1, 2, 3):
            with witnessed.as_owner() as cursor:
                alterations.disarm(cursor)
                cursor.execute(f"{change} WHERE id = {number}")
                assert published.problems()
                cursor.execute(row.replace("LINE", lines[number - 1]))
                assert published.problems() == []
    with witnessed.as_owner() as cursor:
        witnessed.happen(11)
        cursor.execute("UPDATE ledger_lognode SET hash = sha256('x')")
        assert "does not hold" in verified(capsys)
        cursor.execute(stored)
        assert "rc 0" in verified(capsys)


@pytest.fixture
def stored(committed):
    """A log of over a thousand events in one chain: stored hashes of three levels."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_event (id, chain, verb, subject_type, before, after, purpose, "
            "denied, data, detail_digest, request_id) SELECT uuidv7(), 'KEN', 'case.view', '', "
            "'', '', '', false, '{}', '', '' FROM generate_series(1, 1100)"
        )
    events.seal()
    log.append()
    witnessed.sign()
    witnessed.happen(1)


def is_true_or_none(event: Event, leaves: list[bytes]) -> bool:
    """Whether no proof of an event is given, or one that leads to the root that was signed."""
    try:
        proof = proofs.of_event(event.pk)
    except proofs.NotProvable:
        return True
    path = [bytes.fromhex(step) for step in proof["path"]]
    root = merkle.root_of_path(leaves[proof["index"]], proof["index"], proof["size"], path)
    return root == merkle.root(leaves[: proof["size"]])


def test_each_stored_hash_that_was_changed_is_named_and_nothing_false_is_signed(stored, capsys):
    leaves = log._leaves(0, log.size())
    nodes = list(LogNode.objects.values_list("level", "index"))
    assert {level for level, _ in nodes} == {8, 9, 10}
    for level, index in nodes:
        for change in (
            "UPDATE ledger_lognode SET hash = sha256('x')",
            "DELETE FROM ledger_lognode",
        ):
            with witnessed.as_owner() as cursor:
                cursor.execute(f"{change} WHERE level = %s AND index = %s", [level, index])
                told = verified(capsys)
                assert f"level {level}, index {index} " in told and "rc 0" not in told
                with pytest.raises(CommandError):
                    call_command("declare_loss", "We were told to.", by=ADLER)
                try:
                    row = making.make()
                    assert row.root == merkle.root(leaves[: row.size]).hex()
                except making.NotSigned:
                    assert published.problems()
                for event in Event.objects.filter(seq__in=(1, 300, 1000)):
                    assert is_true_or_none(event, leaves)


def test_a_stored_hash_over_new_events_is_not_signed(stored, client):
    """Events since the newest checkpoint are hashed anew, and not read from the tree."""
    with witnessed.as_owner() as cursor:
        witnessed.happen(10)
        cursor.execute("UPDATE ledger_lognode SET hash = sha256('x') WHERE level = 8 AND index = 4")
        assert log.size() > 1280 and refused(client)


def test_places_of_deleted_events_are_not_filled_by_others(three, client, capsys):
    with witnessed.as_owner() as cursor:
        alterations.disarm(cursor)
        end = Event.objects.filter(chain="KEN").order_by("-seq").first().seq
        cursor.execute("DELETE FROM ledger_event WHERE chain = 'KEN' AND seq > %s", [end - 3])
        cursor.execute(
            "UPDATE ledger_chain SET seq = %s, hash = (SELECT hash FROM ledger_event "
            "WHERE chain = 'KEN' AND seq = %s) WHERE name = 'KEN'",
            [end - 3, end - 3],
        )
        for _ in range(3):
            assert refused(client)
            assert "does not hold" in verified(capsys)
            witnessed.happen(1)
        new = Event.objects.filter(chain="KEN").order_by("-seq").first()
        assert new.seq == end + 12, "officers go on working, behind the hole"
        with pytest.raises(CommandError):
            call_command("declare_loss", "Three events are gone.", by=ADLER)


def test_an_event_that_was_taken_out_of_its_place_is_a_fault(three, capsys):
    with witnessed.as_owner() as cursor:
        alterations.disarm(cursor)
        for chain in ("KEN", "PRT"):
            cursor.execute(
                "UPDATE ledger_event SET seq = NULL, prev_hash = '', hash = '' "
                "WHERE chain = %s AND seq = (SELECT max(seq) FROM ledger_event WHERE chain = %s)",
                [chain, chain],
            )
        assert "does not hold" in verified(capsys)


def test_a_loss_is_owned_by_a_person_of_the_secretariat_with_a_reason(three, client, capsys):
    with witnessed.as_owner() as cursor:
        alterations.disarm(cursor)
        tamper(cursor)
        for reason, by in (("", ADLER), (" \n", ADLER), ("Rewritten.", "amina@office.test")):
            with pytest.raises(CommandError):
                call_command("declare_loss", reason, by=by)
        with pytest.raises(CommandError):
            call_command("declare_loss", "Rewritten.")
        assert refused(client)

        call_command("declare_loss", "Event 3 of Nairobi was rewritten.", by=ADLER)

        event = Event.objects.get(verb="ledger.loss")
        assert event.actor.email == ADLER and event.detail.body["reason"].startswith("Event 3")
        assert client.get("/readyz").status_code == 200
        log.append()
        assert making.make().pk == 5
        told = verified(capsys)
        assert "is lost, as was declared" in told and "rc 0" in told
        cursor.execute(
            "UPDATE ledger_event SET hash = reverse(hash) WHERE chain = 'KEN' AND seq = 2"
        )
        assert "does not hold" in verified(capsys), "what was declared lost hides nothing else"
