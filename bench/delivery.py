"""Speed of delivery: one message in a quiet system, many at once, one to everybody."""

import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
QUIET, MANY, PATIENCE = 60, 1000, 300.0
Figure = tuple[str, float, str, str]


def main() -> None:
    """Print a table and append one JSON line per figure to BENCH_RESULTS/delivery.jsonl."""
    set_up()
    from bench.figures import keep, show

    by, offices = world()
    wait(lambda: not undelivered())
    figures = [*quiet(by, offices), *at_once(by, offices), *broadcast(by, offices)]
    keep("delivery", figures)
    show(figures)


def set_up() -> None:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "agency.settings")
    import django

    django.setup()


def quiet(by: Any, offices: list[Any], how: str = "") -> list[Figure]:
    """From the moment of sending, and from the commit, until it is stored for the recipient."""
    from kernel import acting
    from ledger.models import Delivery

    whole, after = [], []
    for office in random.choices(offices, k=QUIET):
        row = draft(by, [office])
        begun = time.time()
        send(row, by)
        committed = time.time()
        rows = Delivery.objects.filter(thread=row.pk, delivered_at__isnull=False)
        with acting.by_a_rule("delivery"):
            wait(rows.exists)
            at = rows.get().delivered_at
        assert at, "Only what was delivered is looked for."
        stored = at.timestamp()
        whole.append(stored - begun)
        after.append(stored - committed)
        time.sleep(0.1)
    return [
        (f"filed → stored, quiet, p50{how}", ms(statistics.median(whole)), "ms", "≤ 200"),
        (f"filed → stored, quiet, p95{how}", ms(_p95(whole)), "ms", "≤ 1000"),
        (f"committed → stored, quiet, p50{how}", ms(statistics.median(after)), "ms", "≤ 100"),
        (f"committed → stored, quiet, p95{how}", ms(_p95(after)), "ms", "≤ 500"),
    ]


def at_once(by: Any, offices: list[Any], how: str = "", bar: int = 150) -> list[Figure]:
    """Everything that waits for paused offices, from the moment at which the pauses end."""
    from django.utils import timezone

    from ledger.delivery import wakeup
    from ledger.models import Destination

    rows = Destination.objects.filter(office__in=offices)
    rows.update(paused_at=timezone.now())
    for office in random.choices(offices, k=MANY):
        send(draft(by, [office]), by)
    rows.update(paused_at=None)
    begun = time.monotonic()
    wakeup.deliver_soon(list(rows.values_list("pk", flat=True)))
    wait(lambda: not undelivered())
    rate = MANY / (time.monotonic() - begun)
    return [(f"{MANY} waiting messages, delivered{how}", round(rate), "/s", f"≥ {bar}")]


def broadcast(by: Any, offices: list[Any]) -> list[Figure]:
    """One request to every other office: until it is stored for the last of them."""
    found = []
    for _ in range(3):
        row = draft(by, offices)
        begun = time.monotonic()
        send(row, by)
        filed = time.monotonic() - begun
        wait(lambda: not undelivered())
        found.append((filed, time.monotonic() - begun))
    filed, complete = (round(statistics.median(times), 2) for times in zip(*found, strict=True))
    to = f"one request to {len(offices)} offices"
    return [(f"{to}, filed", filed, "s", ""), (f"{to}, all stored", complete, "s", "≤ 5")]


def world() -> tuple[Any, list[Any]]:
    """Somebody who sends, and everybody else's offices."""
    from central_offices import seed as office_seed
    from central_offices.models import CentralOffice, Officer, Role, RoleGrant
    from exchange import seed as exchange_seed
    from kernel import acting

    office_seed.seed(live=True)
    exchange_seed.seed()
    office = CentralOffice.objects.get(code="KEN")
    officer, new = Officer.objects.get_or_create(
        email="bench@iisa.invalid", defaults={"name": "Bench", "office": office, "password": "!"}
    )
    if new:
        with acting.acting_as(officer):
            RoleGrant.objects.create(officer=officer, office=office, role=Role.OFFICER)
            officer.refresh_rights()
    others = CentralOffice.objects.joined().exclude(pk=office.pk)
    return officer, list(others.filter(destination__paused_at=None))


def draft(by: Any, offices: list[Any]) -> Any:
    from exchange.models import RequestType
    from exchange.requests import sending

    return sending.draft(
        by=by,
        recipients=offices,
        type=RequestType.objects.in_force().get(code="INFO"),
        title="Measured",
        ask="How long does this take?",
        legal_basis="Bench",
    )


def send(row: Any, by: Any) -> None:
    from exchange.requests import sending

    sending.send(row, by=by)


def undelivered() -> bool:
    from kernel import acting
    from ledger.models import Delivery

    with acting.by_a_rule("delivery"):
        return bool(Delivery.objects.filter(status="QUEUED", destination__paused_at=None).exists())


def wait(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not done():
        if time.monotonic() > deadline:
            sys.exit("Nothing was delivered: is the worker running?")
        time.sleep(0.005)


def ms(seconds: float) -> int:
    return round(seconds * 1000)


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[18]


if __name__ == "__main__":
    main()
