"""`launch bench`: the whole system with data of its own, measured; figures are kept in var/bench/.

The data stay for the next bench: making 100,000 cases takes longer than measuring them.
"""

import os
import signal
import subprocess
import sys
import threading

from launch import keys, run, system
from launch.places import ROOT, free_port
from launch.servers import Servers
from launch.supervisor import Supervisor

RESULTS = ROOT / "var" / "bench"


def main(arguments: list[str]) -> int:
    """Run `python -m bench` with these arguments beside a running system."""
    folder = RESULTS / "system"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "DEMO"):
        os.environ.pop(name, None)  # never measure, and fill, a system that is in use
    stopping, port = threading.Event(), free_port()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with run.only_one(folder, port):
        secrets = keys.load(folder)
        servers, supervisor = Servers(folder, secrets["name"], secrets), Supervisor([])
        try:
            env = system.environment(folder, port, secrets) | servers.start("iisa_bench")
            receiver = str(free_port())  # of the webhooks that are measured
            env |= {"BENCH_RECEIVER_PORT": receiver, "OUTBOUND_ALLOW": f"127.0.0.1:{receiver}"}
            env |= {"PAGE_RATE_ADDRESS": "1000000"}  # all that is measured comes from here
            env |= {"BENCH_RESULTS": str(RESULTS), "BENCH_URL": f"http://{system.HOST}:{port}"}
            system.prepare(folder, env, stopping)
            supervisor.processes = system.processes(folder, port, system.without_owner(env))
            supervisor.start()
            system.wait_until_ready(port, supervisor, stopping)
            return subprocess.call([sys.executable, "-m", "bench", *arguments], env=env, cwd=ROOT)
        finally:
            supervisor.stop()
            servers.stop()
