"""Reader of the UN Security Council consolidated list: from its XML to one value per record.

`read` streams the records of a file, `check` reads it to the end and says what is in it.
Both refuse a broken file with an UnListError that names line and element. What the list may
have added since this was written comes back as warnings and in `UnRecord.unmapped`.
The UN publishes the list at https://scsanctions.un.org/resources/xml/en/consolidated.xml.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import IO, Any

from notices.un_list import text as un_text
from notices.un_list.fields import Fields, Teller
from notices.un_list.records import (
    Alias,
    BirthDate,
    Certainty,
    Document,
    Place,
    Quality,
    UnEntity,
    UnIndividual,
    UnRecord,
)
from notices.un_list.xml_stream import TWICE, ListStream, UnListError, UnListWarning, _

__all__ = ["UnListError", "UnListSummary", "UnListWarning", "check", "read"]

MAX_RECORDS = 100_000
FIRST_YEAR = 1945
QUALITIES = {
    "good": Quality.GOOD,
    "low": Quality.LOW,
    "a.k.a.": Quality.AKA,
    "f.k.a.": Quality.FKA,
    "": Quality.UNSTATED,
}
CERTAINTIES = {
    "exact": Certainty.EXACT,
    "approximately": Certainty.APPROXIMATE,
    "between": Certainty.RANGE,
    "": Certainty.UNKNOWN,
}
GENDERS = {"male": "MALE", "female": "FEMALE", "unknown": "UNKNOWN", "": ""}


@dataclass(frozen=True, slots=True)
class UnListSummary:
    """The content of a file that can be read to its end."""

    generated_at: str
    individuals: int
    entities: int
    warnings: tuple[UnListWarning, ...]
    last_listed_on: date | None = None


def check(stream: IO[bytes]) -> UnListSummary:
    """Read a whole file, keeping none of it. Raises UnListError; an empty list is refused too."""
    source = ListStream(stream)
    counted: Counter[type] = Counter()
    last: date | None = None
    for record in _records(source):
        counted[type(record)] += 1
        last = max(last or record.listed_on, record.listed_on)
    return UnListSummary(
        generated_at=source.generated_at,
        individuals=counted[UnIndividual],
        entities=counted[UnEntity],
        warnings=source.warnings(),
        last_listed_on=last,
    )


def read(stream: IO[bytes]) -> Iterator[UnIndividual | UnEntity]:
    """The records of a file, one by one. Raises UnListError where the file breaks."""
    return _records(ListStream(stream))


def _records(source: ListStream) -> Iterator[UnIndividual | UnEntity]:
    lines: dict[tuple[str, str], int] = {}
    said: set[str] = set()
    for number, element in enumerate(source, start=1):
        if number > MAX_RECORDS:
            raise UnListError(
                _("The list holds more than %(limit)d records."),
                line=element.line,
                element=element.name,
                limit=MAX_RECORDS,
            )
        teller = Teller(source)
        fields = Fields(element, element.name, teller)
        record = _individual if element.name == "INDIVIDUAL" else _entity
        made = record(fields, teller)
        _refuse_second(lines, "DATAID", made.data_id, made.line)
        _refuse_second(lines, "REFERENCE_NUMBER", made.reference, made.line)
        _tell_second(said, source, made)
        yield made
    if not lines:
        raise UnListError(_("The list holds no individual and no entity."))


def _refuse_second(lines: dict[tuple[str, str], int], name: str, value: str, line: int) -> None:
    """Nought in front of a number makes no other number."""
    letters, _dot, digits = value.rpartition(".")
    key = (name, f"{letters}.{int(digits)}")
    if key in lines:
        raise UnListError(
            _("%(value)s is already used by the record on line %(first)d."),
            line=line,
            element=name,
            value=value,
            first=lines[key],
        )
    lines[key] = line


def _tell_second(said: set[str], source: ListStream, record: UnRecord) -> None:
    """Warn of a record that says what another one said, but for its numbers."""
    digest = replace(record, data_id="", reference="", version=1).digest
    if digest in said:
        source.warn(type(record).__name__.removeprefix("Un").upper(), TWICE, record.line)
    said.add(digest)


def _individual(fields: Fields, teller: Teller) -> UnIndividual:
    own: dict[str, Any] = {
        "second_name": fields.name("SECOND_NAME"),
        "third_name": fields.name("THIRD_NAME"),
        "fourth_name": fields.name("FOURTH_NAME"),
        "gender": fields.code("GENDER", GENDERS),
        "titles": fields.values("TITLE", str),
        "designations": fields.values("DESIGNATION", str),
        "nationalities": fields.values("NATIONALITY", str) + fields.values("NATIONALITY2", str),
        "births": fields.groups("INDIVIDUAL_DATE_OF_BIRTH", _birth),
        "places_of_birth": fields.groups("INDIVIDUAL_PLACE_OF_BIRTH", _place),
        "documents": fields.groups("INDIVIDUAL_DOCUMENT", _document),
    }
    return UnIndividual(**own, **_common(fields, teller))


def _entity(fields: Fields, teller: Teller) -> UnEntity:
    return UnEntity(**_common(fields, teller))


def _common(fields: Fields, teller: Teller) -> dict[str, Any]:
    kind = fields.element.name
    letter = kind[0].lower()
    common = {
        "data_id": fields.required("DATAID", _like(r"\d{1,12}"), "6908555"),
        "version": fields.optional("VERSIONNUM", _number) or 1,
        "reference": fields.required(
            "REFERENCE_NUMBER", _like(rf"[A-Z]{{2}}{letter}\.\d{{1,6}}"), f"QD{letter}.001"
        ),
        "list_type": fields.required("UN_LIST_TYPE", str, "Al-Qaida"),
        "listed_on": fields.required("LISTED_ON", un_text.read_date, "2001-01-25", _possible),
        "updated_on": fields.values("LAST_DAY_UPDATED", un_text.read_past_date),
        "reviewed_on": fields.values("LAST_REVIEWED_ON", un_text.read_past_date),
        "delisted_on": fields.optional("DELISTED_ON", un_text.read_date),
        "first_name": fields.required("FIRST_NAME", str, ""),
        "name_original": fields.name("NAME_ORIGINAL_SCRIPT"),
        "aliases": fields.groups(f"{kind}_ALIAS", _alias),
        "addresses": fields.groups(f"{kind}_ADDRESS", _place),
        "comments": fields.text("COMMENTS1"),
        "submitted_by": fields.text("SUBMITTED_BY"),
        "submitted_on": fields.optional("SUBMITTED_ON", un_text.read_past_date),
        "lists": fields.values("LIST_TYPE", str),
        "has_interpol_link": fields.text("HAS_INTERPOL_LINK"),
        "interpol_link": fields.text("INTERPOL_LINK"),
        "sort_key": fields.text("SORT_KEY"),
        "sort_key_last_mod": fields.text("SORT_KEY_LAST_MOD"),
        "line": fields.element.line,
    }
    fields.finish()
    return common | {"unmapped": tuple(teller.kept)}


def _alias(fields: Fields) -> Alias:
    return Alias(
        quality=fields.code("QUALITY", QUALITIES),
        name=fields.name("ALIAS_NAME"),
        born=fields.optional("DATE_OF_BIRTH", _born),
        city_of_birth=fields.text("CITY_OF_BIRTH"),
        country_of_birth=fields.text("COUNTRY_OF_BIRTH"),
        note=fields.text("NOTE"),
    )


def _place(fields: Fields) -> Place:
    return Place(
        street=fields.text("STREET"),
        city=fields.text("CITY"),
        state_province=fields.text("STATE_PROVINCE"),
        zip_code=fields.text("ZIP_CODE"),
        country=fields.text("COUNTRY"),
        note=fields.text("NOTE"),
    )


def _document(fields: Fields) -> Document:
    return Document(
        type=fields.text("TYPE_OF_DOCUMENT"),
        type2=fields.text("TYPE_OF_DOCUMENT2"),
        number=fields.text("NUMBER"),
        issuing_country=fields.text("ISSUING_COUNTRY"),
        country_of_issue=fields.text("COUNTRY_OF_ISSUE"),
        city_of_issue=fields.text("CITY_OF_ISSUE"),
        issued_on=fields.optional("DATE_OF_ISSUE", un_text.read_past_date),
        note=fields.text("NOTE"),
    )


def _birth(fields: Fields) -> BirthDate:
    certainty = fields.code("TYPE_OF_DATE", CERTAINTIES)
    day = fields.optional("DATE", un_text.read_past_date)
    year = fields.optional("YEAR", un_text.read_year)
    first, last = (fields.optional(name, un_text.read_year) for name in ("FROM_YEAR", "TO_YEAR"))
    note = fields.text("NOTE")
    if day:
        return BirthDate(
            certainty=certainty, year=day.year, month=day.month, day=day.day, note=note
        )
    ends = sorted(end for end in (first, last) if end)
    if ends:
        return BirthDate(certainty=Certainty.RANGE, year=ends[0], year_to=ends[-1], note=note)
    noted_year, month = un_text.read_month(note)
    year = year or noted_year
    if year is None:
        return BirthDate(note=note)
    return BirthDate(certainty=certainty, year=year, month=month, note=note)


def _born(text: str) -> BirthDate | None:
    day, year = un_text.read_past_date(text), un_text.read_year(text)
    if day:
        return BirthDate(certainty=Certainty.EXACT, year=day.year, month=day.month, day=day.day)
    return BirthDate(certainty=Certainty.EXACT, year=year) if year else None


def _like(pattern: str) -> Callable[[str], str | None]:
    return lambda text: text if re.fullmatch(pattern, text, re.ASCII) else None


def _possible(day: date) -> str:
    """Why nobody can have been listed on that day; empty when somebody can."""
    if day > un_text.tomorrow():
        return _("%(text)s is still to come.")
    return _("%(text)s is before the United Nations.") if day.year < FIRST_YEAR else ""


def _number(text: str) -> int | None:
    return int(text) if re.fullmatch(r"\d{1,6}", text, re.ASCII) else None
