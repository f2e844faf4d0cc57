"""Times of the list of cases and of the search, in an invented world (bench.world).

    python3 -m launch bench 100k cases

Server time is taken inside the process that answers, round everything from the outermost
middleware on: four officers, one of them in the largest office, first one after the other on a
quiet system, then all at once on the cores on which they also ask. Reads and searches are written
to the ledger as always.
"""

import gc
import os
import random
import statistics
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
ROUNDS, WARM = 100, 15
READING = 0.5  # seconds that an officer looks at a page, on average
TARGET = "≤ 60"
WAYS = [
    (1, READING / 5, "one officer at a time"),
    (4, READING, "4 officers at once"),
    (4, 0.0, "4 officers without a pause"),
]
Times = list[tuple[float, float]]
LISTS = [
    "/cases/",
    "/cases/?view=all",
    "/cases/?view=mine",
    "/cases/?view=all&status=ACTIVE",
    "/cases/?view=all&portfolio=FRAUD&status=OPEN&level=1",
    "/cases/?view=all&office=KEN",
]


def main() -> None:
    """Print a table and append one JSON line per figure to BENCH_RESULTS/cases.jsonl."""
    _ready()
    from bench.figures import keep

    officers = _signed_in()
    from django.db import connections

    connections.close_all()
    figures = []
    for kind in ("list", "search"):
        for at_once, pause, words in WAYS:
            with ProcessPoolExecutor(max_workers=at_once, max_tasks_per_child=1) as pool:
                kinds, pauses = [kind] * len(officers), [pause] * len(officers)
                times = list(pool.map(browse, officers, kinds, pauses))
            figures += _figures(f"case {kind}, {words}", times)
    keep("cases", figures)
    for name, value, unit, bar in figures:
        print(f"{name:<64} {value:>8} {unit:<6} {bar}")


def _figures(name: str, times: list[Times]) -> list[tuple[str, float, str, str]]:
    every = sorted(spent for spans in times for spent, _busy in spans)
    largest = sorted(spent for spent, _busy in times[0])
    busy = statistics.median(busy for spans in times for _spent, busy in spans)
    return [
        (f"{name}, p50", _ms(statistics.median(every)), "ms", ""),
        (f"{name}, p95", _ms(_share(every, 0.95)), "ms", TARGET),
        (f"{name}, p95 in the largest office", _ms(_share(largest, 0.95)), "ms", TARGET),
        (f"{name}, processor time in Python, p50", _ms(busy), "ms", ""),
    ]


def browse(email: str, kind: str, pause: float) -> Times:
    """One officer's requests, one after the other: how long each took, and kept Python busy."""
    _ready()
    from django.test import Client

    from central_offices.models import Officer

    officer = Officer.objects.get(email=email)
    client, chance = Client(HTTP_HOST="127.0.0.1"), random.Random(email)
    client.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.post("/cases/purpose", {"purpose": "INFORMATION", "next": "/cases/"})
    gc.freeze()  # as the web server does
    wanted = LISTS if kind == "list" else _searches(officer, chance)
    spent = []
    for number in range(WARM + ROUNDS):
        url = wanted[number % len(wanted)]
        begun, idle = time.perf_counter(), time.process_time()
        answer = client.get(url, headers={"Accept-Encoding": "gzip"})
        if number >= WARM:
            spent.append((time.perf_counter() - begun, time.process_time() - idle))
        assert answer.status_code == 200, (url, answer.status_code)
        time.sleep(pause * chance.uniform(0.5, 1.5))
    return spent


def _searches(officer: Any, chance: random.Random) -> list[str]:
    """Names as written, in part, with a typo, in Latin letters; words; references."""
    from urllib.parse import quote

    from anyascii import anyascii

    from bench.world import names
    from cases.models import Case, NameKey

    seen = NameKey.objects.filter(seen_by__contains=[officer.office.number]).order_by("id")
    known = list(seen.values_list("name", flat=True)[:20_000])
    typed = [chance.choice(known) for _ in range(60)]
    asked = typed[:15]
    asked += [name.split()[0] if " " in name else name for name in typed[15:30]]
    asked += [names.alias(name, chance) for name in typed[30:45]]
    asked += [anyascii(name) for name in typed[45:]]
    asked += ["Frozen Harbour", "forged passports", "freight warehouse ticket"]
    asked += list(Case.objects.visible_to(officer).values_list("reference", flat=True)[:3])
    chance.shuffle(asked)
    return [f"/cases/?q={quote(text)}" for text in asked]


def _signed_in() -> list[str]:
    """Four officers: in the largest office, in two of middling size, and in a small one."""
    from bench.world import officers

    return [officers.email(office.code, 2) for office in officers.of_four_sizes()]


def _ready() -> None:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "agency.settings")
    import django

    django.setup()


def _share(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)


if __name__ == "__main__":
    main()
