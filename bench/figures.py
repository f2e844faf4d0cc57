"""The file of measured figures: one JSON line each."""

import json
import os
import platform
from datetime import UTC, datetime
from pathlib import Path


def keep(bench: str, figures: list[tuple[str, float, str, str]]) -> None:
    """Append (name, value, unit, target) rows to the bench's own file."""
    from django.conf import settings

    folder = Path(os.environ.get("BENCH_RESULTS") or settings.AGENCY_DATA / "bench")
    folder.mkdir(parents=True, exist_ok=True)
    at, machine = datetime.now(UTC).isoformat(timespec="seconds"), platform.processor()
    load = os.getloadavg()[0]
    with (folder / f"{bench}.jsonl").open("a") as lines:
        for name, value, unit, bar in figures:
            fact = {"at": at, "name": name, "value": value, "unit": unit, "bar": bar}
            facts = fact | {"cores": os.cpu_count(), "load": load, "machine": machine}
            lines.write(json.dumps(facts, ensure_ascii=False) + "\n")


def show(figures: list[tuple[str, float, str, str]]) -> None:
    for name, value, unit, bar in figures:
        print(f"{name:<50} {value:>8} {unit:<6} {bar}")
