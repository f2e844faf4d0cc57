"""Somebody runs SQL as the application and adds a checkpoint of his own to those of the ledger.

One with a false root would say for ever that the ledger does not hold, and one with an odd moment
or without a signature would keep the next one from being made.
"""

import base64
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, connections, transaction

from bench import alterations
from kernel.periodic import UNLIMITED
from ledger import log_upkeep
from ledger.models import Checkpoint
from ledger.witness import checkpoints, kept_file, log
from tests.ledger import witnessed

ADLER = "adler@office.test"


def add(size, at, lost, jws) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT ledger_checkpoint_add(%s, %s, %s::jsonb, %s)", [size, at, lost, jws])


def unsigned(number: int, said: dict, **differs) -> str:
    """The checkpoint that the Secretariat would sign, with the signature of nobody."""
    head = {"alg": "Ed25519", "kid": "x" * 43, "typ": "iisa-checkpoint+jws", "jti": str(number)}
    parts = [base64.urlsafe_b64encode(json.dumps(part).encode()) for part in (head, said | differs)]
    return ".".join([*(part.rstrip(b"=").decode() for part in parts), "A" * 86])


def next_one() -> tuple[dict, str]:
    """The content of a true next checkpoint, and its moment."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        at = cursor.fetchone()[0]
    last, size = checkpoints.newest_row(), log.size()
    said = {"size": size, "root": log.root(size).hex(), "previous": last.root}
    return said | {"time": at.isoformat()}, at


def verified() -> str:
    """The words of verify_ledger, if the ledger holds."""
    said, wrong = StringIO(), StringIO()
    call_command("verify_ledger", stdout=said, stderr=wrong)
    return said.getvalue() + wrong.getvalue()


FALSE = {
    "root": "a" * 64,
    "previous": "a" * 64,
    "size": 1,
    "time": "2020-01-01T00:00:00Z",
    "lost": {"size": 9, "root": "a" * 64, "time": "2026-01-01T00:00:00Z"},
}


def test_the_database_takes_no_checkpoint_that_the_log_does_not_say(db):
    witnessed.happen(1)
    old = witnessed.sign()
    witnessed.happen(1)
    said, at = next_one()
    tries = {
        f"a false {name}": (said["size"], at, None, {name: value}) for name, value in FALSE.items()
    }
    tries |= {
        "a size before the last": (1, at, None, {"size": 1, "root": log.root(1).hex()}),
        "a size that is not there": (said["size"] + 1, at, None, {"size": said["size"] + 1}),
        "a loss that nobody signed": (said["size"], at, json.dumps(FALSE["lost"]), {}),
        "a moment of the past": (
            said["size"],
            "2020-01-01T00:00:00Z",
            None,
            {"time": "2020-01-01T00:00:00Z"},
        ),
        "a moment to come": (
            said["size"],
            "2099-01-01T00:00:00Z",
            None,
            {"time": "2099-01-01T00:00:00Z"},
        ),
        "never": (said["size"], "infinity", None, {"time": "infinity"}),
    }
    taken = []
    for name, (size, moment, lost, differs) in tries.items():
        try:
            add(size, moment, lost, unsigned(2, said, **differs))
            taken.append(name)
        except DatabaseError:
            pass
    for text in (old.jws, "x", "", "a.b.c", unsigned(3, said), unsigned(2, said)[:-9]):
        with pytest.raises(DatabaseError):
            add(said["size"], at, None, text)
    assert taken == []
    assert Checkpoint.objects.count() == 1


def test_one_that_nobody_signed_counts_for_nothing(db, client):
    witnessed.happen(1)
    ours = witnessed.sign()
    witnessed.happen(1)
    said, at = next_one()
    add(said["size"], at, None, unsigned(2, said))

    assert checkpoints.newest() == ours.jws
    assert "a" * 80 not in client.get("/public/ledger/").text.lower()
    shown = client.get("/public/ledger/checkpoints").json()["checkpoints"]
    assert [one["number"] for one in shown] == [1]
    assert client.get("/readyz").status_code == 200
    told = verified()
    assert "The ledger holds" in told and "Checkpoint 2 was not signed" in told
    with pytest.raises(CommandError, match="Nothing is lost"):
        call_command("declare_loss", "?", by=ADLER)

    later = witnessed.sign()
    assert checkpoints.newest() == Checkpoint.objects.get(pk=3).jws == later.jws
    assert kept_file.path().read_text().split() == [ours.jws, later.jws]
    assert "The ledger holds" in verified()


def test_a_log_that_its_owner_rewrote_is_told_by_all_and_there_is_a_way_out(committed, client):
    witnessed.happen(1)
    witnessed.sign()
    with connections["owner"].cursor() as cursor:
        alterations.disarm(cursor)
        alterations.another_step(cursor, "KEN", 3)
        cursor.execute("ALTER TABLE ledger_checkpoint ENABLE TRIGGER USER")
        cursor.execute("ALTER TABLE ledger_event ENABLE TRIGGER USER")
    connections["owner"].close()

    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "has another root" in answer.json()["problems"][0]
    with pytest.raises(CommandError):
        verified()
    log_upkeep.after_sealing(UNLIMITED)
    assert Checkpoint.objects.count() == 1

    why = "Somebody changed event 3 of Nairobi."
    call_command("declare_loss", why, by=ADLER, stdout=StringIO())

    assert client.get("/readyz").status_code == 200
    row = Checkpoint.objects.order_by("pk").last()
    assert row.lost["size"] == 20 and checkpoints.of_row(row)
    told = verified()
    assert "is lost, as was declared" in told and "The ledger holds" in told
    with pytest.raises(CommandError, match="Nothing is lost"):
        call_command("declare_loss", "Again.", by=ADLER)


def test_the_database_computes_the_root_that_everybody_else_computes(db):
    sizes = set()
    for _ in range(4):
        witnessed.happen(8)
        sizes |= {log.size(), log.size() - 1, log.size() // 2, log.size() // 3, 255, 256, 257}
    assert max(sizes) > 512
    with connection.cursor() as cursor:
        for size in sorted(one for one in sizes | set(range(20)) if one <= log.size()):
            cursor.execute("SELECT ledger_log_root(%s)", [size])
            assert cursor.fetchone()[0] == log.root(size).hex(), size
