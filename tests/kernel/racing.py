"""Two at the same moment: a second thread, and a way to know that it waits for the first."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections

PATIENCE = 30.0  # seconds until a thread that never waits is given up


class Lane:
    """`work` in a thread with a database connection of its own; begins at once."""

    def __init__(self, work: Callable[[], Any]):
        self.pool = ThreadPoolExecutor(max_workers=1)
        self.future = self.pool.submit(self._run, work)

    def result(self) -> Any:
        """The result of the work; raises what it raised."""
        try:
            return self.future.result(timeout=PATIENCE)
        finally:
            self.pool.shutdown(wait=False)

    @staticmethod
    def _run(work: Callable[[], Any]) -> Any:
        try:
            return work()
        finally:
            connections.close_all()


def somebody_waits(how_many: int = 1) -> None:
    """Return once so many other sessions wait for a lock that this thread's session holds."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            # Not pg_stat_activity: within a transaction it shows one and the same moment.
            cursor.execute(
                "SELECT count(DISTINCT pid) FROM pg_locks "
                "WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))"
            )
            if cursor.fetchone()[0] >= how_many:
                return
    pytest.fail("Nobody waits for us.")
