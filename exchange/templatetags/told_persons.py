"""The persons that a request carries, in words: their frozen copy holds codes."""

from typing import Any

from django import template

from cases import dates
from cases.cautions import WARNINGS
from cases.models import CaseSubject, IdDocument, Identity, Sex

register = template.Library()


@register.filter
def in_words(persons: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same persons with words for what they are in the case, for identities and documents."""
    return [_person(person) for person in persons or []]


def _person(person: dict[str, Any]) -> dict[str, Any]:
    warnings = dict(WARNINGS)
    return person | {
        "status": _label(CaseSubject.Status, person.get("status", "")),
        "sex": _label(Sex, person.get("sex", "")),
        "warnings": [warnings.get(code, code) for code in person.get("warnings") or []],
        "identities": [
            row
            | {
                "label": _label(Identity.Label, row.get("label", "")),
                "born": dates.in_words(str(row.get("born") or "")),
            }
            for row in person.get("identities") or []
        ],
        "documents": [
            row | {"kind": _label(IdDocument.Kind, row.get("kind", ""))}
            for row in person.get("documents") or []
        ],
    }


def _label(choices: Any, code: str) -> Any:
    """The label of a code; a list that was taken over may use words of its own."""
    return dict(choices.choices).get(code, code)
