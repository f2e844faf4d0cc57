"""The log of all events: its tree, hourly checkpoints, the file beside, and proofs."""

import json
import random
import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from joserfc.errors import JoseError

from central_offices.keys_and_clients import keys
from central_offices.models import OfficeKey
from kernel import acting
from launch.places import ROOT
from ledger import events, tasks
from ledger.delivery import daily_checkpoint
from ledger.models import Checkpoint, Delivery, Event, LogNode, LogRun, Message
from ledger.signatures import jws, signing
from ledger.verification import log as log_check
from ledger.witness import checkpoints, kept_file, log, making, merkle
from tests.ledger import witnessed

pytestmark = pytest.mark.django_db


def many(count: int, chain: str = "KEN") -> None:
    """Readings by the hundred, in one chain, taken into the log."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_event (id, chain, verb, subject_type, before, after, purpose, "
            "denied, data, detail_digest, request_id) SELECT uuidv7(), %s, 'case.view', '', "
            "'', '', '', false, '{}', '', '' FROM generate_series(1, %s)",
            [chain, count],
        )
    events.seal()
    log.append()


def leaves() -> list[bytes]:
    found = []
    for run in LogRun.objects.order_by("start"):
        rows = Event.objects.filter(chain=run.chain, seq__range=(run.first_seq, run.last_seq))
        found += [
            merkle.leaf(log.entry(run.chain, seq, hash))
            for seq, hash in rows.order_by("seq").values_list("seq", "hash")
        ]
    return found


def known_keys() -> dict:
    rows = keys.jwks(OfficeKey.objects.select_related("office"))["keys"]
    return {row["kid"]: row for row in rows}


def test_the_tree_is_the_one_of_the_rfc_however_it_was_grown(django_assert_max_num_queries):
    pick = random.Random(9162)
    for count in (1, 254, 1, 1, 255, 300, 700, 2):
        many(count, pick.choice(["KEN", "PRT", "SYSTEM"]))
    found, sizes = leaves(), [1, 2, 255, 256, 257, 511, 512, 513, 1024, 1400, 1514]
    assert log.size() == len(found) == 1514
    assert [log.root(n) for n in sizes] == [merkle.root(found[:n]) for n in sizes]
    assert LogNode.objects.count() == 5 + 2 + 1  # levels 8, 9 and 10
    with django_assert_max_num_queries(3):
        log.inclusion(700, 1514)
    with django_assert_max_num_queries(4):
        log.consistency(700, 1514)
    for size in sizes:
        for index in {0, size // 2, size - 1, max(size - 257, 0)}:
            path = log.inclusion(index, size)
            assert merkle.root_of_path(found[index], index, size, path) == log.root(size)
        for first in (n for n in sizes if n <= size):
            path = log.consistency(first, size)
            assert merkle.is_consistent(first, log.root(first), size, log.root(size), path)


def test_a_proof_of_something_else_is_no_proof():
    many(600)
    found = leaves()
    path, root = log.inclusion(300, 600), log.root(600)
    assert merkle.root_of_path(found[301], 300, 600, path) != root
    assert merkle.root_of_path(found[300], 299, 600, path) != root
    assert merkle.root_of_path(found[300], 300, 600, path[:-1]) is None
    assert merkle.root_of_path(found[300], 300, 600, [*path, root]) is None
    assert merkle.root_of_path(found[300], 600, 600, path) is None
    between = log.consistency(257, 600)
    assert not merkle.is_consistent(257, log.root(256), 600, root, between)
    assert not merkle.is_consistent(257, log.root(257), 600, log.root(599), between)
    assert not merkle.is_consistent(257, log.root(257), 600, root, between[:-1])
    assert not merkle.is_consistent(600, root, 257, log.root(257), between)


def test_an_unsealed_event_is_not_in_the_log_and_a_sealed_one_is_once(amina):
    with acting.acting_as(amina):
        events.record("case.open", by=amina, step=True)
        events.record("case.view", by=amina)

    assert log.append() == 1
    assert log.append() == 0
    events.seal()
    assert log.append() == 1
    assert log.size() == 2
    reading = Event.objects.get(verb="case.view")
    assert log.place_of(reading.pk) == (1, "KEN", 2, reading.hash)


def test_a_checkpoint_says_size_root_time_and_the_root_before_under_the_secretariats_key():
    witnessed.happen(2)
    first = witnessed.sign()
    witnessed.happen(1)
    second = witnessed.sign()

    said = checkpoints.read(second.jws, known_keys())
    assert (said.size, said.root, said.previous) == (60, log.root(60).hex(), first.root)
    assert abs(said.at - second.at) < timedelta(seconds=1)
    assert first.previous == "0" * 64
    assert jws.header_of(second.jws, typ=jws.CHECKPOINT)["iss"] == "AGY"


def test_one_is_made_an_hour_whichever_way_the_clock_was_set():
    witnessed.happen(1)
    assert making.due()
    row = witnessed.sign()
    assert not making.due()
    for hours in (1, -1, 9000, -9000):
        assert making.due(row.at + timedelta(hours=hours)), hours
    for minutes in (0, 59, -59):
        assert not making.due(row.at + timedelta(minutes=minutes)), minutes


def test_the_sealing_task_seals_logs_signs_keeps_and_tells(amina):
    with acting.acting_as(amina):
        events.record("case.view", by=amina)

    tasks.seal()
    tasks.seal()

    assert log.size() >= 1
    assert Checkpoint.objects.count() == 1
    assert kept_file.path().read_text().split() == [Checkpoint.objects.get().jws]
    assert Message.objects.filter(type="ledger.checkpoint").count() == 1


def test_the_daily_message_goes_to_every_office_in_the_normal_lane_and_replaces_the_last():
    witnessed.happen(1)
    witnessed.sign()
    told = daily_checkpoint.tell()
    first = Message.objects.get(type="ledger.checkpoint")
    rows = Delivery.objects.filter(message=first)
    assert rows.count() == told > 5
    assert {row.lane for row in rows} == {"NORMAL"}
    assert first.data["checkpoint"] == Checkpoint.objects.get().jws
    assert not daily_checkpoint.due()
    reached = rows.first()
    Delivery.objects.filter(pk=reached.pk).update(status="DELIVERED", delivered_at=first.sent_at)
    Delivery.objects.filter(pk=rows.last().pk).update(status="DEAD", dead_at=first.sent_at)

    daily_checkpoint.tell()

    states = [row.status for row in rows.order_by("pk")]
    assert states == ["DELIVERED"] + ["RECALLED"] * (told - 1)
    assert Delivery.objects.filter(thread=daily_checkpoint.THREAD, status="QUEUED").count() == told


def test_the_lines_of_the_documentation_check_a_proof(tmp_path, monkeypatch, capsys):
    witnessed.happen(13)
    witnessed.sign()
    text = (ROOT / "docs/checkpoints.md").read_text()
    (code,) = re.findall("```python\n(.*?)```", text, re.S)
    lines = [line for line in code.splitlines() if line and "import " not in line]
    assert len(lines) <= 14
    rows = keys.jwks(OfficeKey.objects.select_related("office"))
    (tmp_path / "keys.json").write_text(json.dumps(rows))
    monkeypatch.chdir(tmp_path)
    for event in Event.objects.order_by("?")[:5]:
        said = StringIO()
        call_command("verify_ledger", prove=str(event.pk), stdout=said)
        (tmp_path / "proof.json").write_text(said.getvalue())
        exec(compile(code, "checkpoints.md", "exec"), {})
        assert capsys.readouterr().out.strip() == "True"
    proof = json.loads(said.getvalue())
    forged = {
        "text": proof["text"].replace("case", "cake"),
        "index": proof["index"] ^ 1,
        "index ": proof["index"] + 512,
        "index  ": proof["index"] - 512,
        "checkpoint": as_a_message(proof["checkpoint"]),
        "path": proof["path"][:-1],
        "seq": proof["seq"] + 1,
        "chain": "QMA",
    }
    for name, value in forged.items():
        (tmp_path / "proof.json").write_text(json.dumps(proof | {name.strip(): value}))
        exec(compile(code, "checkpoints.md", "exec"), {})
        assert capsys.readouterr().out.strip() == "False", name
    (tmp_path / "proof.json").write_text(json.dumps(proof))
    held = {"keys": [one | {"held_by": "OFFICE"} for one in rows["keys"]]}
    (tmp_path / "keys.json").write_text(json.dumps(held))
    with pytest.raises(JoseError):
        exec(compile(code, "checkpoints.md", "exec"), {})


def as_a_message(checkpoint: str) -> str:
    """The same content under the Secretariat's key, signed as a message and no checkpoint."""
    with acting.acting_as(acting.PUBLIC):
        pen = signing.agency_pen()
    header = jws.header_of(checkpoint, typ=jws.CHECKPOINT) | {"typ": jws.MESSAGE}
    return jws.sign(json.dumps(jws.unchecked(checkpoint)).encode(), header, pen.key)


