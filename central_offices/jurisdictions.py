"""The jurisdictions of the first seed: ISO 3166-1 from pycountry, names and languages from Babel.

What no package knows lies in `data/`: regions, dissolved states, ICAO codes, UN terms.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pycountry
from babel import Locale
from babel.languages import get_official_languages

from kernel.tables import LANGUAGES, BadTable, day, read_csv, wording, words

DATA = Path(__file__).parent / "data"

STATE, TERRITORY, DISSOLVED_STATE = "STATE", "TERRITORY", "DISSOLVED_STATE"
ORGANIZATION, SPECIAL = "ORGANIZATION", "SPECIAL"


@dataclass(frozen=True)
class JurisdictionRow:
    """A country or what may stand for one: as nationality, birthplace, issuer or seat of an office.

    `code` is alpha-3, or the four letters of ISO 3166-3 for a dissolved state. STATE means a member
    or observer state of the United Nations, TERRITORY any other entry of ISO 3166-1; neither is a
    view on status; `spoken_for_by` are the states whose offices speak for a territory. `region` and
    `subregion` are UN M49 codes, empty where M49 has none.
    """

    code: str
    kind: str
    names: dict[str, str]
    alpha2: str = ""
    alpha3: str = ""
    numeric: str = ""
    iso3166_3: str = ""
    region: str = ""
    subregion: str = ""
    languages: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()
    spoken_for_by: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    fictional: bool = False


@cache
def jurisdictions() -> tuple[JurisdictionRow, ...]:
    """Every jurisdiction of the real world, each code once."""
    return (*_countries(), *_dissolved(), *_special())


@cache
def fictional() -> tuple[JurisdictionRow, ...]:
    """ALPHA, BETA, GAMMA and DELTA: for the demonstration and tests only."""
    return tuple(
        JurisdictionRow(
            code=row["code"], kind=STATE, names=wording(row, "name"), alpha2=row["alpha2"],
            alpha3=row["code"], region=row["region"], subregion=row["subregion"],
            languages=words(row["languages"]), fictional=True,
        )
        for row in read_csv(DATA / "fictional.csv")
    )  # fmt: skip


@cache
def un_states() -> frozenset[str]:
    """The codes of the member and observer states of the United Nations."""
    rows = read_csv(DATA / "offices.csv")
    return frozenset(row["code"] for row in rows if row["un_status"] in {"MEMBER", "OBSERVER"})


@cache
def spoken_for() -> dict[str, tuple[str, ...]]:
    """The states that govern or claim a territory, by its code: their offices speak for it."""
    rows = read_csv(DATA / "spoken_for.csv")
    return {row["code"]: tuple(words(row["spoken_for_by"])) for row in rows}


@cache
def region_names() -> dict[str, dict[str, str]]:
    """The names of M49 regions and sub-regions by code and language."""
    codes = sorted({code for place in _m49().values() for code in place})
    return {code: {lang: _territories(lang)[code] for lang in LANGUAGES} for code in codes}


def _countries() -> Iterator[JurisdictionRow]:
    terms = {row["code"]: row for row in read_csv(DATA / "jurisdiction_names.csv")}
    for country in pycountry.countries:
        region, subregion = _m49().get(country.alpha_3, ("", ""))
        yield JurisdictionRow(
            code=country.alpha_3,
            kind=STATE if country.alpha_3 in un_states() else TERRITORY,
            names=_names(country.alpha_2, terms.get(country.alpha_3, {})),
            alpha2=country.alpha_2,
            alpha3=country.alpha_3,
            numeric=country.numeric,
            region=region,
            subregion=subregion,
            languages=_official_languages(country.alpha_2),
            spoken_for_by=spoken_for().get(country.alpha_3, ()),
        )


def _dissolved() -> Iterator[JurisdictionRow]:
    for row in read_csv(DATA / "dissolved_states.csv"):
        iso = pycountry.historic_countries.get(alpha_4=row["code"])
        if iso is None:
            raise BadTable(f"ISO 3166-3 knows no {row['code']}.")
        yield JurisdictionRow(
            code=row["code"],
            kind=DISSOLVED_STATE,
            names=wording(row, "name"),
            alpha2=iso.alpha_2,
            alpha3=iso.alpha_3,
            numeric=getattr(iso, "numeric", ""),
            iso3166_3=row["code"],
            successors=words(row["successors"]),
            valid_from=day(row["valid_from"]),
            valid_to=day(row["valid_to"]),
        )


def _special() -> Iterator[JurisdictionRow]:
    for row in read_csv(DATA / "special_codes.csv"):
        yield JurisdictionRow(
            code=row["code"], kind=row["kind"], names=wording(row, "name"),
            alpha2=row["alpha2"], alpha3=row["code"],
        )  # fmt: skip


def _names(alpha2: str, terms: dict[str, str]) -> dict[str, str]:
    return {lang: terms.get(f"name_{lang}") or _territories(lang)[alpha2] for lang in LANGUAGES}


@cache
def _m49() -> dict[str, tuple[str, str]]:
    """Region and sub-region by alpha-3 code."""
    return {
        code: (row["region"], row["subregion"])
        for row in read_csv(DATA / "m49.csv")
        for code in words(row["members"])
    }


def _official_languages(alpha2: str) -> tuple[str, ...]:
    """Language codes in Babel's order, without script variants (`sr_Latn` is `sr`)."""
    found = get_official_languages(alpha2, de_facto=True)
    return tuple(dict.fromkeys(code.split("_")[0] for code in found))


@cache
def _territories(language: str) -> dict[str, str]:
    return dict(Locale(language).territories)
