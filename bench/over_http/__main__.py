"""Measures the running system and keeps a JSON line of every row in BENCH_RESULTS/over_http.jsonl.

BENCH_ROWS="file a,duty" measures the rows whose names have one of these words, BENCH_SECONDS=2 for
so many seconds each.
"""

import os
import sys
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent.parent
SECONDS = 7.5  # of each row, as long as the peers' slices together


def main() -> int:
    """Print the table; how many rows were answered otherwise than they should be, and left out."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "agency.settings")
    import django

    django.setup()
    from bench.over_http import asking, keeping, scopes, table
    from bench.over_http.processes import System
    from cases.models import Offence

    system, reached = System(), urlsplit(os.environ["BENCH_URL"])
    host, port = reached.hostname or "127.0.0.1", reached.port or 80
    seconds = float(os.environ.get("BENCH_SECONDS", SECONDS))
    offence = Offence.objects.order_by("pk").values_list("code", flat=True)[0]
    words = [word for word in os.environ.get("BENCH_ROWS", "").split(",") if word]
    failed = 0
    keeping.head()
    with system.at_rest():
        for row in table.rows(scopes.found(), offence, _page):
            if words and not any(word in row.name for word in words):
                continue
            try:
                keeping.keep(asking.measure(row, host, port, system, seconds))
            except (asking.Wrong, OSError) as wrong:
                print(f"NOT MEASURED  {wrong}", flush=True)
                failed += 1
        keeping.memory(system.web_memory_mb())
        keeping.audit_write(system)
    return failed


def _page(headers: dict[str, str], address: str) -> str:
    plain = {"Cookie": headers["Cookie"]}
    request = urllib.request.Request(f"{os.environ['BENCH_URL']}{address}", headers=plain)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return str(answer.read().decode())


if __name__ == "__main__":
    sys.exit(main())