def test_what_is_in_no_checkpoint_is_not_proven(amina):
    with acting.acting_as(amina):
        events.record("case.open", by=amina, step=True)
    event = Event.objects.get()
    for sentence in ("in the log yet", "in no checkpoint yet"):
        with pytest.raises(CommandError, match=sentence):
            call_command("verify_ledger", prove=str(event.pk))
        log.append()
    for nonsense in ("", "x", "x' or 1=1", "00000000-0000-0000-0000-000000000000"):
        with pytest.raises(CommandError, match=r"no id of an event|There is no event"):
            call_command("verify_ledger", prove=nonsense)


def test_a_collection_with_holes_repetitions_and_other_answers_is_understood(tmp_path):
    for _ in range(5):
        witnessed.happen(1)
        witnessed.sign()
    rows = list(Checkpoint.objects.order_by("pk"))
    kept = tmp_path / "mailbox.json"
    said = [{"checkpoint": row.jws, "receipts": {"x": "a.b.c"}} for row in rows[::2] + rows[:1]]
    kept.write_text(json.dumps(said))
    call_command("verify_ledger", against=[str(kept)], stdout=StringIO())
    kept.write_text("nothing")
    for path in (kept, tmp_path / "absent"):
        with pytest.raises(CommandError):
            call_command("verify_ledger", against=[str(path)])


def test_walking_from_a_known_tree_says_what_walking_from_the_first_event_says():
    trees = []
    for _ in range(4):
        witnessed.happen(1)
        witnessed.sign()
    known = log_check.kept_here()
    assert log_check.compare(known, seen=lambda tree: trees.append(tree.copy())) == []
    assert [tree.root().hex() for tree in trees] == [one.root for one in known]
    assert log_check.compare(known, start=trees[1]) == []
    wrong = known[:3] + [known[3]._replace(root="ab" * 32)]
    assert log_check.compare(wrong, start=trees[1]) == log_check.compare(wrong) != []
