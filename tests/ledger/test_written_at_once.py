"""Events are written by few statements; their digests and chains stay what they were."""

import json
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from cases.models import Case
from central_offices.models import Purpose
from kernel import acting
from ledger import events
from ledger.models import Chain, Event, EventDetail
from ledger.verification import chains
from tests.kernel.racing import Lane, somebody_waits

WRITTEN = {
    "id": "019b0000-0000-7000-8000-000000000001",
    "chain": "KEN",
    "at": "2026-01-02T03:04:05.678900Z",
    "actor_id": 5,
    "verb": "case.open",
    "subject_type": "cases.case",
    "subject_id": "019b0000-0000-7000-8000-000000000002",
    "before": "",
    "after": "OPEN",
    "purpose": "LOCATE",
    "case_id": None,
    "denied": False,
    "data": {"shares": 0, "persons": [2, "ü"], "of": {"b": 1.50, "a": None}},
    "detail_digest": "d" * 64,
    "request_id": "r-1",
}
DIGEST = "d4af3f5fdac703a7d9f26a58521ab75ba2d0194006ffffdf6c6af55a26755d60"
DIGESTS = """
SELECT hash = encode(sha256(convert_to(ledger_text(e, seq, prev_hash), 'UTF8')), 'hex')
FROM ledger_event e WHERE seq IS NOT NULL
"""


def ask(statement: str, *values) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def test_the_digest_of_an_event_is_what_it_always_was(db):
    text = "jsonb_populate_record(NULL::ledger_event, %s)"
    statement = f"SELECT encode(sha256(convert_to(ledger_text({text}, 7, %s), 'UTF8')), 'hex')"

    assert ask(statement, json.dumps(WRITTEN), "a" * 64) == [(DIGEST,)]


def test_one_act_writes_all_its_events_by_one_statement_of_each_kind(db, amina):
    case = Case(id=UUID(WRITTEN["subject_id"]), status=Case.Status.OPEN)
    with CaptureQueriesContext(connection) as queries, acting.acting_as(amina) as act:
        act.purpose = Purpose.LOCATE
        for number in range(3):
            events.record("case.view", by=amina, subject=case, data={"n": number})
            detail = {"was": ["ü", number, case.pk]}
            events.record(
                "case.edit", by=amina, subject=case, after=case.status, detail=detail, step=True
            )
    said = [query["sql"].split(" (")[0] for query in queries.captured_queries]

    assert [sql for sql in said if "SAVEPOINT" not in sql and "set_config" not in sql] == [
        "INSERT INTO ledger_event",
        "INSERT INTO ledger_eventdetail",
        said[-2],
    ]
    assert said[-2].startswith("SELECT ledger_write_steps(")
    steps = Event.objects.filter(verb="case.edit").order_by("id")
    assert list(steps.values_list("seq", "after", "purpose", "subject_id")) == [
        (number, "OPEN", "LOCATE", case.pk) for number in (1, 2, 3)
    ]
    for number, step in enumerate(steps):
        kept = EventDetail.objects.get(event=step)
        assert kept.body == {"was": ["ü", number, str(case.pk)]}
        assert events.digest(kept.body, kept.salt) == step.detail_digest


def test_steps_and_what_is_sealed_later_make_one_chain(db, amina):
    for number in range(3):
        with acting.acting_as(amina):
            events.record("case.view", by=amina, data={"n": number})
            events.record("case.open", by=amina, data={"n": number}, step=True)
            events.record("case.close", by=amina, chain="PRT", data={"n": number}, step=True)
        if number == 1:
            assert events.seal() == 2
    events.seal()

    rows = Event.objects.filter(chain="KEN").order_by("seq")
    verbs = ["case.open", "case.open", "case.view", "case.view", "case.open", "case.view"]
    assert list(rows.values_list("seq", "verb")) == list(enumerate(verbs, 1))
    links = list(rows.values_list("prev_hash", "hash"))
    assert [prev for prev, _ in links[1:]] == [digest for _, digest in links[:-1]]
    assert links[0][0] == chains.GENESIS
    assert Chain.objects.get(name="KEN").hash == links[-1][1]
    assert Chain.objects.get(name="PRT").seq == 3
    assert set(ask(DIGESTS)) == {(True,)}


def test_what_the_database_gives_is_taken_from_nobody(db, amina):
    given = WRITTEN | {"actor_id": amina.pk, "seq": 99, "hash": "b" * 64, "prev_hash": "c" * 64}
    ask("SELECT ledger_write_steps('KEN', %s)", json.dumps([given | {"chain": "PRT"}]))

    event = Event.objects.get(pk=given["id"])
    assert (event.chain, event.seq, event.prev_hash) == ("KEN", 1, chains.GENESIS)
    assert event.at.isoformat() > "2026-06" and set(ask(DIGESTS)) == {(True,)}
    for wrong in ({"verb": "x" * 61}, {"verb": None}, {}):  # the last: once more
        with pytest.raises(DatabaseError), transaction.atomic():
            ask("SELECT ledger_write_steps('KEN', %s)", json.dumps([given | wrong]))
    assert Chain.objects.get(name="KEN").seq == 1


def test_the_first_two_steps_of_a_chain_at_once_follow_each_other(committed):
    def step() -> None:
        with acting.acting_as(acting.PUBLIC):
            events.record("case.open", by=None, chain="QMA", step=True)

    with transaction.atomic():
        step()
        second = Lane(step)
        somebody_waits()
    second.result()

    assert Event.objects.filter(chain="QMA", seq__in=[1, 2]).count() == 2
    assert set(ask(DIGESTS)) == {(True,)}
