"""What the log says of a message on its way, with the same ids on every line.

docs/operations.md, "Following a message", lists the lines. They hold no content, and no words of
an error either, which may repeat what a recipient's system said: those are in the Attempt.
"""

from kernel import trail
from ledger.models import Attempt, Delivery


def note(sentence: str, row: Delivery, **more: trail.Field) -> None:
    """Write the line now: for what is committed already, or happened outside the database."""
    trail.note(sentence, **_ids(row), **more)


def note_at_commit(sentence: str, row: Delivery, **more: trail.Field) -> None:
    """Write the line when the transaction under way has committed."""
    trail.note_at_commit(sentence, **_ids(row), **more)


def note_failure(sentence: str, row: Delivery, attempt: Attempt) -> None:
    """A try that failed: which one it was, and the kind of error."""
    tries = row.attempts + 1
    note_at_commit(
        sentence, row, attempt=tries, error=attempt.kind, http_status=attempt.http_status
    )


def _ids(row: Delivery) -> dict[str, trail.Field]:
    return {
        "message_id": str(row.message_id),
        "delivery_id": str(row.pk),
        "destination_id": row.destination_id,
        "subject_id": str(row.thread),
        "lane": row.lane,
    }
