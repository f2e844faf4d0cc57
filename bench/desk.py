"""Times of the duty board, its news, and the figures of performance, in an invented world.

    python3 -m launch bench 1m desk

Server time is taken inside the process that answers, as in bench/cases.py, with four duty officers
at once, one of them in the office with the most requests.
"""

import os
import statistics
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
ROUNDS, WARM = 40, 5
PAGES = [
    ("duty board", "/duty", 200, "≤ 300"),
    ("news of the board, changed", "/duty/news?known=0", 200, "≤ 300"),
    ("news of the board, as known", "/duty/news?known={known}", 204, "≤ 300"),
    ("wall", "/duty/wall", 200, "≤ 300"),
    ("performance, 90 days", "/performance/?days=90", 200, "≤ 1000"),
    ("performance, 365 days", "/performance/?days=365", 200, "≤ 1000"),
]


def main() -> None:
    """Print a table and append one JSON line per figure to BENCH_RESULTS/desk.jsonl."""
    _ready()
    from django.db import connections

    from bench.figures import keep
    from bench.world import officers

    emails = [officers.email(office.code, 1) for office in officers.of_four_sizes()]
    connections.close_all()
    figures = []
    for name, address, status, bar in PAGES:
        with ProcessPoolExecutor(max_workers=len(emails)) as pool:
            every = list(pool.map(ask, emails, [address] * 4, [status] * 4))
        figures += _figures(name, every, bar)
    keep("desk", figures)
    for name, value, unit, bar in figures:
        print(f"{name:<56} {value:>8} {unit:<6} {bar}")


def ask(email: str, address: str, status: int) -> list[float]:
    """One officer asks for one page again and again: how long each answer took."""
    _ready()
    from django.test import Client

    from central_offices.models import Officer

    officer = Officer.objects.get(email=email)
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    known = _known(client)
    spent: list[float] = []
    while len(spent) < WARM + ROUNDS:
        begun = time.perf_counter()
        answer = client.get(address.format(known=known), headers={"Accept-Encoding": "gzip"})
        if answer.status_code == status:
            spent.append(time.perf_counter() - begun)
        else:
            assert status == 204, (address, answer.status_code)
            known = _known(client)  # a clock ran out meanwhile: the ladder was climbed
    return spent[WARM:]


def _known(client: Any) -> str:
    page: str = client.get("/duty").content.decode()
    return page.split("known=")[1].split('"')[0]


def _figures(name: str, times: list[list[float]], bar: str) -> list[tuple[str, float, str, str]]:
    every, largest = sorted(one for row in times for one in row), sorted(times[0])
    return [
        (f"{name}, p50", _ms(statistics.median(every)), "ms", ""),
        (f"{name}, p95", _ms(_share(every)), "ms", bar),
        (f"{name}, p95 in the largest office", _ms(_share(largest)), "ms", bar),
    ]


def _ready() -> None:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "agency.settings")
    import django

    django.setup()


def _share(ordered: list[float]) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)


if __name__ == "__main__":
    main()
