"""What the drills are made of: producers, workers to kill, and an oracle that knows the truth."""

import os
import random
import signal
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from uuid import UUID

import redis
from django.db import connections
from django.db.models import QuerySet

from exchange.models import Request
from exchange.requests import sending
from kernel import acting
from ledger.models import Delivery, Event, InboxMessage, Message
from tests.exchange.conftest import cast, draft
from tests.plumbing.processes import Service

READY = " ready."


class Rolled(Exception):
    """A producer changed its mind before the commit."""


class Producers:
    """Threads that file requests as officers do; they note what was committed and what was not."""

    def __init__(self, offices: list[str], each: int, threads: int, seed: int):
        self.committed: dict[UUID, list[str]] = {}
        self.rolled_back: set[UUID] = set()
        self.tried: dict[UUID, list[str]] = {}
        self.refused: list[str] = []
        self._lock, self._offices, self._each = threading.Lock(), offices, each
        self._turn = min(each, 50) - 1  # who changes their mind
        self._stopped = threading.Event()
        self._threads = [
            threading.Thread(target=self._file, args=(random.Random(seed + n),), daemon=True)
            for n in range(threads)
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def join(self) -> None:
        for thread in self._threads:
            thread.join()

    def stop(self) -> None:
        """Let a drill that failed end."""
        self._stopped.set()
        self.join()

    def _file(self, chance: random.Random) -> None:
        try:
            amina = cast("amina")
            for number in range(self._each):
                self._file_one(amina, chance, number)
        finally:
            connections.close_all()

    def _file_one(self, by, chance: random.Random, number: int) -> None:
        codes = chance.sample(self._offices, chance.choice([1, 1, 1, 2, 3]))
        urgent = {"urgency": "FLASH", "necessity": "Drill."} if chance.random() < 0.1 else {}
        while not self._stopped.is_set():
            try:
                request = self._send(by, codes, urgent, number % 50 == self._turn)
            except Rolled:
                return
            except Exception as error:  # the database dropped us: an officer tries again
                with self._lock:
                    self.refused.append(type(error).__name__)
                connections.close_all()
                time.sleep(0.2)
                continue
            with self._lock:
                self.committed[request.pk] = codes
            return

    def _send(self, by, codes, urgent, changes_mind: bool):
        with acting.acting_as(by):
            request = draft(by, *codes, **urgent)
            sending.send(request, by=by)
            self.tried[request.pk] = codes
            if changes_mind:
                self.rolled_back.add(request.pk)
                raise Rolled
        return request


class Group(Service):
    """A worker with its own beat; two of them, and two beats, must come to the same result."""

    def __init__(self, name: str, folder: Path):
        node = f"{name}@drill-{os.getpid()}"
        quick = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        options = ["-n", node, "-Q", "delivery,default", "--concurrency", "2", *quick]
        beat = ["--beat", "--schedule", str(folder / f"{name}.beat")]
        celery = [sys.executable, "-m", "celery", "-A", "agency", "worker", "--loglevel", "INFO"]
        log = folder / f"{name}.log"
        super().__init__([*celery, *options, *beat], self._is_ready, log)
        log.touch()

    def start(self) -> None:
        self._seen = self.said().count(READY)
        super().start()

    def tend(self) -> int:
        """Start it again if it ended by itself, as the supervisor and the containers do.

        A worker that loses Redis at the wrong moment ends (kombu 5.7: "Unrecoverable error").
        """
        if self.process is None or self.process.poll() is None:
            return 0
        self.start()
        return 1

    def kill_child(self) -> None:
        """Kill one process of the pool, while its parent lives on."""
        pid = self.process.pid if self.process else 0
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        os.kill(int(children[0]), signal.SIGKILL)

    def _is_ready(self) -> bool:
        """It says so; a ping would need the broker, which may be the one that was killed."""
        return self.said().count(READY) > self._seen


def delivered() -> int:
    return Delivery.objects.filter(status="DELIVERED").count()


def queued() -> bool:
    return Delivery.objects.exclude(status="DELIVERED").exists()


def wipe_redis() -> None:
    redis.from_url(os.environ["REDIS_URL"]).flushdb()


def drop_connections() -> int:
    """Let PostgreSQL end every connection of the application, as a crash would; how many."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        ended = cursor.fetchone()[0]
    connections["default"].close()
    return ended


def verdict(producers: Producers) -> dict[str, int]:
    """The oracle: what was committed compared with what arrived, from the inboxes alone."""
    stored = Counter(InboxMessage.objects.values_list("recipient__code", "message_id"))
    messages = dict(Message.objects.filter(type="request.sent").values_list("pk", "thread"))
    arrived = Counter(
        (messages[message], code) for code, message in stored.elements() if message in messages
    )
    # Where the connection broke during the commit, the producer can't know: the rows do.
    unsure = set(producers.tried) - set(producers.committed) - producers.rolled_back
    for pk in Request.objects.filter(pk__in=unsure, status="SENT").values_list("pk", flat=True):
        producers.committed[pk] = producers.tried[pk]
    wanted = {(pk, code) for pk, codes in producers.committed.items() for code in codes}
    delivered = Counter(
        Event.objects.filter(verb="requestrecipient.deliver").values_list("subject_id", flat=True)
    )
    return {
        "committed": len(producers.committed),
        "messages": len(wanted),
        "lost": len(wanted - set(arrived)),
        "twice": sum(n - 1 for n in arrived.values()) + sum(n - 1 for n in delivered.values()),
        "ghosts": len(set(arrived) - wanted)
        + sum(pk in producers.rolled_back for pk, _code in arrived),
        "out of order": _out_of_order(),
    }


def _out_of_order() -> int:
    """Within a lane by number, within a thread by place (docs/laws.md E2)."""
    wrong = 0
    for order, within in (("seq", "lane"), ("place", "thread")):
        last: dict[tuple, int] = {}
        rows = Delivery.objects.filter(status="DELIVERED").order_by("arrival")
        if order == "seq":  # a dead letter keeps its number and holds back its own thread only
            rows = rows.exclude(pk__in=sent_again().values("pk"))
        for destination, group, number in rows.values_list("destination_id", within, order):
            wrong += number < last.get((destination, group), 0)
            last[destination, group] = number
    return wrong


def sent_again() -> QuerySet[Delivery]:
    """Deliveries that were dead letters for a while."""
    return Delivery.objects.filter(tries__kind__in=["http_413", "refused"])
