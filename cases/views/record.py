"""The record of a person as forms and pages want it."""

from typing import Any, cast

from django.db.models import Field
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import contributed_persons, dates, persons
from cases.cautions import WARNINGS
from cases.contributed_persons import Use
from cases.drafts import PersonDraft
from cases.models import CaseSubject, Identity, Sex, Subject
from central_offices.models import Officer

FIELDS = {
    "identities": (
        "as_written",
        "romanised",
        "label",
        "family_name",
        "forename",
        "birth_place",
        "birth_country",
        "quality",
    ),
    "nationalities": ("jurisdiction", "status"),
    "documents": ("kind", "number", "issuer", "issued_on", "expires_on", "status"),
}


def initial(subject: Subject) -> dict[str, Any]:
    names = ("kind", "sex", "version", *persons.FACTS)
    return {name: getattr(subject, name) for name in names}


def identities(subject: Subject) -> list[dict[str, Any]]:
    return [
        {name: getattr(row, name) for name in FIELDS["identities"]}
        | {"birth": row.birth_text, "birth_calendar": ""}
        for row in subject.identities.all()
    ]


def nationalities(subject: Subject) -> list[dict[str, Any]]:
    return [
        {name: getattr(row, name) for name in FIELDS["nationalities"]}
        for row in subject.nationalities.all()
    ]


def documents(subject: Subject) -> list[dict[str, Any]]:
    return [
        {name: getattr(row, name) for name in FIELDS["documents"]}
        for row in subject.documents.all()
    ]


def given(officer: Officer, subject: Subject) -> list[tuple[CaseSubject, list[Use]]]:
    """Other offices' cases that hold an own record, and what was done with it there."""
    found = contributed_persons.given(officer, subject)
    return [(link, contributed_persons.uses(link)) for link in found]


def age(subject: Subject) -> str:
    """The age in words, as an interval where the birth date is one; empty when unknown."""
    main: Identity | None = subject.main_identity
    if main is None or main.birth_earliest is None or subject.deceased:
        return ""
    between = dates.parse(main.birth_text).age_between(timezone.now().date())
    if between is None:
        return ""
    low, high = between
    if high is None:
        return _("at least %(low)d years old") % {"low": low}
    if low == high:
        return _("%(n)d years old") % {"n": low}
    return _("%(low)d to %(high)d years old") % {"low": low, "high": high}


def words(subject: Subject) -> dict[str, Any]:
    """Codes of the record in words."""
    labels = dict(WARNINGS)
    return {
        "sex": Sex(subject.sex).label,
        "warnings": [labels.get(code, code) for code in subject.warnings],
    }


def differing(theirs: Subject, draft: PersonDraft) -> list[dict[str, str]]:
    """The fields in which the saved record and the draft differ, with both values."""
    pairs: dict[str, tuple[list[Any], list[Any]]] = {
        _("Identities"): (
            [f"{row.as_written} {row.birth_in_words}".strip() for row in theirs.identities.all()],
            [f"{row.as_written} {row.birth}".strip() for row in draft.identities],
        ),
        _("Nationalities"): (
            sorted(row.jurisdiction_id for row in theirs.nationalities.all()),
            sorted(row.jurisdiction.pk for row in draft.nationalities),
        ),
        _("Documents"): (
            sorted(row.number for row in theirs.documents.all()),
            sorted(row.number for row in draft.documents),
        ),
        _("Sex"): ([theirs.sex], [draft.sex]),
    }
    for name in persons.FACTS:
        if name in draft.facts:
            field = cast("Field[Any, Any]", Subject._meta.get_field(name))
            label = str(field.verbose_name)
            pairs[label] = ([getattr(theirs, name)], [draft.facts[name]])
    return [
        {"label": label, "theirs": _join(saved), "yours": _join(typed)}
        for label, (saved, typed) in pairs.items()
        if _join(saved) != _join(typed)
    ]


def _join(values: list[Any]) -> str:
    return ", ".join("" if value is None else str(value) for value in values)
