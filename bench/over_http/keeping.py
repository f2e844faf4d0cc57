"""The table on the terminal, and the same figures as JSON lines."""

import json
import os
import time
from datetime import UTC, datetime
from pathlib import Path

from bench.over_http.asking import Measured
from bench.over_http.processes import System

SHOWN = "p50 p95 longest rate web_ms database_ms statements sql_ms bytes others"
WRITES = 300


def head() -> None:
    print(
        f"{'':<52} {'p50':>7} {'p95':>7} {'max':>7} {'/s':>6} {'web':>6} {'pg':>6} {'stmts':>6} "
        f"{'SQL':>7} {'bytes':>7} {'others':>6}  aim",
        flush=True,
    )


def keep(row: Measured) -> None:
    """Print one row, and append it to BENCH_RESULTS/over_http.jsonl."""
    widths = [7, 7, 7, 6, 6, 6, 6, 7, 7, 6]
    values = (getattr(row, name) for name in SHOWN.split())
    said = " ".join(f"{value:>{width}}" for value, width in zip(values, widths, strict=True))
    print(f"{row.name:<52} {said}  {row.aim}", flush=True)
    _append(row._asdict())


def memory(shares: list[float]) -> None:
    print(f"{'memory of the web processes, PSS':<52} {shares} MB", flush=True)
    _append({"name": "memory of the web processes, PSS in MB", "value": shares})


def audit_write(system: System) -> None:
    """Print the cost of one event: of an act that writes one, less an empty act."""
    from central_offices import roles
    from kernel import acting
    from ledger import events

    by, times, busy = roles.system(), {}, {}
    for what in ("empty", "one event"):
        began, before, own = time.perf_counter(), system.spent(), time.process_time()
        for _ in range(WRITES):
            with acting.acting_as(by):
                if what == "one event":
                    events.record("case.list", by=by, data={"count": 0})
        times[what] = (time.perf_counter() - began) * 1000 / WRITES
        own = time.process_time() - own + system.spent().since(before).database
        busy[what] = own * 1000 / WRITES
    clock, spent = (round(one["one event"] - one["empty"], 2) for one in (times, busy))
    print(f"{'one event written':<52} {clock} ms, processor {spent} ms  aim ≤ 0.5", flush=True)
    _append({"name": "one event written, ms", "value": clock, "spent": spent, "aim": "≤ 0.5"})


def _append(fact: dict[str, object]) -> None:
    folder = Path(os.environ["BENCH_RESULTS"])
    folder.mkdir(parents=True, exist_ok=True)
    about = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "world": os.environ.get("BENCH_WORLD", ""),
        "load": os.getloadavg()[0],
        "cores": os.cpu_count(),
    }
    with (folder / "over_http.jsonl").open("a") as lines:
        lines.write(json.dumps(about | fact, ensure_ascii=False) + "\n")
