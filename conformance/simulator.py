"""An office that answers by itself, for training and tests: it works over the API like any other.

It takes what came, from its mailbox or by webhook, acknowledges each request at once and answers it
after a delay. What it knows lies with us: started again, it goes on with what is unanswered.
"""

import time
from typing import Any

from conformance.caller import OfficeSystem
from conformance.witness import Collection

REQUESTS = "/api/v1/requests/"
AGAIN = 60.0  # seconds after an answer that was not taken
USUAL = "Exercise: nothing is held on record about this."


class Simulator:
    """`answers` is the text by type of request, `*` for every other; `delay` is in seconds;
    `kept` are the checkpoints of the ledger that it keeps."""

    def __init__(
        self,
        system: OfficeSystem,
        answers: dict[str, str],
        delay: float = 0,
        kept: Collection | None = None,
    ):
        self.system, self.answers, self.delay, self.kept = system, answers, delay, kept
        self.due: dict[str, tuple[float, str]] = {}
        self.answered = 0

    def recall(self) -> None:
        """Take up what came before and is not answered yet.

        Raises NotTheSame where the hub's ledger is not the one whose checkpoints were kept.
        """
        if self.kept:
            self.kept.take_all()
        for status in ("DELIVERED", "ACKNOWLEDGED"):
            query = {"direction": "to_us", "recipient_status": status, "limit": 200}
            for row in self._read(REQUESTS, **query)["results"]:
                if status == "DELIVERED":
                    self._acknowledge(row["id"])
                self._put_off(row["id"], row["type"])

    def step(self) -> bool:
        """Take the mailbox, answer what is due; whether anything is left to do."""
        page = self._read("/api/v1/mailbox/", limit=100)
        self.witness(page.get("checkpoint"))
        for message in page["messages"]:
            self.take(message)
        if ids := [message["id"] for message in page["messages"]]:
            self._write("/api/v1/mailbox/acks/", {"ids": ids})
        return self.answer_due() or bool(page["more"])

    def answer_due(self) -> bool:
        """Answer whatever has waited long enough; whether anything is left."""
        now = time.monotonic()
        for id in [id for id, (at, _) in self.due.items() if at <= now]:
            type = self.due[id][1]
            self.due[id] = (now + AGAIN, type)
            self._answer(id, type)
            self.due.pop(id)
        return bool(self.due)

    def witness(self, checkpoint: str | None) -> None:
        """Keep a checkpoint that came along. Raises NotTheSame: then the hub is to be asked."""
        if self.kept:
            self.kept.take(checkpoint)

    def take(self, message: dict[str, Any]) -> None:
        """One message as it came by either way."""
        self.witness(message.get("checkpoint"))
        id = message["data"].get("request", "")
        if message["type"] == "request.sent":
            self._acknowledge(id)
            self._put_off(id, message["data"]["type"])
        elif message["type"] in ("request.recalled", "request.closed"):
            self.due.pop(id, None)

    def _acknowledge(self, id: str) -> None:
        self._write(f"{REQUESTS}{id}/acknowledge/", {}, f"simulator-ack-{id}")

    def _put_off(self, id: str, type: str) -> None:
        self.due.setdefault(id, (time.monotonic() + self.delay, type))

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
