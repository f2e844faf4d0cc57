"""The Secretariat itself rewrites: it owns the database, and has the key that signs.

An office that kept checkpoints finds out by itself, over what is public, with the kit for its
developers.
"""

import json

import pytest
import requests
from django.db import connections

from bench import alterations
from conformance import hub
from conformance.simulator import Simulator
from conformance.witness import Collection, NotTheSame
from ledger.models import Checkpoint
from ledger.witness import kept_file
from tests.ledger import witnessed


@pytest.fixture
def kept(committed, live_server_url, tmp_path):
    for _ in range(3):
        witnessed.happen(1)
        witnessed.sign()
    collection = Collection(tmp_path / "kept.jws", live_server_url)
    assert collection.take_all() == 3
    return collection


def rewritten(change) -> None:
    """Change as the owner would, with tree and checkpoints made anew under the right key."""
    kept_file.path().unlink(missing_ok=True)
    with connections["owner"].cursor() as cursor:
        alterations.disarm(cursor)
        change(cursor)
        cursor.execute("DELETE FROM ledger_lognode")
        cursor.execute("SELECT ledger_log_grow(0, (SELECT size FROM ledger_logstate))")
        cursor.execute("DELETE FROM ledger_checkpoint")
        cursor.execute("ALTER TABLE ledger_checkpoint ENABLE TRIGGER USER")
        cursor.execute("ALTER TABLE ledger_event ENABLE TRIGGER USER")


def again(kept) -> Collection:
    """The office's system is started anew: what it knows stands in its file."""
    return Collection(kept.path, kept.base)


def test_a_log_that_only_grows_is_taken_by_every_way(kept):
    witnessed.happen(2)
    row = witnessed.sign()
    assert again(kept).take(row.jws)
    assert not again(kept).take(row.jws)
    assert again(kept).take_all() == 0
    assert not again(kept).take(None)


@pytest.mark.parametrize("one", [alterations.another_step, alterations.an_event_deleted])
def test_a_rewritten_log_with_fresh_checkpoints_is_found(kept, one):
    rewritten(lambda cursor: one(cursor, "KEN", 3))
    witnessed.happen(1)
    for _ in range(4):
        row = witnessed.sign()
    for known in (again(kept), kept):
        with pytest.raises(NotTheSame, match=r"contradicts|does not begin with"):
            known.take(row.jws)
        with pytest.raises(NotTheSame):
            known.take_all()


def test_a_log_that_was_cut_and_grew_again_is_found(kept):
    rewritten(lambda c: alterations.the_end_of_the_log_cut_off(c, "KEN", 5))
    witnessed.happen(9)
    for _ in range(5):
        row = witnessed.sign()

    with pytest.raises(NotTheSame, match="does not know"):
        again(kept).take(row.jws)


def found_by_both_kits(kept) -> bool:
    """Whether conformance kit and simulated office say so, each started anew."""
    (finding,) = hub.of_ledger.run(again(kept))
    office = Simulator(None, {}, kept=again(kept))
    with pytest.raises(NotTheSame):
        office.recall()
    return not finding.passed


@pytest.mark.parametrize("cut", [False, True])
def test_a_forged_log_is_found_below_at_and_above_the_numbers_that_are_kept(kept, cut):
    """The new checkpoints begin at 1 again: none of them is above what the office has."""
    before = kept.path.read_text()
    one = alterations.the_end_of_the_log_cut_off if cut else alterations.another_step
    rewritten(lambda cursor: one(cursor, "KEN", 3))
    assert found_by_both_kits(kept), "the hub shows none at all any more"
    for number in range(1, 6):
        assert witnessed.sign().pk == number
        assert found_by_both_kits(kept), number
        if number < 3:
            witnessed.happen(2)
    assert kept.path.read_text() == before, "nothing of it is kept"


def test_a_checkpoint_that_the_hub_hides_is_missed(kept):
    with connections["owner"].cursor() as cursor:
        alterations.disarm(cursor)
        for number in (1, 2, 3):
            cursor.execute(
                "UPDATE ledger_checkpoint SET at = at + interval '1 s' WHERE id = %s", [number]
            )
            assert found_by_both_kits(kept), number
            cursor.execute(
                "UPDATE ledger_checkpoint SET at = at - interval '1 s' WHERE id = %s", [number]
            )
        cursor.execute("ALTER TABLE ledger_checkpoint ENABLE TRIGGER USER")
        cursor.execute("ALTER TABLE ledger_event ENABLE TRIGGER USER")
    assert again(kept).take_all() == 0


def test_what_nobody_signed_is_not_kept(kept):
    head, body, signature = Checkpoint.objects.order_by("pk").last().jws.split(".")
    before = kept.path.read_text()
    for forged in (f"{head}.{body}.{'A' * 86}", f"{head}.{body[:-2]}AA.{signature}", "x", "a.b.c"):
        with pytest.raises(NotTheSame, match="proves nothing"):
            again(kept).take(forged)
    assert kept.path.read_text() == before


def test_another_key_under_a_known_name_convinces_nobody(kept):
    """The keys are kept as they were first seen, and not asked for again."""
    lines = kept.path.read_text().splitlines()
    (key,) = [json.loads(line) for line in lines if line.startswith("{")]
    shown = requests.get(f"{kept.base}/api/v1/jwks/", timeout=15).json()["keys"]
    assert key in shown
    known = again(kept)
    known.keys[key["kid"]] = key | {"x": "A" * 43}
    witnessed.happen(1)
    with pytest.raises(NotTheSame, match="proves nothing"):
        known.take(witnessed.sign().jws)
