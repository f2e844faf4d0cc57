"""Clients in a closed loop: each asks, reads the answer whole, and asks again."""

import statistics
import threading
import time
from collections.abc import Callable
from http.client import HTTPConnection
from typing import NamedTuple

from bench.over_http.callers import Headers
from bench.over_http.processes import System

CLIENTS, WARM_UPS = 2, 6
Address = str | Callable[[int], str]


class Asked(NamedTuple):
    """One row of the table: what is asked, by whom, and what is aimed at.

    An address may depend on the number of the request; so may who asks and the body.
    """

    name: str
    who: list[Headers]
    address: Address
    aim: str = ""
    status: int = 200
    body: Callable[[int], bytes] | None = None
    seconds: float = 1.0  # part of the usual time that is spent on it
    clients: int = CLIENTS
    is_kept: bool = False  # whether a client asks again on the connection that it has


class Measured(NamedTuple):
    """The cost of one row: times in ms, the rest per request."""

    name: str
    aim: str
    requests: int
    p50: float
    p95: float
    longest: float
    rate: float
    web_ms: float
    database_ms: float
    statements: float
    sql_ms: float
    bytes: int
    others: float  # processors that other work of the machine kept busy


class Wrong(Exception):
    """An answer with another status than the one that is measured."""


def measure(asked: Asked, host: str, port: int, system: System, seconds: float) -> Measured:
    """Ask for so many seconds. Raises Wrong when something else is answered."""
    asking = _Asking(asked, host, port)
    for _ in range(WARM_UPS):
        asking.once()
    asking.times.clear()
    asking.sizes.clear()
    before, began, own = system.spent(), time.monotonic(), time.process_time()
    asking.until(began + seconds * asked.seconds)
    took, own = time.monotonic() - began, time.process_time() - own
    spent, count = system.spent().since(before), len(asking.times)
    times = sorted(one * 1000 for one in asking.times)
    return Measured(
        asked.name, asked.aim, count,
        p50=round(statistics.median(times), 1), p95=round(_share(times, 0.95), 1),
        longest=round(times[-1], 1), rate=round(count / took, 1),
        web_ms=round(spent.web * 1000 / count, 1),
        database_ms=round(spent.database * 1000 / count, 1),
        statements=round(spent.statements / count, 1), sql_ms=round(spent.sql_ms / count, 2),
        bytes=round(statistics.mean(asking.sizes)),
        others=round((spent.machine - spent.web - spent.database - own) / took, 2),
    )  # fmt: skip


class _Asking:
    def __init__(self, asked: Asked, host: str, port: int) -> None:
        self.asked, self.host, self.port = asked, host, port
        self.times: list[float] = []
        self.sizes: list[int] = []
        self.number, self.lock = 0, threading.Lock()
        self.wrong: Exception | None = None

    def until(self, deadline: float) -> None:
        loops = range(self.asked.clients)
        clients = [threading.Thread(target=self._loop, args=[deadline]) for _ in loops]
        for client in clients:
            client.start()
        for client in clients:
            client.join()
        if self.wrong:
            raise self.wrong

    def _loop(self, deadline: float) -> None:
        kept = HTTPConnection(self.host, self.port, timeout=60) if self.asked.is_kept else None
        try:
            while time.monotonic() < deadline and not self.wrong:
                self.once(kept)
        except Exception as error:
            self.wrong = error
        finally:
            if kept:
                kept.close()

    def once(self, kept: HTTPConnection | None = None) -> None:
        with self.lock:
            number = self.number
            self.number += 1
        asked = self.asked
        address = asked.address if isinstance(asked.address, str) else asked.address(number)
        headers = asked.who[number % len(asked.who)]
        body = asked.body(number) if asked.body else None
        method = "POST" if body else "GET"
        if body:
            headers = headers | {"Content-Type": "application/json"}
        began = time.perf_counter()
        connection = kept or HTTPConnection(self.host, self.port, timeout=60)
        connection.request(method, address, body, headers)
        answer = connection.getresponse()
        said = answer.read()
        took = time.perf_counter() - began
        if not kept:
            connection.close()
        if answer.status != asked.status:
            raise Wrong(f"{asked.name}: {address}: {answer.status} {said[:300]!r}")
        self.times.append(took)
        self.sizes.append(len(said))


def _share(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
