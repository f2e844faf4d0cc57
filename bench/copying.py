"""Many rows at once into a table, by COPY; and the keys of rows that are said to be older."""

import io
import random
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

Row = Iterable[Any]


def copy(table: str, fields: str, rows: Iterable[Row]) -> None:
    from django.db import connection

    stream, count = io.StringIO(), 0
    columns = ", ".join(fields.split())

    def send() -> None:
        stream.seek(0)
        with connection.cursor() as cursor:
            cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN", stream)
        stream.seek(0)
        stream.truncate()

    for count, row in enumerate(rows, start=1):
        stream.write("\t".join(map(_text, row)) + "\n")
        if count % 20_000 == 0:
            send()
    send()


def _text(value: Any) -> str:
    if value is None:
        return r"\N"
    if isinstance(value, list):
        return "{" + ",".join(map(str, value)) + "}"
    if isinstance(value, bool):
        return "t" if value else "f"
    text = str(value)
    for sign, written in (("\\", r"\\"), ("\t", r"\t"), ("\n", r"\n"), ("\r", r"\r")):
        text = text.replace(sign, written)
    return text


def new_id(at: datetime, chance: random.Random) -> UUID:
    """A UUIDv7 as if made at that time."""
    millis = int(at.timestamp() * 1000)
    number = (
        millis << 80 | 7 << 76 | chance.getrandbits(12) << 64 | 2 << 62 | chance.getrandbits(62)
    )
    return UUID(int=number)
