"""`launch bench`: the whole system with data of its own, measured; figures are kept in var/bench/.

    python3 -m launch bench [10k|100k|1m] [bench …]

A world of a size (bench.world) is made once and kept in var/bench/SIZE/ until its generator
changes; new migrations run on it as on a system in use. Benches that need none have a system of
their own beside it.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench.__main__ import BENCHES, IN_A_WORLD, IN_THE_DEMO
from bench.world.sizes import SIZES, VERSION
from launch import database_roles, keys, run, system
from launch.database_roles import ADMIN, LOADER
from launch.places import ROOT, free_port
from launch.servers import Servers
from launch.supervisor import Supervisor
from launch.trouble import Trouble

RESULTS = ROOT / "var" / "bench"
USUAL = "100k"
STAMP = "world.json"
ONLY_MADE = "world"
DATABASE = "iisa_bench"
UNLIMITED = ["PAGE_RATE_ADDRESS", "PAGE_RATE_OFFICER", "SEARCH_RATE_OFFICER"]
UNLIMITED += ["API_RATE_CLIENT", "API_RATE_OFFICER", "API_RATE_ADDRESS"]
# How many statements a request made, and how long they took; BEGIN and COMMIT are none.
COUNTING = ["shared_preload_libraries=pg_stat_statements", "pg_stat_statements.max=20000"]
COUNTING += ["pg_stat_statements.track_utility=off"]
MAY_COUNT = [
    "CREATE EXTENSION IF NOT EXISTS pg_stat_statements",
    f"GRANT pg_read_all_stats TO {LOADER}",
]


def main(arguments: list[str]) -> int:
    """Run the benches named, or all; with a size alone those in a world. The number that failed."""
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "DEMO"):
        os.environ.pop(name, None)  # never measure, and fill, a system that is in use
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sizes = [word for word in arguments if word in SIZES]
    named = [word for word in arguments if word not in SIZES]
    if unknown := set(named) - {*BENCHES, ONLY_MADE}:
        raise Trouble(f"No such bench: {', '.join(sorted(unknown))}. There are: {known()}.")
    wanted = named or [name for name in BENCHES if not sizes or name in IN_A_WORLD]
    in_a_world = [name for name in wanted if name in IN_A_WORLD]
    failed = 0
    if in_a_world or ONLY_MADE in wanted:
        folder = _world(sizes[0] if sizes else USUAL)
        failed += _measure(folder, in_a_world)
    return failed + _measure(RESULTS / "system", [name for name in wanted if name in IN_THE_DEMO])


def known() -> str:
    return f"{', '.join(BENCHES)}; {ONLY_MADE} makes a world and measures nothing"


def _world(size: str) -> Path:
    """The folder of a world of this size, made now unless one is kept that is still right."""
    folder = RESULTS / size
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    stamp = {"size": size, "version": VERSION}
    if (folder / STAMP).exists() and json.loads((folder / STAMP).read_text()) == stamp:
        return folder
    for old in folder.iterdir():
        shutil.rmtree(old) if old.is_dir() and not old.is_symlink() else old.unlink()
    # What is half made is thrown away, so nothing has to survive a crash; then it is kept.
    with _servers(folder, throwaway=True) as (env, _running):
        system.prepare(folder, env, threading.Event())
        done = subprocess.call([sys.executable, "-m", "bench.world", size], env=env, cwd=ROOT)
    if done:
        raise Trouble("The world could not be made; the reason stands above.")
    os.sync()
    (folder / STAMP).write_text(json.dumps(stamp))
    return folder


@contextmanager
def _servers(
    folder: Path, *, throwaway: bool = False, settings: Sequence[str] = ()
) -> Iterator[tuple[dict[str, str], Servers]]:
    """Servers of their own in the folder, with the environment of a system on them."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    port = free_port()
    with run.only_one(folder, port):
        secrets = keys.load(folder)
        servers = Servers(
            folder, secrets["name"], secrets, throwaway=throwaway, invented=True, settings=settings
        )
        try:
            leads = servers.start(DATABASE)
            yield system.environment(folder, port, secrets) | leads, servers
        finally:
            servers.stop()


def _measure(folder: Path, benches: list[str]) -> int:
    """Run benches beside the whole system of a folder; the number that failed."""
    if not benches:
        return 0
    supervisor, stopping = Supervisor([]), threading.Event()
    with _servers(folder, settings=COUNTING) as (env, servers):
        assert servers.postgres is not None
        for statement in MAY_COUNT:
            database_roles.ask(servers.postgres.url(ADMIN, DATABASE), statement)
        port = int(env["PORT"])
        receiver = str(free_port())  # of the webhooks that are measured
        env |= {"BENCH_RECEIVER_PORT": receiver, "OUTBOUND_ALLOW": f"127.0.0.1:{receiver}"}
        env |= dict.fromkeys(UNLIMITED, "1000000")  # all that is measured comes from here
        env |= {
            "BENCH_WORLD": folder.name,
            "BENCH_RESULTS": str(RESULTS),
            "BENCH_URL": f"http://{system.HOST}:{port}",
        }
        system.prepare(folder, env, stopping)
        supervisor.processes = system.processes(folder, port, system.without_owner(env))
        try:
            supervisor.start()
            system.wait_until_ready(port, supervisor, stopping)
            env["BENCH_PROCESSES"] = _processes(supervisor, servers)
            return subprocess.call([sys.executable, "-m", "bench", *benches], env=env, cwd=ROOT)
        finally:
            supervisor.stop()


def _processes(supervisor: Supervisor, servers: Servers) -> str:
    """The pids of the web server, of PostgreSQL, and of those that may rest meanwhile, as JSON."""
    assert servers.postgres is not None and servers.postgres.process is not None
    pids = {one.name: one.child.pid for one in supervisor.processes if one.child}
    resting = [pids[name] for name in ("delivery worker", "worker", "scheduler")]
    web, database = pids["web server"], servers.postgres.process.pid
    return json.dumps({"web": web, "postgres": database, "resting": resting})
