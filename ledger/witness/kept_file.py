"""The file of checkpoints beside the database: a line for each, only ever added to.

A database that was restored from a backup, or cut, is shorter than what the file says; so is one
whose file comes from another installation. Nobody must then go on as if nothing had happened.
"""

import os
from pathlib import Path
from typing import Any

from django.conf import settings

from ledger.models import Checkpoint
from ledger.signatures import jws
from ledger.witness import checkpoints, log

NAME = "checkpoints.jws"
TAIL_BYTES = 16 * 1024  # more than the longest line


def path() -> Path:
    return Path(settings.AGENCY_DATA) / NAME


def append_missing() -> int:
    """Write down what was signed and is not in the file yet; how many lines."""
    last = last_line()
    rows = Checkpoint.objects.order_by("pk")
    if last:
        if known := rows.filter(jws=last).first():
            rows = rows.filter(pk__gt=known.pk)
        elif says_lost := _that_says_lost(last):
            rows = rows.filter(pk__gte=says_lost.pk)
        else:
            return 0  # of another log: `problems` says so
    lines = [row.jws for row in checkpoints.ours(rows)]
    if lines:
        _append("".join(f"{line}\n" for line in lines))
    return len(lines)


def last_line() -> str:
    """The newest checkpoint in the file; empty where there is none."""
    try:
        with open(path(), "rb") as file:
            file.seek(0, os.SEEK_END)
            file.seek(max(0, file.tell() - TAIL_BYTES))
            found = file.read().decode("ascii", errors="replace")
    except FileNotFoundError:
        return ""
    whole = found[: found.rfind("\n") + 1].splitlines()  # half a line counts for nothing
    return whole[-1] if whole else ""


def problems() -> list[str]:
    """Sentences about a log that is not the one whose checkpoints were published."""
    last = last_line()
    if not last or Checkpoint.objects.filter(jws=last).exists():
        return []
    said = _unchecked(last)
    if said is None:
        return [f"The last line of {NAME} is no checkpoint: restore the file from its backup."]
    if _that_says_lost(last):
        return []
    there = log.size()
    return [
        f"A checkpoint of {said['time']} over {said['size']} events was published, and this "
        f"database, with {there} events in its log, does not have it: it is older, or was cut. "
        "Run verify_ledger; if it was restored, declare_loss (docs/operations.md)."
    ]


def lost() -> dict[str, Any] | None:
    """The content of the file's last checkpoint, if this database does not have it."""
    last = last_line()
    if not last or Checkpoint.objects.filter(jws=last).exists():
        return None
    said = _unchecked(last)
    return {name: said[name] for name in ("size", "root", "time")} if said else None


def _that_says_lost(line: str) -> Checkpoint | None:
    """The checkpoint that says that the one of this line is lost."""
    said = _unchecked(line)
    if said is None:
        return None
    rows = Checkpoint.objects.filter(lost__size=said["size"], lost__root=said["root"])
    return next(checkpoints.ours(rows.order_by("pk")), None)


def _unchecked(line: str) -> dict[str, Any] | None:
    """The content of a line; its signature is for verify_ledger to check."""
    try:
        found = jws.unchecked(line)
    except jws.Forged:
        return None
    return found if set(found) >= checkpoints.MEMBERS else None


def _append(text: str) -> None:
    handle = os.open(path(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        with open(path(), "rb") as file:
            file.seek(0, os.SEEK_END)
            if file.tell():
                file.seek(-1, os.SEEK_END)
                text = text if file.read(1) == b"\n" else f"\n{text}"
        os.write(handle, text.encode())
        os.fsync(handle)
    finally:
        os.close(handle)
