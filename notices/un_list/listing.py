"""Payload of a UN notice: a record of the UN list in the frozen shape, nothing left out.

The record itself goes along as it was read (`listing.record`), so that what the notice has no
place for isn't lost, and its digest, by which the next edition is compared.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, cast

from cases import names
from cases.models import TYPED_CODES
from cases.safeguards import typed_codes
from central_offices.models import Jurisdiction
from notices.payload import days, shape
from notices.un_list import text as un_text
from notices.un_list.countries import Countries
from notices.un_list.notices import Listing
from notices.un_list.records import (
    Alias,
    BirthDate,
    Certainty,
    Document,
    Place,
    UnIndividual,
    UnRecord,
)

# Raise it whenever the same record becomes another payload: the next import writes all anew.
MAPPING_VERSION = 2
MAX_NAME_CHARACTERS = 300  # what the search keys hold; the record keeps the whole
Code = Callable[[str], str]


def country_codes() -> Code:
    """A function from a country as the list writes it to the code we have for it, or nothing."""
    rows = dict(Jurisdiction.objects.values_list("code", "names"))
    known = Countries([(names["en"], code) for code, names in rows.items()])

    def code(text: str) -> str:
        found = known.code(text)
        return found if found in rows else ""

    return code


def digest(record: UnRecord) -> str:
    """Equal if, and only if, the list says the same and we would write the same."""
    return f"{MAPPING_VERSION}-{record.digest}"


def listing(record: UnRecord, code: Code) -> Listing:
    """The notice of a record, `code` being what `country_codes` gave."""
    return Listing(
        data_id=record.data_id,
        reference=record.reference,
        listed_on=record.listed_on,
        payload={"subject": _subject(record, code), "listing": _listed(record, code)},
        protected_as="".join(sorted(_protected(record, code).values())[:1]),
    )


def _protected(record: UnRecord, code: Code) -> dict[str, str]:
    """Values of the record that are a code for a refugee, as (as written, code)."""
    if not isinstance(record, UnIndividual):
        return {}
    written = [*record.nationalities]
    for document in record.documents:
        written += [document.issuing_country, document.country_of_issue]
    written += [place.country for place in record.places_of_birth]
    return {text: found for text in written if (found := code(text)) in TYPED_CODES}


def _without(value: Any, texts: dict[str, str]) -> Any:
    """The record as it goes along, without those words."""
    if isinstance(value, dict):
        return {name: _without(item, texts) for name, item in value.items()}
    if isinstance(value, list):
        return [row for item in value if (row := _without(item, texts)) != "" or item == ""]
    return "" if isinstance(value, str) and value in texts else value


def _listed(record: UnRecord, code: Code) -> shape.Listing:
    resolutions = [record.resolution, *record.listed_under]
    return {
        "un_reference": record.reference,
        "un_resolution": record.resolution,
        "list_name": record.list_type,
        "listed_on": record.listed_on.isoformat(),
        "updated_on": [day.isoformat() for day in sorted(record.updated_on)],
        "resolutions": list(dict.fromkeys(number for number in resolutions if number)),
        "remarks": record.comments,
        "digest": digest(record),
        "record": kept(record, code),
    }


def kept(record: UnRecord, code: Code) -> dict[str, Any]:
    """The record as it goes along: whole, but for a code that says that somebody is a refugee."""
    told: dict[str, Any] = _without(record.as_data(), _protected(record, code))
    return told


def _subject(record: UnRecord, code: Code) -> shape.Subject:
    subject: shape.Subject = {
        "kind": "ORGANIZATION",
        "identities": [_main(record), *_aliases(record.aliases, code)],
        "addresses": [_place(place) for place in record.addresses],
    }
    if isinstance(record, UnIndividual):
        subject |= _person(record, code)
    return subject


def _person(record: UnIndividual, code: Code) -> shape.Subject:
    return {
        "kind": "PERSON",
        "sex_id": cast(Any, record.sex_id),
        "nationalities": list(_nationalities(record.nationalities, code)),
        "documents": [_document(document, code) for document in record.documents],
        "designations": [*record.titles, *record.designations],
        "identities": [_born(record, code), *_aliases(record.aliases, code)],
    }


def _main(record: UnRecord) -> shape.Identity:
    original = next(iter(record.original_names), "")
    return {"label": "CONFIRMED", **_name(record.name, original)}


def _born(record: UnIndividual, code: Code) -> shape.Identity:
    """The main identity with every date and place of birth, the dated ones first."""
    births = sorted(record.births, key=lambda birth: birth.year is None)
    written = [day for birth in births if (day := _day(birth))]
    identity: shape.Identity = {
        **_main(record),
        "born": written[0] if written else None,
        "also_born": written[1:],
        "also_born_at": [_place(place) for place in record.places_of_birth[1:]],
    }
    for place in record.places_of_birth[:1]:
        identity |= _birth_place(place, code)
    return identity


def _birth_place(place: Place, code: Code) -> shape.Identity:
    country = code(place.country)
    written = _place(place, country="" if country else place.country)
    told = typed_codes.without_codes(country) or None
    return {"place_of_birth": written, "country_of_birth": told}


def _aliases(aliases: Iterable[Alias], code: Code) -> Iterator[shape.Identity]:
    """One identity for each name; a name and its original script are one."""
    for alias in aliases:
        place = Place(city=alias.city_of_birth, country=alias.country_of_birth)
        for latin, original in _pairs(alias.forms or tuple(filter(None, [alias.name]))):
            yield {
                "label": "ALIAS",
                "quality": alias.quality.value,
                "note": alias.note,
                **_name(latin, original),
                "born": _day(alias.born) if alias.born else None,
                **(_birth_place(place, code) if _place(place) else {}),
            }


def _pairs(forms: tuple[str, ...]) -> list[tuple[str, str]]:
    """(in Latin letters, in the original script) of each name that an alias holds."""
    latin = [form for form in forms if names.script_of(form) == "Latn"]
    other = [form for form in forms if form not in latin]
    if len(latin) == len(other) == 1:
        return [(latin[0], other[0])]
    return [(form, "") for form in latin] + [("", form) for form in other]


def _name(latin: str, original: str) -> shape.Identity:
    written = (original or latin)[:MAX_NAME_CHARACTERS]
    return {
        "as_written": written,
        "script": names.script_of(written),
        "romanised": latin[:MAX_NAME_CHARACTERS],
    }


def _day(birth: BirthDate) -> shape.Day | None:
    day = days.day(birth.earliest, birth.latest, birth.text)
    if day and birth.certainty == Certainty.APPROXIMATE:
        day["approximate"] = True
    if day and birth.year and birth.note and not _is_a_month(birth):
        day["note"] = birth.note
    return day


def _is_a_month(birth: BirthDate) -> bool:
    """Whether the note only says the month that the day has anyway."""
    year, month = un_text.read_month(birth.note)
    return bool(month) and month == birth.month and year in (None, birth.year)


def _nationalities(written: Iterable[str], code: Code) -> Iterator[shape.Nationality]:
    for text in dict.fromkeys(written):
        found = code(text)
        if found not in TYPED_CODES:
            yield {"code": found} if found else {"written": text}


def _document(document: Document, code: Code) -> shape.Document:
    issuer = document.issuing_country or document.country_of_issue
    number = document.identifier
    where = (document.city_of_issue, document.country_of_issue)
    place = ", ".join(part for part in where if part and part != issuer)
    kind = document.type2 or document.type
    shown = "passport" if document.is_passport else kind.casefold()
    notes = [
        *(text for text in (document.type, document.type2) if text.casefold() != shown),
        document.number if document.number != number else "",
        "" if code(issuer) else issuer,
        f"issued in {place}" if place else "",
        document.note,
    ]
    return {
        "kind": "PASSPORT" if document.is_passport else kind,
        "number": number,
        "issuer": typed_codes.without_codes(code(issuer)) or None,
        "issued_on": document.issued_on.isoformat() if document.issued_on else None,
        "remark": "; ".join(filter(None, notes)),
    }


def _place(place: Place, *, country: str | None = None) -> str:
    country = place.country if country is None else country
    parts = (place.street, place.city, place.state_province, place.zip_code, country)
    told = ", ".join(filter(None, parts))
    note = place.note if place.note.startswith("(") else f"({place.note})"
    return f"{told} {note}".strip() if place.note else told
