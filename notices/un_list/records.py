"""Records of the UN Security Council consolidated list: a person or entity, as plain values."""

import dataclasses
import hashlib
import json
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from notices.un_list import text as un_text

# The resolution that set up each sanctions regime, by the first two letters of its references.
# General knowledge: successor resolutions are many; the list itself names the regime only.
RESOLUTIONS = {
    "CD": 1533,
    "CF": 2127,
    "GB": 2048,
    "HT": 2653,
    "IQ": 1518,
    "IR": 1737,
    "KP": 1718,
    "LY": 1970,
    "ML": 2374,
    "QD": 1267,
    "SD": 1591,
    "SO": 751,
    "SS": 2206,
    "TA": 1988,
    "YE": 2140,
}


class Quality(StrEnum):
    """How sure the list is that an alias belongs to the person; entities have two kinds only."""

    GOOD = "GOOD"
    LOW = "LOW"
    AKA = "AKA"
    FKA = "FKA"
    UNSTATED = "UNSTATED"


class Certainty(StrEnum):
    """The values of TYPE_OF_DATE: EXACT, APPROXIMATELY, BETWEEN, or nothing."""

    EXACT = "EXACT"
    APPROXIMATE = "APPROXIMATE"
    RANGE = "RANGE"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True, kw_only=True)
class BirthDate:
    """One stated date of birth: a day, a month, a year or a range of years, else only a note."""

    certainty: Certainty = Certainty.UNKNOWN
    year: int | None = None
    month: int | None = None
    day: int | None = None
    year_to: int | None = None
    note: str = ""

    @property
    def earliest(self) -> date | None:
        """The first day it can be; a year or month is never taken for its first day."""
        return date(self.year, self.month or 1, self.day or 1) if self.year else None

    @property
    def latest(self) -> date | None:
        """The last day it can be, as far as the list says."""
        if not self.year:
            return None
        year, month = self.year_to or self.year, self.month or 12
        return date(year, month, self.day or monthrange(year, month)[1])

    @property
    def text(self) -> str:
        """The date as stated, without language: 1961-05-17, 1973-11, 1963, 1960/1964, or a note."""
        if not self.year:
            return self.note
        if self.year_to:
            return f"{self.year}/{self.year_to}"
        parts = [f"{part:02}" for part in (self.month, self.day) if part]
        return "-".join([str(self.year), *parts])


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An address or a place of birth."""

    street: str = ""
    city: str = ""
    state_province: str = ""
    zip_code: str = ""
    country: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """Another name, with what the list says of a birth under that name."""

    quality: Quality
    name: str
    born: BirthDate | None = None
    city_of_birth: str = ""
    country_of_birth: str = ""
    note: str = ""

    @property
    def forms(self) -> tuple[str, ...]:
        """Every way of writing this alias, original script included, for search."""
        return un_text.name_forms(self.name, self.note)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A travel or identity document."""

    type: str = ""
    type2: str = ""
    number: str = ""
    issuing_country: str = ""
    country_of_issue: str = ""
    city_of_issue: str = ""
    issued_on: date | None = None
    note: str = ""

    @property
    def is_passport(self) -> bool:
        """True where the more exact of the two type fields speaks of a passport."""
        words = f"{self.type} {self.type2}".casefold()
        return any(word in words for word in ("passport", "passeport", "pasaporte"))

    @property
    def identifier(self) -> str:
        """The bare number, also where the list wrote words round it or put it into the type."""
        if self.number:
            return un_text.bare_number(self.number)
        number = un_text.bare_number(self.type2)
        return number if number != self.type2 or number.isdigit() else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnRecord:
    """The fields that persons and entities share; `line` is where the file says it."""

    data_id: str
    version: int
    reference: str
    list_type: str
    listed_on: date
    updated_on: tuple[date, ...] = ()
    reviewed_on: tuple[date, ...] = ()
    delisted_on: date | None = None
    first_name: str
    name_original: str = ""
    aliases: tuple[Alias, ...] = ()
    addresses: tuple[Place, ...] = ()
    comments: str = ""
    submitted_by: str = ""
    submitted_on: date | None = None
    lists: tuple[str, ...] = ()
    has_interpol_link: str = ""
    interpol_link: str = ""
    sort_key: str = ""
    sort_key_last_mod: str = ""
    unmapped: tuple[tuple[str, str], ...] = ()
    line: int = dataclasses.field(default=0, compare=False)

    @property
    def name(self) -> str:
        """The name in Latin letters as the list writes it."""
        return self.first_name

    @property
    def original_names(self) -> tuple[str, ...]:
        """The name in its original script, without the language's name."""
        name = un_text.without_language(self.name_original)
        return (name,) if name else ()

    @property
    def resolution(self) -> int | None:
        """The resolution of the regime the reference belongs to; None for a regime unknown here."""
        return RESOLUTIONS.get(self.reference[:2])

    @property
    def listed_under(self) -> tuple[int, ...]:
        """The resolutions the comments name as the ground of the listing."""
        return un_text.resolutions_in(self.comments)

    def as_data(self) -> dict[str, Any]:
        """The record as JSON values, lists in an order that doesn't hang on the file's."""
        data = dataclasses.asdict(self) | {"kind": type(self).__name__}
        del data["line"]
        return {name: _plain(value) for name, value in sorted(data.items())}

    @property
    def digest(self) -> str:
        """SHA-256 over the content: equal if, and only if, the list says the same."""
        data = {
            name: sorted(value, key=_canonical) if isinstance(value, list) else value
            for name, value in self.as_data().items()
        }
        return hashlib.sha256(_canonical(data).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class UnIndividual(UnRecord):
    """A listed person."""

    second_name: str = ""
    third_name: str = ""
    fourth_name: str = ""
    gender: str = ""
    titles: tuple[str, ...] = ()
    designations: tuple[str, ...] = ()
    nationalities: tuple[str, ...] = ()
    births: tuple[BirthDate, ...] = ()
    places_of_birth: tuple[Place, ...] = ()
    documents: tuple[Document, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """First to fourth name, without the empty ones."""
        every = (self.first_name, self.second_name, self.third_name, self.fourth_name)
        return tuple(name for name in every if name)

    @property
    def name(self) -> str:
        """The whole name in Latin letters."""
        return " ".join(self.names)

    @property
    def sex_id(self) -> str:
        """M, F or U: the gender element, else what the comments state, else unknown."""
        gender = self.gender.upper() or un_text.gender_in(self.comments)
        return {"MALE": "M", "FEMALE": "F"}.get(gender, "U")


@dataclass(frozen=True, slots=True, kw_only=True)
class UnEntity(UnRecord):
    """A listed group, company or other entity."""


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def _canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
