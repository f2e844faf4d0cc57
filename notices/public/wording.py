"""An extract in words for people: its fields under labels in the reader's language."""

from datetime import date
from typing import Any, cast

from babel.dates import format_date
from django.utils import translation

from cases import dates
from kernel.wording import language_name
from notices.models import PublicExtract
from notices.papers.content import colours_named
from notices.papers.wording import wording
from notices.payload import days, un_record
from notices.payload.shape import Day


def born_of(row: PublicExtract, language: str) -> str:
    """The date of birth of an extract in words; empty where it is not public."""
    if written := row.data.get("date_of_birth"):
        return born(written, language)
    return next(iter(_births(row.data.get("births") or [], language)), "")


def born(written: str, language: str) -> str:
    """1979/08/03, 1979/08/00 or 1979 in words; anything else as it is written."""
    parts = written.split("/")
    if len(parts) != 3 or not all(part.isdecimal() for part in parts):
        return written
    year, month, day = map(int, parts)
    if not month:
        return str(year)
    pattern = "d MMMM y" if day else "MMMM y"
    return format_date(date(year, month, day or 1), pattern, locale=language)


def facts(row: PublicExtract, names: dict[str, str], language: str) -> list[tuple[str, str]]:
    data = row.data
    birth = [_place(data, names), *data.get("other_places_of_birth", [])]
    sex = data.get("sex_id")
    nationalities = [names.get(code, code) for code in data.get("nationalities") or []]
    nationalities += data.get("nationalities_as_written", [])
    languages = [language_name(code, language) for code in data.get("languages_spoken_ids") or []]
    births = _births(data.get("births") or [], language) or [born_of(row, language)]
    known = [
        ("born", "\n".join(births)),
        ("place_of_birth", "\n".join(filter(None, birth))),
        ("sex", wording(f"sex.{sex}", language) if sex in {"M", "F"} else ""),
        ("nationality", ", ".join(nationalities)),
        ("languages", ", ".join(languages)),
        ("build", _build(data)),
        ("eyes", colours_named(data.get("eyes_colors_id") or [])),
        ("hair", colours_named(data.get("hairs_id") or [])),
        ("marks", data.get("distinguishing_marks")),
        ("also_known_as", "; ".join(_aliases(data, names, language, but=("GOOD", "LOW")))),
        ("good_alias", "; ".join(_aliases(data, names, language, only="GOOD"))),
        ("low_alias", "; ".join(_aliases(data, names, language, only="LOW"))),
        ("documents", "\n".join(_documents(data, names, language))),
        ("designations", data.get("profession")),
        ("addresses", "\n".join(data.get("adresses") or [])),
        ("list", _listed(data, language)),
        ("updated_on", "; ".join(_day(one, language) for one in data.get("updated_on") or [])),
        ("resolutions", ", ".join(_resolutions(data))),
        ("remarks", "\n".join([data.get("summary") or "", *un_record.further(_rest(data))])),
    ]
    return [
        (wording(f"label.{key}", language), str(value).strip())
        for key, value in known
        if str(value or "").strip()
    ]


def _build(data: dict[str, Any]) -> str:
    height, weight = data.get("height"), data.get("weight")
    return ", ".join(
        filter(None, (f"{height} m" if height else "", f"{weight} kg" if weight else ""))
    )


def _documents(data: dict[str, Any], names: dict[str, str], language: str) -> list[str]:
    told = []
    for row in data.get("identity_documents") or []:
        issuer = row.get("issuing_country_id") or ""
        parts = [row.get("nr"), row.get("type"), names.get(issuer, issuer)]
        parts += [_day(row.get("issued_on"), language), row.get("remark")]
        told.append(", ".join(filter(None, parts)))
    return told


def _resolutions(data: dict[str, Any]) -> list[str]:
    numbers = data.get("un_resolutions") or [data.get("un_resolution")]
    return [str(number) for number in numbers if number]


def _listed(data: dict[str, Any], language: str) -> str:
    """The list and the day of listing: "Al-Qaida, 6 October 2001"."""
    since = _day(data.get("un_reference_date"), language)
    return ", ".join(filter(None, [data.get("list_name"), since]))


def _rest(data: dict[str, Any]) -> dict[str, Any]:
    """The rest of the record as `un_record.further` reads it."""
    rows = data.get("further") or []
    return {**data, "unmapped": [(row["element"], row["text"]) for row in rows]}


def _day(iso: str | None, language: str) -> str:
    return format_date(date.fromisoformat(iso), "d MMMM y", locale=language) if iso else ""


def _place(data: dict[str, Any], names: dict[str, str]) -> str:
    country = data.get("country_of_birth_id") or ""
    return ", ".join(filter(None, [data.get("place_of_birth"), names.get(country, country)]))


def _births(rows: list[dict[str, Any]], language: str) -> list[str]:
    """Births in words: "about 1960–1962 (a note)"."""
    return [_birth(row, language) for row in rows]


def _birth(row: dict[str, Any], language: str) -> str:
    value = cast(Day, row)
    first, last = days.bounds(value)
    if read := days.said(value):
        with translation.override(language):
            words = dates.in_words(read)
    elif known := days.public(value):
        words = born(known, language)
    elif first and last:
        words = f"{first.year}–{last.year}"  # noqa: RUF001
    else:
        words = row.get("written") or ""
    about = f"{wording('word.about', language)} " if row.get("approximate") else ""
    note = f" ({row['note']})" if row.get("note") else ""
    return f"{about}{words}{note}"


def _more(alias: dict[str, Any], names: dict[str, str], language: str) -> str:
    births = _births(alias.get("births") or [], language)
    told = "; ".join(filter(None, [alias.get("note"), *births, _place(alias, names)]))
    return f"({told})" if told else ""


def _aliases(
    data: dict[str, Any],
    names: dict[str, str],
    language: str,
    *,
    only: str = "",
    but: tuple[str, ...] = (),
) -> list[str]:
    found = []
    for alias in data.get("aliases") or []:
        quality = alias.get("quality", "")
        if quality in but or (only and quality != only):
            continue
        latin = " ".join(filter(None, (alias.get("forename"), alias.get("name"))))
        called = " · ".join(filter(None, (latin, alias.get("name_in_original_script"))))
        found.append(" ".join(filter(None, (called, _more(alias, names, language)))))
    return found


def warrants(row: PublicExtract, names: dict[str, str]) -> list[dict[str, Any]]:
    return [
        one | {"country": names.get(one.get("issuing_country_id") or "", "")}
        for one in row.data.get("arrest_warrants") or []
    ]
