"""The log of events at a million: taking in, verifying, proving, and 1,000 alterations found.

The events stay for the next bench. `WITNESS_EVENTS` and `WITNESS_ALTERATIONS` make it smaller.
Every alteration is really made, by the database's owner and with everything hashed anew, and undone
after it was looked for. What lies before the first place that it touches is not read again: the
tree up to there was made once.
"""

import os
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
EVENTS = int(os.environ.get("WITNESS_EVENTS") or 1_000_000)
ALTERED = int(os.environ.get("WITNESS_ALTERATIONS") or 1_000)
CHAINS, ROUNDS = 198, 100
PROOFS = 200
INSERT = """
INSERT INTO ledger_event (id, chain, at, verb, subject_type, subject_id, before, after, purpose,
  denied, data, detail_digest, request_id)
SELECT uuidv7(), 'B' || lpad((n * 7919 %% %s)::text, 3, '0'), clock_timestamp(), 'case.view',
  'cases.case', uuidv7(), '', '', 'INVESTIGATION', n %% 50 = 0, jsonb_build_object('n', n), '', ''
FROM generate_series(1, %s) n
"""
Figure = tuple[str, float, str, str]


def main() -> None:
    """Print a table and append one JSON line per figure to BENCH_RESULTS/witness.jsonl."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "agency.settings")
    import django

    django.setup()
    from django.db import connections

    from bench.figures import keep, show

    ours = connections["default"]
    connections["default"] = connections["owner"]
    try:
        figures = [*_grown(), *_verified(), *_proven(), *_altered()]
    finally:
        connections["default"] = ours
    keep("witness", figures)
    show(figures)


def _grown() -> Iterator[Figure]:
    """A million events in many rounds, each with a checkpoint, as in a system that has lived."""
    from ledger.witness import log, making

    log.append()
    if sum(_lengths().values()) >= EVENTS:
        return
    seconds: Counter[str] = Counter()
    for _ in range(ROUNDS):
        with _clock(seconds, "insert"):
            _ask(INSERT, [CHAINS, EVENTS // ROUNDS])
        with _clock(seconds, "seal"):
            _ask(
                "SELECT ledger_seal(chain, NULL, NULL) FROM "
                "(SELECT DISTINCT chain FROM ledger_event WHERE seq IS NULL) waiting"
            )
        with _clock(seconds, "log"):
            log.append()
        with _clock(seconds, "sign"):
            making.make()
    _ask("ANALYZE ledger_event")
    _ask("ANALYZE ledger_logrun")
    yield "sealing", round(EVENTS / seconds["seal"]), "/s", ""
    yield "taking into the log", round(EVENTS / seconds["log"]), "/s", "≥ 10,000"
    yield "a checkpoint", round(seconds["sign"] / ROUNDS * 1000, 1), "ms", "≤ 50"


def _verified() -> Iterator[Figure]:
    from ledger.verification import chains, log

    seconds: Counter[str] = Counter()
    with _clock(seconds, "chains"):
        checked, faults = chains.verify()
    with _clock(seconds, "log"):
        faults += log.runs() + log.compare(log.kept_here())
    if faults:
        raise SystemExit(f"The ledger does not hold: {faults[:3]}")
    whole = sum(seconds.values())
    yield "events in the log", checked, "", ""
    yield "verifying the chains", round(checked / seconds["chains"]), "/s", "≥ 100,000"
    yield "verifying the log", round(checked / seconds["log"]), "/s", "≥ 100,000"
    yield "verifying all", round(whole, 1), "s", ""


def _proven() -> Iterator[Figure]:
    from ledger.models import Event
    from ledger.verification import proofs
    from ledger.witness import checkpoints, log

    seconds: Counter[str] = Counter()
    pick, newest, lengths = random.Random(9162), log.size(), _lengths()
    for _ in range(PROOFS):
        chain = pick.choice(sorted(lengths))
        event = Event.objects.get(chain=chain, seq=pick.randint(1, lengths[chain]))
        with _clock(seconds, "inclusion"):
            proofs.of_event(event.pk)
        with _clock(seconds, "consistency"):
            log.consistency(pick.randint(1, newest), newest)
        with _clock(seconds, "newest"):
            checkpoints.newest()
    for name, bar in (("inclusion", "≤ 50"), ("consistency", "≤ 50"), ("newest", "≤ 2")):
        yield f"proof: {name}", round(seconds[name] / PROOFS * 1000, 2), "ms", bar


def _altered() -> Iterator[Figure]:
    """Make each alteration, and look for it against the checkpoints that an office has kept."""
    from django.db import connection, transaction

    from bench.alterations import ALTERATIONS, disarm
    from ledger.verification import log
    from ledger.witness.merkle import Frontier

    known, trees = log.kept_here(), [Frontier()]
    log.compare(known, seen=lambda tree: trees.append(tree.copy()))
    pick, missed, false_alarms = random.Random(2026), Counter[str](), 0
    lengths = _lengths()
    for number in range(ALTERED):
        one = ALTERATIONS[number % len(ALTERATIONS)]
        chain = pick.choice(sorted(lengths))
        seq = pick.randint(2, lengths[chain] - 2)
        with transaction.atomic(), connection.cursor() as cursor:
            disarm(cursor)
            place = one(cursor, chain, seq)
            start = [tree for tree in trees if tree.size <= place][-1]
            if not log.compare(known, start=start):
                missed[one.__name__] += 1
            transaction.set_rollback(True)
        if number % 100 == 0:
            false_alarms += bool(log.compare(known, start=start))
    yield "alterations found", ALTERED - missed.total(), "", f"{ALTERED}"
    yield "false alarms", false_alarms, "", "0"
    if missed:
        print(f"Missed: {dict(missed)}")


def _lengths() -> dict[str, int]:
    """How many events each of our chains has."""
    from ledger.models import Chain

    return dict(Chain.objects.filter(name__startswith="B").values_list("name", "seq"))


def _ask(statement: str, values: list[Any] | None = None) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@contextmanager
def _clock(seconds: Counter[str], name: str) -> Iterator[None]:
    begun = time.perf_counter()
    yield
    seconds[name] += time.perf_counter() - begun  # type: ignore[assignment]  # counted in fractions


if __name__ == "__main__":
    main()
