"""The file of checkpoints beside the database: a line for each, only ever added to.

A database that was restored from a backup, or cut, is shorter than what the file says; so is one
whose file comes from another installation. Nobody must then go on as if nothing had happened.
"""

import os
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from ledger.models import Checkpoint
from ledger.witness import checkpoints

NAME = "checkpoints.jws"
LINE_BYTES = 1024  # more than most lines have


def path() -> Path:
    return Path(settings.AGENCY_DATA) / NAME


def append_missing() -> int:
    """Write down what was signed since the last line; how many lines.

    A file that begins anew gets all of them; one whose last line is of another log none, until a
    checkpoint says that it is lost.
    """
    last = next(iter(lines(1)), "")
    rows = list(checkpoints.ours(_since(last)))
    if rows:
        _append("".join(f"{row.jws}\n" for row in rows))
    return len(rows)


def lines(last: int | None = None) -> list[str]:
    """The whole lines of the file, or as many of the newest. Raises OSError."""
    try:
        with open(path(), "rb") as file:
            end = file.seek(0, os.SEEK_END)
            begin = 0 if last is None else max(0, end - (last + 4) * LINE_BYTES)
            file.seek(begin)
            found = file.read().decode("ascii", errors="replace")
    except FileNotFoundError:
        return []
    whole = found[: found.rfind("\n") + 1].split("\n")[:-1]  # half a line counts for nothing
    whole = [line for line in (whole[1:] if begin else whole) if line]
    return whole if last is None else whole[-last:]


def _since(line: str) -> Iterable[Checkpoint]:
    """The rows that follow a line of the file."""
    rows = Checkpoint.objects.order_by("pk")
    if not line:
        return rows
    said = checkpoints.signed(line) or checkpoints.by_unknown_key(line)
    if said is None:
        return []
    if rows.filter(pk=said.number, jws=line).exists():
        return rows.filter(pk__gt=said.number)
    later = (one for one in map(checkpoints.of_row, rows.exclude(lost=None)) if one)
    by = next((one for one in later if said.is_lost_by(one)), None)
    return rows.filter(pk__gte=by.number) if by else []


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
