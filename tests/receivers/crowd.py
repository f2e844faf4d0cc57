"""The systems of many offices in one process, which fail in every way until SIGUSR1 heals them.

    python -m tests.receivers.crowd PLAN.json LOG.jsonl

PLAN: {"port", "seed", "secrets": {code: whsec}, "down": [codes], "slot": seconds}. Each office has
its own path. Every call is one line of LOG: the office, the message's id, lane, number and thread,
what was done to it, and whether the office's system took it in for the first time. A good system
keeps the ids that it has seen; these do. See docs/laws.md E8.
"""

import json
import random
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any, TextIO

from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

from tests.receivers.server import Handler, Receiver

# What may happen to a call, how often, and whether the message was taken in before that.
FAULTS: list[tuple[str, float, bool]] = [
    ("fault 500", 0.03, False),
    ("no answer", 0.002, True),
    ("drip", 0.002, True),
    ("drop before", 0.01, False),
    ("drop after", 0.02, True),
    ("wrong json", 0.01, True),
    ("web page", 0.005, False),
    ("redirect", 0.005, False),
    ("pause 429", 0.005, False),
    ("other id", 0.005, True),
    ("answer twice", 0.005, True),
    ("ten megabytes", 0.001, True),
]
METADATA = "http://169.254.169.254/latest/meta-data/"


class Crowd:
    """All offices: what each has taken in, and what goes wrong now."""

    def __init__(self, plan: dict[str, Any], log: TextIO):
        self.secrets = {code: Webhook(secret) for code, secret in plan["secrets"].items()}
        self.chance = random.Random(plan["seed"])
        self.down, self.slot = set(plan["down"]), plan["slot"]
        self.seen: dict[str, set[str]] = {code: set() for code in plan["secrets"]}
        self.log, self.lock, self.healed = log, threading.Lock(), threading.Event()
        self.begun = time.monotonic()

    def take(self, handler: Handler, body: bytes) -> None:
        code = handler.path.strip("/")
        headers = dict(handler.headers.items())
        try:
            message = self.secrets[code].verify(body, headers)
        except WebhookVerificationError:
            self.note(code, {"id": headers.get("webhook-id", "")}, "forged", False)
            handler.answer(401)
            return
        fault, processed = self.fault(code, message)
        self.note(code, message, fault, processed)
        self.carry_out(handler, fault)

    def fault(self, code: str, message: dict[str, Any]) -> tuple[str, bool]:
        """The fault of this call (empty for none), and whether its message counts as received."""
        if self.healed.is_set():
            return "", True
        with self.lock:
            slot = int((time.monotonic() - self.begun) / self.slot)
            if code in self.down and random.Random(f"{code}{slot}").random() < 0.5:
                return "down", False
            if int(message["id"].replace("-", ""), 16) % 1000 == 0:
                return "too large 413", False
            dice = self.chance.random()
            for name, share, processed in FAULTS:
                dice -= share
                if dice < 0:
                    return name, processed
        return "", True

    def note(self, code: str, message: dict[str, Any], fault: str, processed: bool) -> None:
        with self.lock:
            known = self.seen.setdefault(code, set())
            new = processed and message["id"] not in known
            if new:
                known.add(message["id"])
            keys = ("id", "type", "lane", "seq", "thread")
            line = {"office": code, "fault": fault, "new": new, "taken": processed}
            self.log.write(json.dumps(line | {key: message.get(key) for key in keys}) + "\n")
            self.log.flush()

    def carry_out(self, handler: Handler, fault: str) -> None:
        if fault in ("drop before", "drop after", "down"):
            handler.hang_up()
        elif fault == "no answer":
            self.healed.wait(7)
            handler.hang_up()
        elif fault == "drip":
            handler.send_raw(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
            for _ in range(20):
                handler.send_raw(b"x")
                time.sleep(1)
            handler.hang_up()
        elif fault == "fault 500":
            handler.answer(500, b"<h1>Internal Server Error</h1>", Content_Type="text/html")
        elif fault == "wrong json":
            handler.answer(200, b'{"ok": ')
        elif fault == "web page":
            handler.answer(200, b"<!doctype html><title>Sign in</title>", Content_Type="text/html")
        elif fault == "redirect":
            handler.answer(302, b"", Location=METADATA)
        elif fault == "pause 429":
            handler.answer(429, Retry_After="1")
        elif fault == "too large 413":
            handler.answer(413)
        elif fault == "ten megabytes":
            handler.answer(200, b"x" * 10_000_000)
        elif fault == "other id":
            handler.answer(200, b'{"id": "00000000-0000-7000-8000-000000000000"}')
        elif fault == "answer twice":
            handler.send_raw(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}" * 2)
        else:
            handler.answer(200)


def main(plan_file: str, log_file: str) -> None:
    plan = json.loads(Path(plan_file).read_text())
    with Path(log_file).open("a") as log:
        crowd = Crowd(plan, log)
        signal.signal(signal.SIGUSR1, lambda *_: crowd.healed.set())
        receiver = Receiver(crowd.take, plan["port"])
        receiver.keeps = False
        Path(plan_file).with_suffix(".ready").touch()
        while True:
            time.sleep(3600)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
