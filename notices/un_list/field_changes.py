"""Parts of a record of the UN list before and after, for whoever decides on an edition."""

from collections.abc import Iterable, Mapping
from typing import Any

from notices.papers.wording import wording

MAX_TEXT_CHARACTERS = 2_000
# Of a new record: who it is. The whole of it stands in the file, and on the notice once loaded.
SHOWN_OF_NEW = (
    "list_type",
    "listed_on",
    "name_original",
    "births",
    "places_of_birth",
    "nationalities",
    "documents",
    "aliases",
    "comments",
)
# Wordings of papers that name a part; any other part has the name that the list gives it.
LABELS = {
    "addresses": "label.addresses",
    "aliases": "label.also_known_as",
    "births": "label.born",
    "comments": "label.remarks",
    "designations": "label.designations",
    "documents": "label.documents",
    "gender": "label.sex",
    "list_type": "label.list",
    "listed_on": "heading.listed_on",
    "name": "label.name",
    "nationalities": "label.nationality",
    "places_of_birth": "label.place_of_birth",
    "updated_on": "label.updated_on",
}
NAMES = ("first_name", "second_name", "third_name", "fourth_name")
APART = {"kind", "data_id", "reference", *NAMES}
# Places of one part; the database keeps the members of an object in an order of its own.
ORDER = [
    *("name", "quality", "type", "type2", "number", "issuing_country", "issued_on"),
    *("city_of_issue", "country_of_issue", "street", "city", "state_province", "zip_code"),
    *("country", "born", "city_of_birth", "country_of_birth", "note"),
]
Change = dict[str, Any]


def of_new(record: Mapping[str, Any]) -> list[Change]:
    """The parts of a new record that say who it is."""
    told = ((key, said(record.get(key))) for key in SHOWN_OF_NEW)
    return [{"field": key, "before": [], "after": values} for key, values in told if values]


def between(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Each part that differs, with what is said no more and what is said now."""
    old, new = _parts(before), _parts(after)
    changes = []
    for key in sorted(old.keys() | new.keys()):
        was, now = old.get(key, []), new.get(key, [])
        gone = [text for text in was if text not in now]
        come = [text for text in now if text not in was]
        if gone or come:
            changes.append({"field": key, "before": gone, "after": come})
    return changes


def said(value: Any) -> list[str]:
    """A part of a record as texts: one for each value that it holds."""
    values = value if isinstance(value, list) else [value]
    texts = (_text(one) for one in values)
    return [text[:MAX_TEXT_CHARACTERS] for text in texts if text]


def label(field: str, language: str) -> str:
    """The name of a part: as papers name it, else as the list does."""
    if field in LABELS:
        return wording(LABELS[field], language)
    return field.upper()


def _parts(record: Mapping[str, Any]) -> dict[str, list[str]]:
    parts = {key: said(value) for key, value in record.items() if key not in APART}
    name = " ".join(record[key] for key in NAMES if record.get(key))
    return {**parts, "data_id": said(record.get("data_id")), "name": [name] if name else []}


def _text(value: Any) -> str:
    if isinstance(value, Mapping):
        if "certainty" in value:
            return _birth(value)
        return _joined(_text(value[key]) for key in sorted(value, key=_place))
    if isinstance(value, list):
        return _joined(map(_text, value))
    return "" if value is None else str(value)


def _place(key: str) -> tuple[int, str]:
    """Where a member stands among those of its object."""
    return (ORDER.index(key) if key in ORDER else len(ORDER), key)


def _birth(value: Mapping[str, Any]) -> str:
    day = "-".join(f"{value[key]:02}" for key in ("year", "month", "day") if value.get(key))
    until = f"/{value['year_to']}" if value.get("year_to") else ""
    about = "~" if value["certainty"] == "APPROXIMATE" else ""
    return _joined([f"{about}{day}{until}", value.get("note") or ""])


def _joined(texts: Iterable[str]) -> str:
    return ", ".join(text for text in texts if text)
