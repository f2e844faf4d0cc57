"""The demo's office that answers by itself: its receiver's port, and its process.

The port is chosen at the first start and kept: the webhook's address names it.
"""

import json
import socket
from pathlib import Path

from launch.places import free_port

CODE = "QMB"
DELAY = 20  # seconds until it answers: long enough to see that it has acknowledged
HOST = "127.0.0.1"


def environment(folder: Path, env: dict[str, str]) -> dict[str, str]:
    """Variables by which the others know it; none outside the demo, or on data made without it."""
    kept = folder / "simulated-office-port"
    if env["DEMO"] != "1" or (folder / "demo.json").exists() and not kept.exists():
        return {}
    if not kept.exists():
        kept.write_text(str(free_port()))
    port = kept.read_text().strip()
    opened = [env.get("OUTBOUND_ALLOW", ""), f"{CODE}={HOST}:{port}"]
    return {"DEMO_RECEIVER_PORT": port, "OUTBOUND_ALLOW": ",".join(filter(None, opened))}


def command(folder: Path, env: dict[str, str]) -> list[str]:
    """How it is started; empty where it is not, said in a sentence if its port was taken."""
    port, path = env.get("DEMO_RECEIVER_PORT", ""), folder / "demo.json"
    if not port or not path.exists() or not _is_known(path):
        return []
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(port)))
        except OSError:
            print(
                f"Port {port} is taken by another program, so the simulated office {CODE} does not "
                "run: what is sent to it waits until the next start.",
                flush=True,
            )
            return []
    return ["django", "simulate_office", CODE, "--receive", port, "--delay", str(DELAY)]


def _is_known(path: Path) -> bool:
    clients = json.loads(path.read_text()).get("api_clients", [])
    return any(row.get("office") == CODE and row.get("webhook_secret") for row in clients)
