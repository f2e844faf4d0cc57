"""Speed of printing notices: one at a time, and with two processes."""

import json
import multiprocessing
import os
import platform
import statistics
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SINGLE, EACH, PROCESSES = 40, 40, 2


def main() -> None:
    """Print a table and append one JSON line per figure to AGENCY_DATA/bench/pdf.jsonl."""
    start_django()
    figures = [*one_process(), *two_processes()]
    keep(figures)
    for name, value, unit, bar in figures:
        print(f"{name:<44} {value:>8} {unit:<6} {bar}")


def start_django() -> None:
    """Load the settings, in this process and in each of the pool."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "agency.settings")
    import django

    django.setup()
    from kernel.pdf import printing

    printing.warm_up()


def one_process() -> list[tuple[str, float, str, str]]:
    """Return the warm times of one process, for a notice with and without a photograph."""
    found: list[tuple[str, float, str, str]] = []
    for language, photo in (("ar", True), ("zh", False)):
        print_some(3, language, photo)
        spent = time.process_time()
        times = [print_some(1, language, photo) * 1000 for _ in range(SINGLE)]
        spent = (time.process_time() - spent) * 1000 / SINGLE
        name = f"notice en+{language}, {'photo' if photo else 'no photo'}"
        found.append((f"{name}, p50", round(statistics.median(times)), "ms", "≤ 1000"))
        found.append((f"{name}, p95", round(statistics.quantiles(times, n=20)[18]), "ms", ""))
        found.append((f"{name}, processor", round(spent), "ms", ""))
    return found


def two_processes() -> list[tuple[str, float, str, str]]:
    """Return how many notices two warm processes print in a second."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(PROCESSES, initializer=start_django) as pool:
        pool.starmap(print_some, [(3, "ar", True)] * PROCESSES, chunksize=1)
        started = time.perf_counter()
        pool.starmap(print_some, [(EACH, "ar", True)] * PROCESSES, chunksize=1)
        took = time.perf_counter() - started
    rate = round(PROCESSES * EACH / took, 1)
    return [(f"notices en+ar with photo, {PROCESSES} processes", rate, "PDF/s", "≥ 4")]


def print_some(number: int, language: str, with_photo: bool) -> float:
    """Print `number` notices and return the seconds it took."""
    from bench.pictures import face
    from notices.papers.pdf import print_notice
    from tests.notices.papers import red

    paper, photo = red(second_language=language), face() if with_photo else None
    started = time.perf_counter()
    for _ in range(number):
        print_notice(paper, photo=photo)
    return time.perf_counter() - started


def keep(figures: list[tuple[str, float, str, str]]) -> None:
    """Append the figures to the bench's own file."""
    from django.conf import settings

    folder = Path(os.environ.get("BENCH_RESULTS") or settings.AGENCY_DATA / "bench")
    folder.mkdir(parents=True, exist_ok=True)
    at, machine = datetime.now(UTC).isoformat(timespec="seconds"), platform.processor()
    load = os.getloadavg()[0]
    with (folder / "pdf.jsonl").open("a") as lines:
        for name, value, unit, bar in figures:
            fact = {"at": at, "name": name, "value": value, "unit": unit, "bar": bar}
            facts = fact | {"cores": os.cpu_count(), "load": load, "machine": machine}
            lines.write(json.dumps(facts, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
