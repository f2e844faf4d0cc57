"""`/metrics` for Prometheus: what waits, what is dead, how long requests take.

Whoever brings METRICS_TOKEN reads it, nobody else and no session; without a token configured
there is no such address. What waits is asked for at each scrape, from the partial indexes of
deliveries that are not done; a broker or a database that is gone is a figure, not a failure.
"""

import hmac
from collections.abc import Iterator

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest, HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from agency.celery import app
from agency.pages import latency
from central_offices.api import tokens
from kernel import acting
from kernel.pages.middleware import without_acting
from ledger.models import Delivery, Lane

SILENCE_SECONDS = 0.5  # that a scrape waits for the broker

# The id of a delivery says when it was written (UUID version 7).
WAITING = """
SELECT lane, count(*),
  extract(epoch FROM clock_timestamp() - min(uuid_extract_timestamp(id)))::float
FROM ledger_delivery WHERE status = 'QUEUED' GROUP BY lane
"""


@login_not_required
@without_acting
def metrics(request: HttpRequest) -> HttpResponse:
    """The figures as text; 404 where no token is configured, 401 for who doesn't bring it."""
    if not settings.METRICS_TOKEN:
        return HttpResponse("There is nothing here.\n", status=404, content_type="text/plain")
    if not _is_let_in(request):
        text = "Send the token as Authorization: Bearer.\n"
        refused = HttpResponse(text, status=401, content_type="text/plain")
        refused["WWW-Authenticate"] = "Bearer"
        return refused
    registry = CollectorRegistry()
    registry.register(Deliveries())
    registry.register(Queues())
    figures = generate_latest(registry) + generate_latest(latency.of_all_processes())
    return HttpResponse(
        figures, content_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"}
    )


def _is_let_in(request: HttpRequest) -> bool:
    given = tokens.of_header(request.headers.get("Authorization", "")) or ""
    return hmac.compare_digest(given.encode(errors="replace"), settings.METRICS_TOKEN.encode())


class Deliveries(Collector):
    """The deliveries under way in each lane, since when, and those that could not be made."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        answers = GaugeMetricFamily("iisa_database_up", "1 when the database answers")
        try:
            lanes, dead = _of_deliveries()
        except (DatabaseError, InterfaceError):
            answers.add_metric([], 0)
            yield answers
            return
        answers.add_metric([], 1)
        yield answers
        count = GaugeMetricFamily(
            "iisa_deliveries_waiting", "Deliveries on their way", labels=["lane"]
        )
        oldest = GaugeMetricFamily(
            "iisa_oldest_waiting_delivery_seconds",
            "Age of the oldest delivery on its way, 0 when none is",
            labels=["lane"],
        )
        for lane in Lane.values:
            waiting, seconds = lanes.get(lane, (0, 0.0))
            count.add_metric([lane.lower()], waiting)
            oldest.add_metric([lane.lower()], max(0.0, seconds))
        yield count
        yield oldest
        yield GaugeMetricFamily(
            "iisa_dead_letters", "Deliveries that nobody could make", value=dead
        )


class Queues(Collector):
    """How many wake-ups wait for a worker in each queue of the broker."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        answers = GaugeMetricFamily("iisa_broker_up", "1 when the broker of the queues answers")
        try:
            lengths = _of_queues()
        except (redis.RedisError, OSError):
            answers.add_metric([], 0)
            yield answers
            return
        answers.add_metric([], 1)
        yield answers
        length = GaugeMetricFamily(
            "iisa_queue_length", "Tasks that wait for a worker", labels=["queue"]
        )
        for name, tasks in lengths.items():
            length.add_metric([name], tasks)
        yield length


def _of_deliveries() -> tuple[dict[str, tuple[int, float]], int]:
    """By lane how many wait and for how many seconds at most; and how many are dead letters."""
    with acting.acting_as(acting.PUBLIC), acting.by_a_rule("figures of deliveries"):
        with connection.cursor() as cursor:
            cursor.execute(WAITING)
            lanes = {lane: (waiting, seconds) for lane, waiting, seconds in cursor.fetchall()}
        return lanes, Delivery.objects.filter(status=Delivery.Status.DEAD).count()


def _of_queues() -> dict[str, int]:
    routed = {route["queue"] for route in app.conf.task_routes.values()}
    names = sorted(routed | {app.conf.task_default_queue})
    patience = {"socket_timeout": SILENCE_SECONDS, "socket_connect_timeout": SILENCE_SECONDS}
    with redis.Redis.from_url(settings.REDIS_URL, **patience) as server:
        pipe = server.pipeline(transaction=False)
        for name in names:
            pipe.llen(name)
        return dict(zip(names, pipe.execute(), strict=True))
