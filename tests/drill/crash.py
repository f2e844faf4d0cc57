"""The drill with crashes: servers of its own, which are killed and brought back in mid-delivery.

    python -m tests.drill.crash FOLDER REQUESTS

Prints what the oracle says as the last line, in JSON, and on the way to standard error when it did
what. It is a process of its own, since a test's servers are everybody's; told to end (SIGTERM), it
takes its servers, workers and receivers with it.
"""

import json
import logging
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from launch.servers import Servers, new_passwords
from tests.plumbing import environment  # before Django: it would overrule what is set below

THREADS, PATIENCE, FAULTS = 4, 600.0, 10
BEGUN = time.monotonic()
assert environment.NUMBER == 0


def main(folder: Path, requests: int) -> None:
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL"):
        os.environ.pop(name)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    # Not throw-away servers: those give up the durability that a crash is to put to the test.
    servers = Servers(folder, f"iisa-drill-{os.getpid()}", new_passwords())
    try:
        os.environ.update(servers.start("iisa_drill"), OUTBOUND_ALLOW="127.0.0.0/8")
        sys.stdout.write(json.dumps(drill(servers, folder, requests)) + "\n")
    finally:
        servers.stop()
        servers.remove()


def drill(servers: Servers, folder: Path, requests: int) -> dict[str, dict[str, float]]:
    offices = prepare()

    from tests.drill import hooks, rig

    groups = [rig.Group(name, folder) for name in ("one", "two")]
    systems = hooks.Systems(offices[::2], folder, seed=5)
    producers = rig.Producers(offices, requests // THREADS, THREADS, seed=11)
    for process in (systems, *groups):
        process.start()
    try:
        producers.start()
        for number, (name, fault) in enumerate(faults(servers, groups)):
            step = (number + 1) * requests // FAULTS
            wait(lambda least=step: rig.delivered() >= least, "deliveries go on", groups)
            tell(f"{step} delivered: {name}")
            fault()
        producers.join()
        tell("everything is filed; the offices' systems work again")
        systems.heal()
        ended, again = time.monotonic(), [0]

        def empty() -> bool:
            again[0] += hooks.send_dead_letters_again()
            return not rig.queued()

        wait(empty, "everything is delivered", groups)
        emptied = round(time.monotonic() - ended, 1)
        whole = rig.verdict(producers) | {"dead letters sent again": again[0]}
        whole |= {"seconds until empty": emptied, "refused to producers": len(producers.refused)}
        return {"all": whole, "by webhook": hooks.verdict(systems, producers)}
    finally:
        producers.stop()
        for process in (systems, *groups):
            process.kill()


def prepare() -> list[str]:
    import django

    django.setup()
    logging.getLogger("trail").setLevel(logging.WARNING)  # told here is the drill's progress
    from django.core.management import call_command

    from central_offices import seed
    from central_offices.models import CentralOffice
    from tests import world
    from tests.plumbing import by_the_owner

    call_command("migrate", verbosity=0)
    by_the_owner.make()
    world.seed()
    with by_the_owner.by_the_owner():
        seed.seed(live=True)
    joined = CentralOffice.objects.joined().exclude(code="KEN").order_by("code")
    return list(joined.values_list("code", flat=True))


def faults(servers: Servers, groups: list) -> list[tuple[str, Callable[[], None]]]:
    """Five killed worker groups and a killed child, two lost Redises, one frozen one, one crash
    of PostgreSQL."""

    def kill(group) -> None:
        group.kill()
        group.start()

    def lose_redis() -> None:
        servers.valkey.process.kill()
        servers.valkey.process.wait()
        servers.valkey.start_again()

    def freeze_redis() -> None:
        servers.valkey.process.send_signal(signal.SIGSTOP)
        time.sleep(10)
        servers.valkey.process.send_signal(signal.SIGCONT)

    def crash_postgres() -> None:
        servers.postgres.process.send_signal(signal.SIGQUIT)
        servers.postgres.process.wait()
        servers.postgres.start_again()

    one, two = (("a worker group is killed", lambda g=group: kill(g)) for group in groups)
    child = "a process of a pool is killed", groups[1].kill_child
    redis, freeze = ("Redis is lost", lose_redis), ("Redis stands still", freeze_redis)
    crash = "PostgreSQL crashes", crash_postgres
    return [one, redis, two, crash, one, child, freeze, two, redis, one]


def tell(what: str) -> None:
    sys.stderr.write(f"{time.monotonic() - BEGUN:7.1f} s  {what}\n")


def wait(done, what: str, groups: list) -> None:
    """Until it is so; a database that is just coming back is asked again, a worker that ended by
    itself is started again."""
    from django.db import InterfaceError, OperationalError, connections

    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            if done():
                return
        except (OperationalError, InterfaceError):
            connections.close_all()
        for group in groups:
            group.tend()
        time.sleep(0.05)
    sys.exit(f"It did not happen: {what}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
