"""Checkpoints: once an hour the Secretariat signs how long the log is, and its root.

Whoever keeps one can show later that the log was rewritten (docs/decisions/0019).
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from ledger.models import Checkpoint
from ledger.signatures import jws, signing

MEMBERS = {"size", "root", "time", "previous"}
HEADER = "X-Checkpoint"
BIGGEST = 1 << 62  # no number or size of ours; the database holds it


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

    @property
    def time(self) -> str:
        """The moment as it stands in what is signed."""
        return in_words(self.at)

    def is_lost_by(self, later: "Said") -> bool:
        """Whether the later one says that what was published at this one's time is lost."""
        if not later.lost or self.jws == later.jws:
            return False
        return self.at <= datetime.fromisoformat(str(later.lost["time"])) < later.at


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
    return (row for row in rows if of_row(row))


def of_row(row: Checkpoint) -> Said | None:
    """The content that the Secretariat signed, if the row says just that; None for any other row.

    The database writes a row only with the log's own root; it cannot check the signature.
    """
    said = signed(row.jws)
    columns = Said(row.pk, row.size, row.root, row.at, row.previous, row.lost or None, row.jws)
    return said if said == columns else None


@lru_cache(maxsize=4096)
def signed(text: str) -> Said | None:
    """The content that the Secretariat signed with a key held here; None for anything else."""
    try:
        header = jws.header_of(text, typ=jws.CHECKPOINT)
        jwk = signing.agency_key(header["kid"])
        return _said(jws.payload_of(text, jws.public_key(jwk)), header, text) if jwk else None
    except jws.Forged:
        return None


def by_unknown_key(text: str) -> Said | None:
    """The content of a checkpoint whose key is not held here, unchecked; None for anything else.

    A database that was restored does not have the keys that were made since.
    """
    try:
        header = jws.header_of(text, typ=jws.CHECKPOINT)
        if signing.agency_key(header["kid"]):
            return None
        return _said(json.dumps(jws.unchecked(text)).encode(), header, text)
    except jws.Forged:
        return None


def as_header(text: str) -> dict[str, str]:
    """The header that a checkpoint rides in; none where there is no checkpoint."""
    return {HEADER: text} if text else {}


def payload(row: Checkpoint) -> dict[str, Any]:
    """The members that are signed."""
    said: dict[str, Any] = {"size": row.size, "root": row.root, "previous": row.previous}
    said["time"] = in_words(row.at)
    return said | ({"lost": row.lost} if row.lost else {})


def in_words(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


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
        moments = [at, datetime.fromisoformat(lost["time"])] if lost else [at]
        if any(one.tzinfo is None for one in moments):
            raise ValueError
        if not (0 < number < BIGGEST and found["size"] < BIGGEST):
            raise ValueError
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
