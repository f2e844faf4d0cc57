"""From the API's words to the drafts that the verbs take."""

from dataclasses import replace
from typing import Any

from cases import persons
from cases.drafts import (
    CaseDraft,
    DocumentDraft,
    IdentityDraft,
    NationalityDraft,
    PartDraft,
    PersonDraft,
    ShareDraft,
)
from cases.models import Subject


def case_draft(given: dict[str, Any]) -> CaseDraft:
    fields = {name: value for name, value in given.items() if name not in {"persons", "shares"}}
    return CaseDraft(
        **fields,
        parts=[part_draft(part) for part in given.get("persons", [])],
        shares=[ShareDraft(**share) for share in given.get("shares", [])],
    )


def part_draft(given: dict[str, Any]) -> PartDraft:
    person = given.get("person")
    return PartDraft(
        given["status_of_person"],
        person_draft(person) if person is not None else None,
        given.get("existing"),
    )


def person_draft(given: dict[str, Any], base: PersonDraft | None = None) -> PersonDraft:
    """A draft of what was given; what is left out stays as in `base`."""
    changes: dict[str, Any] = {name: given[name] for name in ("kind", "sex") if name in given}
    if "identities" in given:
        changes["identities"] = [_identity(row) for row in given["identities"]]
    if "nationalities" in given:
        changes["nationalities"] = [NationalityDraft(**row) for row in given["nationalities"]]
    if "documents" in given:
        changes["documents"] = [DocumentDraft(**row) for row in given["documents"]]
    facts = {name: given[name] for name in persons.FACTS if name in given}
    base = base or PersonDraft([])
    return replace(base, **changes, facts=base.facts | facts)


def draft_of(subject: Subject) -> PersonDraft:
    """The record as it stands, as a draft."""
    identities = ("label", "as_written", "romanised", "family_name", "forename", "birth_place",
                  "birth_country", "quality")  # fmt: skip
    documents = ("kind", "number", "issuer", "issued_on", "expires_on", "status")
    return PersonDraft(
        [
            IdentityDraft(**{n: getattr(row, n) for n in identities}, birth=row.birth_text)
            for row in subject.identities.all()
        ],
        [NationalityDraft(row.jurisdiction, row.status) for row in subject.nationalities.all()],
        [
            DocumentDraft(**{n: getattr(row, n) for n in documents})
            for row in subject.documents.all()
        ],
        kind=subject.kind,
        sex=subject.sex,
        facts={name: getattr(subject, name) for name in persons.FACTS},
    )


def _identity(row: dict[str, Any]) -> IdentityDraft:
    fields = dict(row)
    fields["birth"] = fields.pop("birth_text", "")
    return IdentityDraft(**fields)
