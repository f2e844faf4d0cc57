"""How long requests take, as a histogram that all processes of the web server fill together.

Each process writes to a file of its own under PROMETHEUS_MULTIPROC_DIR (prometheus_client's
multiprocess mode), and whichever is asked for `/metrics` adds them up. The name of the file says
the host as well, since containers share the folder and each has a process 7. `launch.prepare`
empties the folder before the system starts. Nothing is done when a process ends: a histogram
must not fall, and gauges of living processes, which would have to be taken back, are not kept.
"""

import logging
import os
import socket
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponseBase
from prometheus_client import CollectorRegistry, Histogram, values
from prometheus_client.multiprocess import MultiProcessCollector

BUCKET_SECONDS = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
FILE_BYTES = 2 * 1024 * 1024  # some thousand series

log = logging.getLogger("agency")


class Latency:
    """Middleware: measures every request, all other middleware included.

    Not used where nobody may read the figures (METRICS_TOKEN is not set).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        if not settings.METRICS_TOKEN:
            raise MiddlewareNotUsed
        self.get_response = get_response
        try:
            histogram()
        except OSError:  # a full disk: what measures must not end what is measured
            log.exception("How long requests take is not measured: no file for the figures.")
            raise MiddlewareNotUsed from None

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        began = time.perf_counter()
        response = self.get_response(request)
        seconds = time.perf_counter() - began
        histogram()[0].labels(*labels(request, response)).observe(seconds)
        return response


def labels(request: HttpRequest, response: HttpResponseBase) -> tuple[str, str, str]:
    """Method, name of the view and class of the status: what was asked for, never of whom.

    An address that leads nowhere, and a method that nobody knows, have one name for all, so that
    a stranger adds no series.
    """
    method = request.method if request.method in METHODS else "other"
    found = request.resolver_match
    view = (found.view_name or found.route) if found else "none"
    return str(method), view, f"{response.status_code // 100}xx"


@cache
def histogram() -> tuple[Histogram, CollectorRegistry]:
    """The histogram of this process and the registry that holds it."""
    if settings.METRICS_FOLDER:
        _provide_file(Path(settings.METRICS_FOLDER) / f"histogram_{_process()}.db")
        values.ValueClass = values.MultiProcessValue(_process)
    registry = CollectorRegistry()
    made = Histogram(
        "iisa_request_seconds",
        "Seconds from a request to its answer",
        ["method", "view", "status"],
        buckets=BUCKET_SECONDS,
        registry=registry,
    )
    return made, registry


def of_all_processes() -> CollectorRegistry:
    """A registry with the histogram summed over all processes; without a folder, of this one."""
    if not settings.METRICS_FOLDER:
        return histogram()[1]
    registry = CollectorRegistry()
    if Path(settings.METRICS_FOLDER).is_dir():
        MultiProcessCollector(registry, settings.METRICS_FOLDER)
    return registry


def _process() -> str:
    return f"{socket.gethostname()}-{os.getpid()}"


def _provide_file(path: Path) -> None:
    """Take the room on the disk now: writing to a mapped file on a full disk ends the process."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        with path.open("xb") as file:
            os.posix_fallocate(file.fileno(), 0, FILE_BYTES)
