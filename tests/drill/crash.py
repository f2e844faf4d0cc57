"""The drill with crashes: servers of its own, which are killed and brought back in mid-delivery.

    python -m tests.drill.crash FOLDER

Prints what the oracle says as the last line, in JSON. It is a process of its own, since a test's
servers are everybody's.
"""

import json
import os
import signal
import sys
import time
from pathlib import Path

from launch.servers import Servers, new_passwords
from tests.plumbing import environment  # before Django: it would overrule what is set below

THREADS, EACH, PATIENCE = 4, 250, 240.0
assert environment.NUMBER == 0


def main(folder: Path) -> None:
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL"):
        os.environ.pop(name)
    # Not throw-away servers: those give up the durability that a crash is to put to the test.
    servers = Servers(folder, f"iisa-drill-{os.getpid()}", new_passwords())
    try:
        os.environ.update(servers.start("iisa_drill"))
        sys.stdout.write(json.dumps(drill(servers, folder)) + "\n")
    finally:
        servers.stop()
        servers.remove()


def drill(servers: Servers, folder: Path) -> dict[str, float]:
    offices = prepare()

    from tests.drill import rig

    groups = [rig.Group(name, folder) for name in ("one", "two")]
    producers = rig.Producers(offices, EACH, THREADS, seed=11)
    for group in groups:
        group.start()
    try:
        producers.start()
        for number, fault in enumerate(faults(servers, groups)):
            wait(lambda n=number: rig.delivered() >= (n + 1) * 120, "deliveries go on")
            fault()
        producers.join()
        ended = time.monotonic()
        wait(lambda: not rig.queued(), "everything is delivered")
        return rig.verdict(producers) | {"emptied after": round(time.monotonic() - ended, 1)}
    finally:
        producers.stop()
        for group in groups:
            group.kill()


def prepare() -> list[str]:
    import django

    django.setup()
    from django.core.management import call_command

    from central_offices import seed as office_seed
    from central_offices.models import CentralOffice
    from tests import world

    call_command("migrate", verbosity=0)
    world.seed()
    office_seed.seed()
    joined = CentralOffice.objects.joined().exclude(code="KEN")
    return list(joined.values_list("code", flat=True))


def faults(servers: Servers, groups: list) -> list:
    """Five killed worker groups, two lost Redises, one frozen one, one crash of PostgreSQL."""

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

    one, two = (lambda group=group: kill(group) for group in groups)
    return [one, lose_redis, two, crash_postgres, one, freeze_redis, two, lose_redis, one]


def wait(done, what: str) -> None:
    """Until it is so; a database that is just coming back is asked again."""
    from django.db import InterfaceError, OperationalError, connections

    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            if done():
                return
        except (OperationalError, InterfaceError):
            connections.close_all()
        time.sleep(0.05)
    sys.exit(f"It did not happen: {what}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
