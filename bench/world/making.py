"""Making of a world, in the database that Django works on: rows, indexes, counters, statistics."""

import multiprocessing
import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from django.db import connections

from bench.world import cases, ledger, loading, names, officers, plan, requests, rows, settling
from bench.world.sizes import Size
from bench.world.weights import weights
from bench.world.words import Vocabulary

NAMES_A_JOB, LINES_A_COPY = 2_000, 4_000
TINY = 5_000  # up to so many cases no processes are started: it takes longer than the work


class Shared(NamedTuple):
    """All that every process needs; inherited by fork and never changed."""

    plan: plan.Plan
    pool: list[tuple[names.Name, names.Name]]
    words: Vocabulary
    heads: list[ledger.Head]
    to: str


_shared: Shared | None = None  # set before the processes are forked
_drawn: list[names.Drawn] = []


def is_there() -> bool:
    """Whether this database has a world."""
    from central_offices.models import Officer

    return bool(Officer.objects.filter(email__endswith=f"@{officers.DOMAIN}").exists())


def fill(size: Size, *, day: date | None = None, said: bool = True) -> None:
    """Make a world of a size as it stands on a day (today); says how far it is.

    Needs DATABASE_LOAD_URL, and a database in which `is_there` is False.
    """
    global _shared
    began, day = time.monotonic(), day or datetime.now(UTC).date()
    say = print if said else _quiet
    settling.close_the_log()
    people, of_office, reviewers = officers.made(size, day)
    settled = plan.made(size, day, of_office, reviewers)
    heads = settling.heads([office.code for office in settled.offices])
    log_size = settling.log_size()
    pool = _names(size)
    say(f"{len(pool):,} names in {_since(began)}")
    _shared = Shared(settled, pool, Vocabulary(plan.SEED), heads, loading.url())
    copier = loading.Copier(_shared.to)
    try:
        with loading.without_indexes():
            copier.copy(people)
            copier.copy({"ledger_logrun": list(ledger.runs(settled, heads, log_size))})
            ends = _each(_work(_jobs(settled), settled), said)
            for place, head in ends:
                settling.end_chain(copier, settled.offices[place].code, head)
            say(f"Rows copied in {_since(began)}; indexes ...")
        settling.settle(copier, settled, log_size)
    finally:
        copier.close()
        _shared = None
    say(f"A world of {size.name} cases, made in {_since(began)}")


Job = tuple[str, Any, float]  # what, which, and how much work it is


def _jobs(settled: plan.Plan) -> list[Job]:
    size = settled.size
    hands = ledger.shared_out(settled, _hands(size))
    chains = [("chains", places, size.cases / len(hands)) for places in hands]
    chunks = -(-size.cases // cases.CHUNK)
    found = [("cases", number, 2.0 * cases.CHUNK) for number in range(chunks)]
    asked = [
        ("requests", number, 1.0 * requests.CHUNK)
        for number in range(-(-size.requests // requests.CHUNK))
    ]
    return [*chains, *asked, *found]


def _hands(size: Size) -> int:
    return 1 if size.cases <= TINY else os.cpu_count() or 1


def _do(job: Job) -> list[tuple[int, ledger.Head]]:
    """One job, in a process of its own or in this one; returns the ends of the chains it made."""
    assert _shared is not None
    kind, which, _work_of = job
    copier = loading.Copier(_shared.to)
    try:
        if kind == "chains":
            return _chains(copier, _shared, which)
        if kind == "cases":
            copier.copy(cases.Chunk(_shared.plan, _shared.pool, _shared.words, which).lines())
        else:
            share = weights()
            of = [share[office.code] for office in _shared.plan.offices]
            copier.copy(requests.Requests(_shared.plan, _shared.words, which, of).lines())
        return []
    finally:
        copier.close()


def _chains(
    copier: loading.Copier, shared: Shared, places: list[int]
) -> list[tuple[int, ledger.Head]]:
    """The chains of some offices, window by window: rows lie in the table as time went."""
    chains = [
        ledger.Chain(shared.plan, place, shared.heads[place], shared.words) for place in places
    ]
    lines: dict[str, list[str]] = {}
    for number in range(shared.plan.size.windows):
        for chain in chains:
            rows.add(lines, chain.window(number))
        if sum(map(len, lines.values())) >= LINES_A_COPY:
            copier.copy(lines)
            lines = {}
    copier.copy(lines)
    return [(chain.place, chain.head) for chain in chains]


def _work(jobs: list[Job], settled: plan.Plan) -> Iterator[tuple[Job, Any]]:
    """Each job with what it returned, as they are done."""
    if _hands(settled.size) == 1:
        for job in jobs:
            yield job, _do(job)
        return
    with _forked() as pool:
        waiting = {pool.submit(_do, job): job for job in jobs}
        while waiting:
            done, _rest = wait(waiting, return_when=FIRST_COMPLETED)
            for one in done:
                yield waiting.pop(one), one.result()


def _each(work: Iterator[tuple[Job, Any]], said: bool) -> list[tuple[int, ledger.Head]]:
    """The ends of the chains that the jobs made, with a bar that says how far they are."""
    assert _shared is not None
    whole, done, ends = sum(job[2] for job in _jobs(_shared.plan)), 0.0, []
    for job, found in work:
        done += job[2]
        ends += found
        if said and sys.stdout.isatty():
            print(f"\r[{'#' * int(40 * done / whole):<40}] {done / whole:4.0%}", end="", flush=True)
    return ends


def _names(size: Size) -> list[tuple[names.Name, names.Name]]:
    global _drawn
    _drawn = names.drawn(size.names, plan.SEED)
    starts = range(0, len(_drawn), NAMES_A_JOB)
    if _hands(size) == 1:
        return [one for start in starts for one in _prepared(start)]
    with _forked() as pool:
        return [one for found in pool.map(_prepared, starts) for one in found]


def _prepared(start: int) -> list[tuple[names.Name, names.Name]]:
    return names.prepared(_drawn[start : start + NAMES_A_JOB], plan.SEED)


@contextmanager
def _forked() -> Iterator[ProcessPoolExecutor]:
    connections.close_all()  # no process may use what another one opened
    with ProcessPoolExecutor(os.cpu_count(), multiprocessing.get_context("fork")) as pool:
        yield pool


def _since(began: float) -> str:
    return f"{time.monotonic() - began:.0f} s"


def _quiet(*_words: Any) -> None:
    """Say nothing."""
