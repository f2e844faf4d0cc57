"""Delivery by webhook, measured apart; and filing while the broker is a black hole."""

import logging
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bench import delivery
from bench.delivery import Figure

FILINGS, FORGET_EVERY = 200, 20


def main() -> None:
    """Print a table and append one JSON line per figure to BENCH_RESULTS/webhooks.jsonl."""
    delivery.set_up()
    from bench.figures import keep, show

    by, offices = delivery.world()
    delivery.wait(lambda: not delivery.undelivered())
    with receivers(offices):
        quiet = delivery.quiet(by, offices, " (webhook)")
        figures = [*quiet, *delivery.at_once(by, offices, " (webhook)", 150)]
    figures += black_hole(by, offices)
    keep("webhooks", figures)
    show(figures)


@contextmanager
def receivers(offices: list[Any]) -> Iterator[None]:
    """All offices receive by webhook, on loopback, until the end."""
    from ledger.delivery import standard_webhooks
    from ledger.models import Destination

    port = os.environ["BENCH_RECEIVER_PORT"]
    rows = Destination.objects.filter(office__in=offices)
    process = subprocess.Popen([sys.executable, "-m", "bench.receiver", port])
    try:
        _answers(int(port))
        for row in rows:
            if not row.secrets.filter(ends_at=None).exists():
                standard_webhooks.new_secret(row)
        rows.update(mode=Destination.Mode.WEBHOOK, url=f"http://127.0.0.1:{port}/")
        yield
    finally:
        rows.update(mode=Destination.Mode.BROWSER)
        process.terminate()
        process.wait()


def _answers(port: int) -> None:
    def is_open() -> bool:
        with socket.socket() as one:
            return one.connect_ex(("127.0.0.1", port)) == 0

    delivery.wait(is_open)


def black_hole(by: Any, offices: list[Any]) -> list[Figure]:
    """How long filing takes when the broker takes connections and never answers.

    The breaker is made to forget every FORGET_EVERY filings, so that more than the first one pays.
    """
    from celery import current_app
    from kombu import pools

    from ledger.delivery import wakeup

    rows = [delivery.draft(by, [offices[n % len(offices)]]) for n in range(FILINGS)]
    before, times, failed = current_app.conf.broker_url, [], wakeup.failures
    with socket.socket() as hole:
        hole.bind(("127.0.0.1", 0))
        hole.listen(512)
        current_app.conf.broker_url = f"redis://127.0.0.1:{hole.getsockname()[1]}/0"
        pools.reset()
        wakeup._impatient.cache_clear()
        logging.disable(logging.WARNING)  # it says each time that the broker took no wake-up
        try:
            for number, row in enumerate(rows):
                if number % FORGET_EVERY == 0:
                    wakeup._resume_at = 0.0
                begun = time.monotonic()
                delivery.send(row, by)
                times.append(time.monotonic() - begun)
        finally:
            logging.disable(logging.NOTSET)
            current_app.conf.broker_url = before
            pools.reset()
            wakeup._impatient.cache_clear()
            wakeup._resume_at = 0.0
    if wakeup.failures - failed < FILINGS // FORGET_EVERY:
        sys.exit("The wake-ups did not fall into the black hole.")
    p99 = statistics.quantiles(times, n=100)[98]
    return [
        ("filing, broker a black hole, p50", delivery.ms(statistics.median(times)), "ms", ""),
        ("filing, broker a black hole, p99", delivery.ms(p99), "ms", "≤ 1000"),
        ("filing, broker a black hole, max", delivery.ms(max(times)), "ms", ""),
    ]


if __name__ == "__main__":
    main()
