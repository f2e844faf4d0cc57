"""Rows as PostgreSQL's COPY reads them, and keys that follow from a number."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import models

NULL = r"\N"
EPOCH = datetime(1970, 1, 1)
_WHOLE = (1 << 64) - 1
_ESCAPED = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})
Lines = dict[str, list[str]]


def mixed(number: int) -> int:
    """Another number of 64 bits for each number, as if by chance (splitmix64)."""
    number = (number + 0x9E3779B97F4A7C15) & _WHOLE
    number = ((number ^ number >> 30) * 0xBF58476D1CE4E5B9) & _WHOLE
    number = ((number ^ number >> 27) * 0x94D049BB133111EB) & _WHOLE
    return number ^ number >> 31


def uuid7(millis: int, number: int) -> str:
    """The UUIDv7 of a moment and a number that nothing else in the world has."""
    bits = mixed(number)
    whole = millis << 80 | 7 << 76 | bits >> 52 << 64 | 2 << 62 | bits & (1 << 62) - 1
    text = f"{whole:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def moment(millis: int) -> str:
    return (EPOCH + timedelta(milliseconds=millis)).isoformat() + "+00"


def escaped(text: str) -> str:
    return text.translate(_ESCAPED)


def numbers(values: Iterable[int]) -> str:
    return "{" + ",".join(map(str, values)) + "}"


def columns_of(model: type[models.Model]) -> str:
    """The columns of a model in the order in which `line_of` writes them."""
    return ", ".join(str(field.column) for field in model._meta.concrete_fields)


def line_of(row: models.Model) -> str:
    """One line of COPY for an unsaved row, with the model's own defaults."""
    values = (getattr(row, field.attname) for field in row._meta.concrete_fields)
    return "\t".join(map(_text, values)) + "\n"


def _text(value: Any) -> str:
    if value is None:
        return NULL
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, list) and not any(isinstance(one, dict) for one in value):
        return escaped("{" + ",".join(map(_element, value)) + "}")
    if isinstance(value, dict | list):
        return escaped(json.dumps(value, ensure_ascii=False))
    if isinstance(value, datetime | date):
        return value.isoformat()
    return escaped(str(value))


def _element(value: Any) -> str:
    if isinstance(value, int | UUID):
        return str(value)
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'


def add(lines: Lines, made: Mapping[str, list[str]]) -> None:
    for table, more in made.items():
        lines.setdefault(table, []).extend(more)
