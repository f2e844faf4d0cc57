"""Statements of a notice: what its office says of person, warrant, facts and circulation, in words.

Whoever decides on a notice reads each of them beside the condition that it bears on. What is not
stated stays in the list without lines, since its absence is judged too.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from notices.payload.shape import Payload
from notices.payload.statement_fields import FIELDS, Field


class Statement(NamedTuple):
    """One statement: its path in the payload, its label, and its lines; none if not stated."""

    path: str
    label: str
    lines: tuple[str, ...]


# Read in the paper that stands on the same page; a test looks for each of them there.
_OF_PERSON = (
    *("sex_id", "biometrics", "father", "mother", "height_cm", "weight_kg", "build"),
    *("eyes_colors_id", "hairs_id", "distinguishing_marks", "languages_spoken_ids", "warnings"),
)
IN_THE_PAPER = {
    *("owner_office", "colour", "caution", "action", "proceeding.facts.text"),
    *(f"subject.{name}" for name in _OF_PERSON),
}
# Shown to nobody, with the reason.
NOT_SHOWN = {
    "format": "The shape of the payload, of which there is one.",
    "subject.id": "The key of the owner's record, which says nothing.",
}
_CHARGE = ["title", "law", "article", "law_text"]
_COURT = ["issuer_is_judicial", "appeal_possible"]
# By code of a condition: the fields that whoever judges it has to read.
BESIDE: dict[str, list[str]] = {
    "IDENTIFIERS": [
        f"subject.{name}" for name in ("kind", "identities", "nationalities", "documents", "photos")
    ],
    "STATUS_OF_PERSON": ["subject.status_of_person", "subject.deceased", "proceeding.kind"],
    "MINOR": ["subject.minor_at_event", "proceeding.facts.began", "proceeding.facts.ended"],
    "SERIOUS_CRIME": [
        f"proceeding.charges.{name}" for name in ("title", "offence", "excluded_for_red")
    ],
    "PENALTY_THRESHOLD": [
        "proceeding.kind",
        "proceeding.charges.max_penalty",
        "proceeding.charges.max_penalty_months",
        "proceeding.charges.sentence_months",
        "proceeding.charges.remaining_months",
    ],
    "INTEREST_STATED": ["proceeding.international_interest"],
    "INTERNATIONAL_INTEREST": ["proceeding.international_interest", "proceeding.facts.place"],
    "CHARGES": [f"proceeding.charges.{name}" for name in _CHARGE],
    "FACTS": [f"proceeding.facts.{name}" for name in ("place", "began", "ended")],
    "OWN_PART": [f"proceeding.facts.{name}" for name in ("place", "began", "ended")],
    "WARRANT": [
        "proceeding.jurisdiction",
        *(f"proceeding.warrant.{name}" for name in ("reference", "issuer", "issued_on")),
        *(f"proceeding.warrant.{name}" for name in _COURT),
    ],
    "WARRANT_COPY": ["proceeding.warrant.copy_sha256"],
    "NOT_TIME_BARRED": ["proceeding.limitation_date"],
    "IN_PRESENCE": ["proceeding.kind", "proceeding.in_absentia"],
    "ASSURANCES": [
        "proceeding.assurances.extradition_will_be_sought",
        "proceeding.assurances.coordinated_with_extradition_authority",
        "proceeding.assurances.authority_is_competent",
    ],
    "PURPOSE": ["purpose"],
    "CIRCULATION": [
        *("classification", "handling_codes", "not_for", "public_extract", "extract_fields"),
        "valid_until",
    ],
    "HUMANE_TREATMENT": ["proceeding.jurisdiction"],
    "NO_DEATH_PENALTY": ["proceeding.jurisdiction", "proceeding.charges.max_penalty"],
    "FAIR_TRIAL": [
        "proceeding.jurisdiction",
        "proceeding.warrant.issuer",
        *(f"proceeding.warrant.{name}" for name in _COURT),
        "proceeding.in_absentia",
    ],
    "NO_RIGHT_PUNISHED": [f"proceeding.charges.{name}" for name in _CHARGE],
    "ART3_OFFENCE": [f"proceeding.charges.{name}" for name in _CHARGE],
    "ART3_PERSON": ["subject.status_of_person", "subject.nationalities"],
    "ART3_NEUTRALITY": ["portfolios"],
    "ART3_CONTEXT": [f"proceeding.facts.{name}" for name in ("place", "began", "ended")],
}


def statements(payload: Payload) -> dict[str, Statement]:
    """Every statement by its path, in the reader's language; as far as the payload shows it."""
    return {
        field.path: Statement(field.path, str(field.label), tuple(_lines(payload, field)))
        for field in FIELDS
        if field.path in payload or "." in field.path
    }


def beside(payload: Payload, codes: Iterable[str]) -> tuple[dict[str, list[Statement]], list[Any]]:
    """By condition the statements that bear on it, and those that bear on none of them."""
    said = statements(payload)
    shown = {code: [said[path] for path in BESIDE.get(code, []) if path in said] for code in codes}
    read = {row.path for rows in shown.values() for row in rows}
    return shown, [row for path, row in said.items() if path not in read]


def _lines(payload: Payload, field: Field) -> Iterable[str]:
    values = _at(payload, field.path.split("."))
    many = len(values) > 1 and ".charges." in field.path
    for number, value in enumerate(values, start=1):
        if (words := field.words(value)) or many:
            yield f"{number}. {words or '–'}" if many else words


def _at(value: Any, path: list[str]) -> list[Any]:
    """The values at a path; of a list each one."""
    if isinstance(value, list):
        return [found for row in value for found in _at(row, path)]
    if value is None or not path:
        return [] if value is None else [value]
    found = value.get(path[0])
    return [None] if found is None and len(path) == 1 else _at(found, path[1:])
