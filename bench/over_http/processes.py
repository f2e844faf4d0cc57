"""Processor time, memory and statements of the running system."""

import json
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import psycopg2

TICKS = os.sysconf("SC_CLK_TCK")
# Of what the system works as; what reads the figures is another role.
SPENT = """
SELECT coalesce(sum(calls), 0), coalesce(sum(total_exec_time), 0) FROM pg_stat_statements
WHERE userid = 'iisa_app'::regrole
"""


class Spent(NamedTuple):
    """Since the start: seconds of web, of PostgreSQL, of the machine; statements; ms of SQL."""

    web: float
    database: float
    machine: float
    statements: int
    sql_ms: float

    def since(self, other: "Spent") -> "Spent":
        return Spent(
            self.web - other.web,
            self.database - other.database,
            self.machine - other.machine,
            self.statements - other.statements,
            self.sql_ms - other.sql_ms,
        )


class System:
    """The processes that BENCH_PROCESSES names, and the counters of their database."""

    def __init__(self) -> None:
        self.pids = json.loads(os.environ["BENCH_PROCESSES"])
        self.connection = psycopg2.connect(os.environ["DATABASE_LOAD_URL"])
        self.connection.autocommit = True

    def spent(self) -> Spent:
        with self.connection.cursor() as cursor:
            cursor.execute(SPENT)
            statements, sql_ms = cursor.fetchone() or (0, 0)
        web, database = (_seconds(self.pids[name]) for name in ("web", "postgres"))
        return Spent(web, database, _machine(), int(statements), float(sql_ms))

    def web_memory_mb(self) -> list[float]:
        """The proportional share of memory of each process that answers."""
        return [_memory_mb(pid) for pid in _children(self.pids["web"])]

    @contextmanager
    def at_rest(self) -> Iterator[None]:
        """Workers and scheduler stand still meanwhile, as the peers' did."""
        try:
            for pid in self.pids["resting"]:
                os.killpg(pid, signal.SIGSTOP)
            yield
        finally:
            for pid in self.pids["resting"]:
                os.killpg(pid, signal.SIGCONT)


def _seconds(pid: int) -> float:
    """Of a process, its living children, and those that it has waited for."""
    return (sum(_times(pid)) + sum(sum(_times(one)[:2]) for one in _children(pid))) / TICKS


def _times(pid: int) -> list[int]:
    """utime, stime, cutime and cstime (proc(5)); none of a process that is gone."""
    try:
        words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return [0, 0, 0, 0]
    return [int(word) for word in words[11:15]]


def _children(pid: int) -> list[int]:
    found = []
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = place.read_text().rpartition(")")[2].split()[1]
        except OSError:
            continue
        if int(parent) == pid:
            found.append(int(place.parent.name))
    return found


def _machine() -> float:
    """Seconds in which any processor of the machine worked."""
    words = [int(word) for word in Path("/proc/stat").read_text().split("\n")[0].split()[1:9]]
    return (sum(words) - words[3] - words[4]) / TICKS  # without idle and iowait


def _memory_mb(pid: int) -> float:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return round(int(line.split()[1]) / 1024, 1)
    return 0.0
