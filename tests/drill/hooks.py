"""Offices with systems of their own in the drills: real HTTP receivers, and what they took in."""

import json
import signal
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from exchange.delivery import dead_letters
from launch.places import free_port
from ledger.delivery import standard_webhooks
from ledger.models import Delivery, Destination
from tests.drill import rig
from tests.exchange.conftest import cast
from tests.plumbing.by_the_owner import by_the_owner
from tests.plumbing.processes import Service

LOOPBACK = "127.0.0.0/8"


class Systems(Service):
    """One process that receives for these offices, and fails until it is healed."""

    def __init__(self, codes: list[str], folder: Path, seed: int, slot: float = 20.0):
        self.codes, self.log_file = codes, folder / "received.jsonl"
        self.plan, port = folder / "plan.json", free_port()
        self.down = codes[:: max(1, len(codes) // max(1, round(len(codes) / 5)))]
        secrets = {code: self._hook(code, port) for code in codes}
        plan = {"port": port, "seed": seed, "secrets": secrets, "down": self.down, "slot": slot}
        self.plan.write_text(json.dumps(plan))
        self.log_file.touch()
        command = [sys.executable, "-m", "tests.receivers.crowd"]
        command += [str(self.plan), str(self.log_file)]
        super().__init__(command, self._is_ready, folder / "systems.log")

    def _hook(self, code: str, port: int) -> str:
        row = Destination.objects.get(office__code=code)
        url = f"http://127.0.0.1:{port}/{code}"
        with by_the_owner():
            Destination.objects.filter(pk=row.pk).update(mode=Destination.Mode.WEBHOOK, url=url)
        return standard_webhooks.new_secret(row)

    def _is_ready(self) -> bool:
        return self.plan.with_suffix(".ready").exists()

    def heal(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGUSR1)

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.log_file.read_text().splitlines()]


def send_dead_letters_again() -> int:
    """As an administrator does with the button; how many there were."""
    found = list(Delivery.objects.filter(status="DEAD").select_related("message", "destination"))
    for row in found:
        dead_letters.resend(row, by=cast("adler"))
    return len(found)


def verdict(systems: Systems, producers: Any) -> dict[str, int]:
    """The oracle for the systems: what they took in, compared with what was committed."""
    lines = systems.lines()
    new = [line for line in lines if line["new"]]
    sent = [line for line in new if line["type"] == "request.sent"]
    taken = Counter((line["thread"], line["office"]) for line in sent)
    wanted = {
        (str(pk), code)
        for pk, codes in producers.committed.items()
        for code in codes
        if code in systems.codes
    }
    return {
        "calls": len(lines),
        "repeats absorbed": sum(line["taken"] and not line["new"] for line in lines),
        "faults": sum(bool(line["fault"]) for line in lines),
        "kinds of fault": len({line["fault"] for line in lines if line["fault"]}),
        "forged": sum(line["fault"] == "forged" for line in lines),
        "lost": len(wanted - set(taken)),
        "twice": sum(n - 1 for n in taken.values()),
        "ghosts": len(set(taken) - wanted),
        "out of order": _out_of_order(new, _late()),
    }


def _late() -> set[str]:
    return {str(pk) for pk in rig.sent_again().values_list("message_id", flat=True)}


def _out_of_order(new: list[dict[str, Any]], late: set[str]) -> int:
    last: dict[tuple[str, str], int] = {}
    wrong = 0
    for line in new:
        if line["id"] in late:
            continue
        key = (line["office"], line["lane"])
        wrong += line["seq"] < last.get(key, 0)
        last[key] = line["seq"]
    return wrong
