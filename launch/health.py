"""The containers' health checks: exit code 0 when all is well, else 1 and a sentence.

`python -m launch.health answers URL`, `pings worker`, `ticks FILE`. None needs a shell, a variable
of the environment or a library of one interpreter: what a command inside a container finds there
differs from engine to engine (podman sets no HOSTNAME, and hands the host's proxies on).
"""

import socket
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

ANSWER_SECONDS = 8
TICK_SECONDS = 120  # beat ticks every two seconds, and waits some more for a broker that is away


def answers(url: str) -> str:
    """Ask the web server of this container, past every proxy."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(url, timeout=ANSWER_SECONDS) as reply:
            return "" if reply.status == 200 else f"It answered {reply.status}."
    except OSError as error:
        return str(error)


def pings(name: str) -> str:
    """Ask the worker of this container, through the broker, by the name it gave itself (%h)."""
    from agency.celery import app

    node = f"{name}@{socket.gethostname()}"
    try:
        replies = app.control.inspect(destination=[node], timeout=ANSWER_SECONDS).ping()
    except OSError as error:  # what kombu makes of a broker that cannot be reached
        return str(error)
    return "" if replies else f"{node} does not answer."


def ticks(path: str) -> str:
    """Look when beat of this container last went through its schedule (agency/beat.py)."""
    try:
        silent = time.time() - Path(path).stat().st_mtime
    except OSError as error:
        return str(error)
    return "" if silent < TICK_SECONDS else f"It has not ticked for {silent:.0f} seconds."


CHECKS: dict[str, Callable[[str], str]] = {"answers": answers, "pings": pings, "ticks": ticks}


def main(arguments: list[str]) -> int:
    name, about = arguments
    if wrong := CHECKS[name](about):
        print(wrong, file=sys.stderr)
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
