"""Codes for refugees where a country is asked for: they become a claimed status, and no country.

ICAO Doc 9303 has XXB and XXC among the nationalities, since travel documents print them. Stored as
a nationality, an issuer or a country of birth they would travel with the record.
"""

from dataclasses import replace
from typing import Any

from cases.drafts import PersonDraft
from cases.models import TYPED_CODES
from central_offices.models import Jurisdiction


def taken_out(draft: PersonDraft) -> tuple[PersonDraft, set[str]]:
    """The draft without such codes, and the codes that were in it."""
    countries = [row.jurisdiction for row in draft.nationalities]
    countries += [row.issuer for row in draft.documents if row.issuer]
    countries += [row.birth_country for row in draft.identities if row.birth_country]
    found = {country.pk for country in countries if tells(country)}
    if not found:
        return draft, found
    return (
        replace(
            draft,
            nationalities=[row for row in draft.nationalities if not tells(row.jurisdiction)],
            documents=[_without(row, "issuer") for row in draft.documents],
            identities=[_without(row, "birth_country") for row in draft.identities],
        ),
        found,
    )


def tells(country: Jurisdiction | None) -> bool:
    """Whether the code says that somebody found protection."""
    return country is not None and country.pk in TYPED_CODES


def without_codes(value: Any) -> Any:
    """A copy of plain values in which no such code stands, for what was frozen with one."""
    if isinstance(value, dict):
        return {name: without_codes(item) for name, item in value.items()}
    if isinstance(value, list):
        return [without_codes(item) for item in value if not _is_code(item)]
    return None if value in TYPED_CODES else value


def _is_code(value: Any) -> bool:
    return value in TYPED_CODES or (isinstance(value, dict) and value.get("code") in TYPED_CODES)


def _without(row: Any, field: str) -> Any:
    return replace(row, **{field: None}) if tells(getattr(row, field)) else row
