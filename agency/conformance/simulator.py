"""An office that answers by itself, for training and tests: it works over the API like any other.

It takes its mailbox, confirms it, acknowledges each request at once and answers it after a delay.
What it knows lies in the mailbox: started again, it goes on with what is still unanswered.
"""

import time
from typing import Any

from agency.conformance.caller import OfficeSystem

REQUESTS = "/api/v1/requests/"
USUAL = "Exercise: nothing is held on record about this."


class Simulator:
    """`answers` is the text by type of request, `*` for every other; `delay` is in seconds."""

    def __init__(self, system: OfficeSystem, answers: dict[str, str], delay: float = 0):
        self.system, self.answers, self.delay = system, answers, delay
        self.due: dict[str, tuple[float, str]] = {}
        self.answered = 0

    def recall(self) -> None:
        """Take up what was acknowledged before and is not answered yet."""
        query = {"direction": "to_us", "side_status": "ACKNOWLEDGED", "limit": 200}
        for row in self._read(REQUESTS, **query)["results"]:
            self.due[row["id"]] = (time.monotonic() + self.delay, row["type"])

    def step(self) -> bool:
        """Take what came, answer what is due; whether anything is left to do."""
        page = self._read("/api/v1/mailbox/", limit=100)
        for message in page["messages"]:
            self._take(message)
        if ids := [message["id"] for message in page["messages"]]:
            self._write("/api/v1/mailbox/acks/", {"ids": ids})
        now = time.monotonic()
        for id in [id for id, (at, _) in self.due.items() if at <= now]:
            self._answer(id, self.due.pop(id)[1])
        return bool(page["more"] or self.due)

    def _take(self, message: dict[str, Any]) -> None:
        id = message["data"].get("request", "")
        if message["type"] == "request.sent":
            self._write(f"{REQUESTS}{id}/acknowledge/", {}, f"simulator-ack-{id}")
            self.due[id] = (time.monotonic() + self.delay, message["data"]["type"])
        elif message["type"] in ("request.recalled", "request.closed"):
            self.due.pop(id, None)

    def _answer(self, id: str, type: str) -> None:
        text = self.answers.get(type) or self.answers.get("*") or USUAL
        body = {"text": text, "source_evaluation": "A", "information_evaluation": "2"}
        self.answered += self._write(f"{REQUESTS}{id}/answer/", body, f"simulator-answer-{id}")

    def _read(self, path: str, **query: Any) -> Any:
        answer = self.system.get(path, **query)
        answer.raise_for_status()
        return answer.json()

    def _write(self, path: str, body: dict[str, Any], key: str = "") -> bool:
        """Whether it was taken; a request that was recalled meanwhile is left alone."""
        answer = self.system.post(path, body, {"Idempotency-Key": key} if key else None)
        if answer.status_code not in (404, 409):
            answer.raise_for_status()
        return bool(answer.ok)
