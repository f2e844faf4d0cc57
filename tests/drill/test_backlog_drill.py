"""After an outage 100,000 clocks are due at once, and what is new is delivered as ever."""

import os
import random
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.db.models import Count

from bench import desk_data
from central_offices import seed
from exchange.models import Escalation, RequestRecipient
from launch import services
from ledger.models import Delivery, Event
from tests.exchange.conftest import cast, sent
from tests.plumbing.by_the_owner import by_the_owner
from tests.plumbing.processes import Service
from tests.plumbing.settle import until

REQUESTS = int(os.environ.get("DRILL_REQUESTS", desk_data.REQUESTS))
FILED, PAUSE_S, MOST_S = 20, 2.0, 1.0
# As if everything had run out while the system was away: all that was answered has been quiet for
# longer than 30 days, and the clock of all that is open ended so long ago that everybody is due.
OUTAGE = [
    "UPDATE exchange_requestrecipient SET answered_at = now() - interval '40 days' "
    "WHERE status = 'ANSWERED'",
    "UPDATE exchange_requestrecipient SET next_due = now() - interval '10 days' "
    "WHERE next_due IS NOT NULL",
    "VACUUM ANALYZE exchange_request, exchange_requestrecipient",
]


@pytest.mark.drill
def test_a_backlog_of_upkeep_keeps_no_new_request_waiting(
    both_workers, tmp_path, capsys, monkeypatch
):
    monkeypatch.setattr(desk_data, "REQUESTS", REQUESTS)
    with by_the_owner():
        seed.seed(live=True)
    desk_data.fill()
    with connections["owner"].cursor() as cursor:
        for statement in OUTAGE:
            cursor.execute(statement)
    connections["owner"].close()
    due, begun = backlog(), time.monotonic()
    assert due == REQUESTS

    with beat(tmp_path):
        until(lambda: backlog() < due, "the upkeep has begun")
        seconds = [file_one() for _ in range(FILED)]
        left = backlog()

    figures = {
        "due clocks at the start": due,
        "due clocks at the end": left,
        "settled a second": round((due - left) / (time.monotonic() - begun)),
        "filed to stored, median, ms": round(statistics.median(seconds) * 1000),
        "filed to stored, p95, ms": round(statistics.quantiles(seconds, n=20)[18] * 1000),
        "filed to stored, longest, ms": round(max(seconds) * 1000),
        "settled twice": twice(),
    }
    with capsys.disabled():
        print("\n" + "\n".join(f"{name:<32} {value:>8}" for name, value in figures.items()))  # noqa: T201
    assert left < due
    assert figures["settled twice"] == 0
    assert statistics.quantiles(seconds, n=20)[18] < MOST_S
    for worker in both_workers:
        assert worker.process.poll() is None
        until(worker.replies, f"{worker.node} replies")


def file_one() -> float:
    """Send a request as an officer does: seconds until it was stored for its recipient."""
    time.sleep(PAUSE_S)  # spread over several rounds of the upkeep
    code = random.choice([office.code for office in desk_data.offices() if office.code != "KEN"])
    amina, begun = cast("amina"), time.time()
    request = sent(amina, code)
    rows = Delivery.objects.filter(thread=request.pk, delivered_at__isnull=False)
    until(rows.exists, "it is delivered")
    return rows.get().delivered_at.timestamp() - begun


def backlog() -> int:
    """Clocks that are due and not settled: to be closed, or to be told to somebody."""
    rows = RequestRecipient.objects.filter(request__reference__contains="-B-")
    untold = rows.filter(next_due__isnull=False, escalations=None)
    return rows.filter(status="ANSWERED").count() + untold.count()


def twice() -> int:
    """Steps of the upkeep that were taken more than once for one clock."""
    closed = Event.objects.filter(verb="requestrecipient.close_quietly")
    told = Event.objects.filter(verb="requestrecipient.escalate")
    again: Any = closed.values("subject_id").annotate(n=Count("pk")).filter(n__gt=1)
    rungs = told.values("subject_id", "data__level").annotate(n=Count("pk")).filter(n__gt=1)
    return len(again) + len(rungs) + abs(told.count() - Escalation.objects.count())


@contextmanager
def beat(folder: Path) -> Iterator[None]:
    """The scheduler as `make run` starts it."""
    log = folder / "beat.log"
    log.touch()
    command = services.on_this_python(services.beat(str(folder / "beat-schedule")))
    process = Service(command, lambda: True, log)
    process.start()
    try:
        yield
    finally:
        process.kill()
