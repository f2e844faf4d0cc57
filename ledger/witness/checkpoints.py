"""Checkpoints: once an hour the Secretariat signs how long the log is, and its root.

Whoever keeps one can show later that the log was rewritten (docs/decisions/0019).
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection

from kernel import acting
from ledger import events
from ledger.models import Checkpoint
from ledger.signatures import jws, signing
from ledger.witness import log

EVERY = timedelta(hours=1)
NONE_BEFORE = "0" * 64  # `previous` of the first one
MEMBERS = {"size", "root", "time", "previous"}
HEADER = "X-Checkpoint"


class Said(NamedTuple):
    """A checkpoint's content, read from its signature."""

    number: int
    size: int
    root: str
    at: datetime
    previous: str
    lost: Mapping[str, Any] | None
    jws: str

    @property
    def words(self) -> str:
        return f"the checkpoint of {self.at:%Y-%m-%d %H:%M:%S} UTC over {self.size} events"


def newest() -> str:
    """The newest checkpoint as its JWS; empty where there is none."""
    row = newest_row()
    return row.jws if row else ""


def newest_row() -> Checkpoint | None:
    """The newest checkpoint that the Secretariat signed."""
    return next(ours(Checkpoint.objects.order_by("-pk").iterator(chunk_size=8)), None)


def newest_with(index: int) -> Checkpoint | None:
    """The newest checkpoint, if the event at this place of the log is in it."""
    row = newest_row()
    return row if row is not None and row.size > index else None


def ours(rows: Iterable[Checkpoint]) -> Iterator[Checkpoint]:
    """The rows that say what the Secretariat signed; any other counts for nothing anywhere."""
    return (row for row in rows if is_ours(row))


def is_ours(row: Checkpoint) -> bool:
    """Whether the Secretariat signed it, and the row says what was signed.

    The database writes a row only with the log's own root; it cannot check the signature.
    """
    said = _signed(row.jws)
    return said is not None and said == payload(row)


@lru_cache(maxsize=4096)
def _signed(text: str) -> dict[str, Any] | None:
    """The content that the Secretariat signed with a key held here; None for anything else."""
    try:
        jwk = signing.agency_key(jws.header_of(text, typ=jws.CHECKPOINT)["kid"])
        body = jwk and jws.payload_of(text, jws.public_key(jwk))
        return json.loads(body) if body else None
    except (jws.Forged, ValueError):
        return None


def contradicted() -> Checkpoint | None:
    """The newest checkpoint, if the log does not begin with what it says: it was rewritten."""
    row = newest_row()
    if row is None or (row.size <= log.size() and log.root(row.size).hex() == row.root):
        return None
    return row


def problems() -> list[str]:
    """A sentence about a log that is not the one which was signed for."""
    row = contradicted()
    if row is None:
        return []
    return [
        f"Checkpoint {row.pk} over {row.size} events has another root than the log: something was "
        "changed or cut off. Run verify_ledger, find out who did it, and then declare_loss "
        "(docs/operations.md)."
    ]


def as_header(text: str) -> dict[str, str]:
    """The header that a checkpoint rides in; none where there is no checkpoint."""
    return {HEADER: text} if text else {}


def due(now: datetime | None = None) -> bool:
    """Whether an hour has passed since the last one, in either direction: clocks are set back.

    `now` is the database's time unless it is given.
    """
    last = newest_row()
    return last is None or abs((now or _now()) - last.at) >= EVERY


def make(lost: dict[str, Any] | None = None, reason: str = "") -> Checkpoint:
    """Sign what the log is now. `lost` is a published checkpoint that is not in it any more, and
    `reason` why.
    """
    with acting.acting_as(acting.PUBLIC):
        _lock()
        pen = signing.agency_pen()
        if pen is None:
            raise RuntimeError("Nobody lends the Secretariat's key.")
        size = log.size()
        row = Checkpoint(id=_next_number(), size=size, at=pen.at, lost=lost)
        row.root, row.previous = _root_and_before(size)
        row.jws = signing.checkpoint(payload(row), pen, str(row.pk))
        _add(row)
        if lost is not None:
            data = {"size": size, "lost_size": lost["size"], "lost_root": lost["root"]}
            why = {"reason": reason}
            events.record(
                "ledger.loss", by=None, chain=events.SYSTEM, data=data, detail=why, step=True
            )
    return row


def payload(row: Checkpoint) -> dict[str, Any]:
    """The members that are signed."""
    said: dict[str, Any] = {"size": row.size, "root": row.root, "previous": row.previous}
    said["time"] = row.at.isoformat().replace("+00:00", "Z")
    return said | ({"lost": row.lost} if row.lost else {})


def read(text: str, keys: Mapping[str, Mapping[str, Any]]) -> Said:
    """The content of a checkpoint, if the Secretariat signed it with one of these keys (by `kid`).

    Raises jws.Forged with a sentence.
    """
    header = jws.header_of(text, typ=jws.CHECKPOINT)
    key = keys.get(header["kid"])
    if key is None:
        raise jws.Forged("unknown_key", f"The key {header['kid']} is not in the key set.")
    if {key.get("office"), header["iss"]} != {signing.SECRETARIAT} or key["held_by"] != "SYSTEM":
        raise jws.Forged("key", f"The key {header['kid']} is not the Secretariat's.")
    said = _said(jws.payload_of(text, jws.public_key(dict(key))), header, text)
    if not _counted(key, datetime.fromtimestamp(header["iat"], UTC)):
        raise jws.Forged("key", f"The key {header['kid']} did not count when it signed.")
    return said


def _said(body: bytes, header: Mapping[str, Any], text: str) -> Said:
    try:
        found = json.loads(body)
        if not set(found) >= MEMBERS or type(found["size"]) is not int or found["size"] < 0:
            raise ValueError
        if len(bytes.fromhex(found["root"])) != 32 or len(bytes.fromhex(found["previous"])) != 32:
            raise ValueError
        at = datetime.fromisoformat(found["time"])
        number, lost = int(header["jti"]), found.get("lost")
        return Said(number, found["size"], found["root"], at, found["previous"], lost, text)
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
        raise jws.Forged("payload", "What was signed is no checkpoint.") from error


def _counted(key: Mapping[str, Any], when: datetime) -> bool:
    """Whether a key counted at a time. A stolen one counts until it was known to be stolen."""
    try:
        ends = [key["not_after"], key.get("compromised_from") or key.get("revoked_at")]
        begins = datetime.fromisoformat(key["not_before"])
        return begins <= when < min(datetime.fromisoformat(end) for end in ends if end)
    except (KeyError, TypeError, ValueError):
        return False


def _next_number() -> int:
    last = Checkpoint.objects.order_by("-pk").values_list("pk", flat=True).first()
    return (last or 0) + 1


def _root_and_before(size: int) -> tuple[str, str]:
    """The root of the log, and of the newest checkpoint that is one of it, as the database says."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ledger_log_root(%s), before.root FROM ledger_checkpoint_before() before", [size]
        )
        root, before = cursor.fetchone()
        return str(root), str(before)


def _add(row: Checkpoint) -> None:
    """Hand it to the database, which takes it only if it says what the log is."""
    lost = events.canonical(row.lost) if row.lost is not None else None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ledger_checkpoint_add(%s, %s, %s::jsonb, %s)",
            [row.size, row.at, lost, row.jws],
        )


def _lock() -> None:
    """Two at once make two, one after the other: each names the one before."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('ledger checkpoint'))")


def _now() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
        return now
