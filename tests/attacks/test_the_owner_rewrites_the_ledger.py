"""Somebody who owns the database erases what was done, and hashes everything anew.

The database by itself cannot tell. An office that kept the checkpoints that came along with its
messages can.
"""

import random

import pytest
from django.core.management import CommandError, call_command

from bench import alterations
from ledger.models import Chain, Checkpoint, LogRun
from ledger.signatures import jws
from ledger.verification import chains, log
from ledger.witness import checkpoints, kept_file
from tests.ledger import witnessed

ROUNDS = 14
EACH_TWICE = 2


@pytest.fixture
def kept(committed, tmp_path):
    """The office's own collection, over some 280 events with checkpoints in between."""
    for _ in range(ROUNDS):
        witnessed.happen(1)
        witnessed.sign()
    return witnessed.collect(tmp_path / "kept.jws")


def verdict(kept) -> str:
    """The words of verify_ledger to whoever brings their own checkpoints."""
    try:
        call_command("verify_ledger", against=[str(kept)])
    except CommandError as error:
        return str(error)
    return "holds"


def test_every_alteration_is_found_by_who_kept_checkpoints_and_none_by_the_chains(kept, capsys):
    pick = random.Random(9162)
    assert verdict(kept) == "holds"

    missed, told_by_chains = [], set()
    for one in alterations.ALTERATIONS * EACH_TWICE:
        with witnessed.as_owner() as cursor:
            chain = pick.choice(Chain.objects.filter(seq__gt=20).order_by("name"))
            alterations.disarm(cursor)
            one(cursor, chain.name, pick.randint(2, chain.seq - 2))
            cursor.execute("DELETE FROM ledger_checkpoint")
            if chains.verify()[1]:
                told_by_chains.add(one.__name__)
            if verdict(kept) == "holds":
                missed.append(one.__name__)

    assert missed == []
    assert told_by_chains == {"a_hash_alone"}, "every other one leaves the chains whole"
    assert verdict(kept) == "holds"
    assert "has another root" in capsys.readouterr().err


def test_a_database_that_is_cut_and_whose_file_is_deleted_is_found_by_the_office(kept, capsys):
    kept_file.path().unlink()
    with witnessed.as_owner() as cursor:
        alterations.disarm(cursor)
        alterations.the_end_of_the_log_cut_off(cursor, "KEN", 9)
        cursor.execute("DELETE FROM ledger_checkpoint")

        assert chains.verify()[1] == [] and log.runs() == []
        assert "does not hold" in verdict(kept)


def test_a_changed_tree_is_found_though_the_events_are_as_they_were(kept):
    with witnessed.as_owner() as cursor:
        cursor.execute("UPDATE ledger_logrun SET start = -1 WHERE start = 0")
        assert [fault.chain for fault in log.runs()] == ["The log"]
        assert "does not hold" in verdict(kept)
    with witnessed.as_owner() as cursor:
        cursor.execute("UPDATE ledger_logstate SET size = size - 1")
        assert "does not hold" in verdict(kept)


def test_a_chain_that_ends_before_the_log_does_is_told_at_once(kept, client):
    with witnessed.as_owner() as cursor:
        alterations.disarm(cursor)
        cursor.execute("DELETE FROM ledger_event WHERE chain = 'PRT' AND seq > 20")
        cursor.execute("UPDATE ledger_chain SET seq = 20 WHERE name = 'PRT'")
        answer = client.get("/readyz")
        assert answer.status_code == 503
        assert "The chain PRT ends at event 20" in answer.json()["problems"][0]


def test_a_checkpoint_that_somebody_else_signed_proves_nothing(kept, tmp_path, beatriz_signs):
    said = checkpoints.payload(Checkpoint.objects.order_by("pk").last())
    forged = tmp_path / "forged.jws"
    forged.write_text(beatriz_signs(said | {"root": "ab" * 32}))

    assert "proves nothing" in verdict(forged)

    body = Checkpoint.objects.order_by("pk").last().jws.split(".")
    forged.write_text(".".join([body[0], body[1][:-4] + "AAAA", body[2]]))
    assert "proves nothing" in verdict(forged)


@pytest.fixture
def beatriz_signs(committed):
    """Signs what looks like a checkpoint with the key of Lisbon, which the system holds as well."""
    from central_offices.keys_and_clients import keys
    from central_offices.models import CentralOffice
    from kernel import acting
    from ledger.signatures import signing

    def sign(said) -> str:
        office = CentralOffice.objects.get(code="PRT")
        with acting.acting_as(acting.PUBLIC):
            pen = keys.lend({office.pk})[office.pk]
        header = {"kid": pen.kid, "typ": jws.CHECKPOINT, "iss": "PRT", "jti": "99"}
        header["iat"] = int(pen.at.timestamp())
        return jws.sign(signing.canonical(said).encode(), header, pen.key)

    return sign


def test_two_roots_for_one_size_are_a_fork(kept, capsys):
    """The Secretariat's key was used to sign another history of the same length."""
    row = Checkpoint.objects.order_by("pk").last()
    with witnessed.as_owner() as cursor:
        alterations.disarm(cursor)
        change = "UPDATE ledger_checkpoint SET root = repeat('a', 64) WHERE id = %s"
        cursor.execute(change, [row.pk])
        row.refresh_from_db()
        other = checkpoints.payload(row)
    from kernel import acting
    from ledger.signatures import signing

    with acting.acting_as(acting.PUBLIC):
        text = signing.checkpoint(other, signing.agency_pen(), str(row.pk))
    kept.write_text(kept.read_text() + text + "\n")

    assert "does not hold" in verdict(kept)
    assert "says another root than one before" in capsys.readouterr().err


def test_whoever_owns_the_database_has_not_the_key_that_signs(committed):
    """Rewriting needs new checkpoints, and they need a key that is sealed under FILE_KEY."""
    from central_offices.models import OfficeKey

    sealed = OfficeKey.objects.filter(held_by="SYSTEM").values_list("sealed_private", "kid")
    assert sealed and all(len(bytes(one)) > 40 for one, _ in sealed)
    assert LogRun.objects.count() == 0
