"""Reads the reference tables that are committed beside the code: CSV and TOML, UTF-8.

A table is data that administrators change later, in dated rows; the committed file is only the
first edition.
"""

import csv
import tomllib
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, Protocol, TypeVar

LANGUAGES = ("en", "ar", "fr", "es", "ru", "zh")


class Dated(Protocol):
    """A row that holds from one day (inclusive) to another (exclusive); None is an open end."""

    @property
    def valid_from(self) -> date | None: ...

    @property
    def valid_to(self) -> date | None: ...


D = TypeVar("D", bound=Dated)


class BadTable(ValueError):
    """A committed table breaks its own rules; the message names the table and the cell."""


def read_csv(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file with a header. Lines that start with `#` are remarks."""
    with path.open(encoding="utf-8", newline="") as source:
        lines = [line for line in source if not line.startswith("#")]
    rows = [_stripped(row, path) for row in csv.DictReader(lines, strict=True)]
    if not rows:
        raise BadTable(f"{path.name} holds no row.")
    return rows


def read_toml(path: Path) -> dict[str, Any]:
    """The content of a TOML file."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def wording(row: dict[str, Any], field: str) -> dict[str, str]:
    """The columns `field_en`, `field_ar` … as text by language. English must be there."""
    found = {lang: row.get(f"{field}_{lang}", "") for lang in LANGUAGES}
    if not found["en"]:
        raise BadTable(f"{field}_en is missing in {row}.")
    return {lang: text for lang, text in found.items() if text}


def day(text: str) -> date | None:
    """An ISO date, or None for an empty cell."""
    return date.fromisoformat(text) if text else None


def words(text: str) -> tuple[str, ...]:
    """The values of a cell that lists several, separated by spaces."""
    return tuple(text.split())


def in_force(rows: Iterable[D], on: date) -> list[D]:
    """The rows that hold on that day, in the order of the table."""
    return [
        row
        for row in rows
        if (row.valid_from is None or row.valid_from <= on)
        and (row.valid_to is None or on < row.valid_to)
    ]


def _stripped(row: dict[str | Any, str | Any], path: Path) -> dict[str, str]:
    if None in row or None in row.values():
        raise BadTable(f"{path.name}: a row has too many or too few cells: {row}.")
    return {name: value.strip() for name, value in row.items()}
