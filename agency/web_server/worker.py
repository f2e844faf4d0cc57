"""A process of the web server: gunicorn keeps the processes, waitress reads and writes.

    gunicorn agency.wsgi:application --worker-class agency.web_server.worker.Worker

Why this pair: docs/decisions/0024-the-web-server.md.
"""

import logging
import os
import time
from typing import Any

from gunicorn.workers.base import Worker as Process
from waitress import wasyncore

LOOP_S = 1.0  # seconds that the loop waits at most, so that gunicorn knows that it lives


class Worker(Process):
    """Serves the sockets that gunicorn has opened, until gunicorn asks it to end."""

    def run(self) -> None:
        # Gunicorn imports this file before Django is ready for what these import.
        from agency.web_server.door import OTHERS_S, open_door
        from agency.web_server.turns import Threads
        from agency.web_server.warm_up import collect_less_often

        collect_less_often()
        # A queue is nothing to tell the operator of.
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)
        threads, files = Threads(), dict[int, Any]()
        threads.set_thread_count(self.cfg.threads)
        doors = [open_door(self.wsgi, one.sock, threads, files) for one in self.sockets]
        while self.alive and self.ppid == os.getppid():
            self.notify()
            wasyncore.poll2(OTHERS_S if threads.queue else LOOP_S, files)
        for door in doors:
            door.shut()
        self._end(threads, files)

    def _end(self, threads: Any, files: dict[int, Any]) -> None:
        """Answer what was asked, for as long as gunicorn gives; then close."""
        from agency.web_server.door import is_owed

        until = time.monotonic() + self.cfg.graceful_timeout
        while time.monotonic() < until and is_owed(files):
            self.notify()
            wasyncore.poll2(0.1, files)
        threads.shutdown(timeout=1)
        wasyncore.close_all(files, ignore_all=True)
