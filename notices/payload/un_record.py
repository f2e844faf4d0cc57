"""Rest of a record of the UN list, for which a notice has no place of its own.

docs/reference-data.md lists every part of a record that some exit leaves out, with the reason.
"""

from collections.abc import Iterator, Mapping
from typing import Any

DAYS = {
    "reviewed_on": "Last reviewed",
    "delisted_on": "Delisted",
    "submitted_on": "Submitted",
}
TEXTS = {"submitted_by": "Submitted by", "interpol_link": "See"}


def further(record: Mapping[str, Any]) -> Iterator[str]:
    """Lines in English, as a paper prints them under the remarks."""
    for key, label in DAYS.items():
        days = record.get(key) or []
        days = days if isinstance(days, list) else [days]
        if days:
            yield f"{label}: {', '.join(days)}"
    for key, label in TEXTS.items():
        if record.get(key):
            yield f"{label}: {record[key]}"
    for element, text in record.get("unmapped") or []:
        yield f"{element}: {text}"


def public(record: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of the public service, beside those that INTERPOL's has."""
    return {
        "reviewed_on": record.get("reviewed_on") or [],
        "delisted_on": record.get("delisted_on"),
        "submitted_by": record.get("submitted_by") or None,
        "submitted_on": record.get("submitted_on"),
        "interpol_link": record.get("interpol_link") or None,
        "further": [
            {"element": element, "text": text} for element, text in record.get("unmapped") or []
        ],
    }
