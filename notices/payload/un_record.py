"""Rest of a record of the UN list, for which a notice has no place of its own.

docs/reference-data.md lists every part of a record that some exit leaves out, with the reason.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

DAYS = ("reviewed_on", "delisted_on", "submitted_on")
TEXTS = ("submitted_by", "interpol_link")


@dataclass(frozen=True)
class Further:
    """One part of it: days (ISO) or a text.

    `label` is a name under [label] of the wordings of papers; empty for an element that nobody
    knows, which the text then names.
    """

    label: str
    days: tuple[str, ...] = ()
    text: str = ""


def further(record: Mapping[str, Any]) -> Iterator[Further]:
    """Yield what there is of it, in the order in which papers and pages show it."""
    for key in DAYS:
        days = record.get(key) or []
        days = days if isinstance(days, list) else [days]
        if days:
            yield Further(key, days=tuple(days))
    for key in TEXTS:
        if record.get(key):
            yield Further(key, text=str(record[key]))
    for element, text in record.get("unmapped") or []:
        yield Further("", text=f"{element}: {text}")


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
