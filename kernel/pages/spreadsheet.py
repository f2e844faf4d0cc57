"""CSV that opens in any spreadsheet, in which no cell is taken for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse

from kernel.files import download_names

# What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection).
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def cell(value: Any) -> Any:
    """A text that could be a formula gets an apostrophe in front; numbers stay numbers."""
    if value is None:
        return ""
    if isinstance(value, int | float):
        return value
    text = str(value)
    return f"'{text}" if text.lstrip(" ").startswith(RISKY) else text


def as_csv(rows: Iterable[Sequence[Any]]) -> str:
    """Rows as CSV; the mark in front tells spreadsheets that it is UTF-8."""
    out = io.StringIO()
    out.write("\ufeff")
    csv.writer(out).writerows([[cell(value) for value in row] for row in rows])
    return out.getvalue()


def download(name: str, rows: Iterable[Sequence[Any]]) -> HttpResponse:
    answer = HttpResponse(as_csv(rows), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = download_names.disposition(name)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
