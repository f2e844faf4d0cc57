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
from django.db.models import Count, QuerySet

from bench.world import loading, making, requests
from bench.world.sizes import Size
from central_offices import seed
from central_offices.models import CentralOffice
from exchange.models import Escalation, RequestRecipient
from launch import services
from ledger.models import Delivery, Event
from tests.exchange.conftest import cast, sent
from tests.plumbing.by_the_owner import by_the_owner
from tests.plumbing.processes import Service
from tests.plumbing.settle import until

REQUESTS = int(os.environ.get("DRILL_REQUESTS", 100_000))
FILED, PAUSE_S, MOST_S = 20, 2.0, 1.0
# As if everything had run out while the system was away: all that was answered has been quiet for
# longer than 30 days, and the clock of all that is open ended so long ago that everybody is due.
OUTAGE = [
    "UPDATE exchange_requestrecipient SET status = 'ANSWERED', closed_at = NULL, "
    "answered_at = now() - interval '40 days' WHERE status IN ('ANSWERED', 'CLOSED')",
    "UPDATE exchange_request SET status = 'SENT', closed_at = NULL WHERE status = 'CLOSED'",
    "UPDATE exchange_requestrecipient SET next_due = now() - interval '10 days' "
    "WHERE next_due IS NOT NULL",
]


@pytest.mark.drill
def test_a_backlog_of_upkeep_keeps_no_new_request_waiting(both_workers, tmp_path, capsys):
    with by_the_owner():
        seed.seed(live=True)
    making.fill(Size("drill", cases=2_000, asked=REQUESTS), said=False)
    copier = loading.Copier(loading.url())
    for statement in OUTAGE:
        copier.run(statement)
    copier.close()
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE exchange_request, exchange_requestrecipient")
    connections["owner"].close()
    due, begun = backlog(), time.monotonic()
    assert due == the_worlds().count() > REQUESTS

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
    joined = CentralOffice.objects.joined().exclude(code="KEN")
    code = random.choice(list(joined.values_list("code", flat=True)))
    amina, begun = cast("amina"), time.time()
    request = sent(amina, code)
    rows = Delivery.objects.filter(thread=request.pk, delivered_at__isnull=False)
    until(rows.exists, "it is delivered")
    return rows.get().delivered_at.timestamp() - begun


def backlog() -> int:
    """Clocks that are due and not settled: to be closed, or to be told to somebody."""
    rows = the_worlds()
    untold = rows.filter(next_due__isnull=False, escalations=None)
    return rows.filter(status="ANSWERED").count() + untold.count()


def the_worlds() -> QuerySet[RequestRecipient]:
    return RequestRecipient.objects.filter(request__reference__contains=requests.MARK)


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
