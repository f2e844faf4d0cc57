"""An extract in words for people: its fields under labels in the reader's language."""

from collections.abc import Iterator
from datetime import date
from typing import Any, cast

from kernel.wording import date_in_words, language_name
from notices.models import PublicExtract
from notices.papers.content import known_shades
from notices.papers.rows import span
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
    return date_in_words(language, *map(int, parts))


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
        ("eyes", _shades(data.get("eyes_colors_id") or [], language)),
        ("hair", _shades(data.get("hairs_id") or [], language)),
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
        *_further(data, language),
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


def _shades(codes: list[str], language: str) -> str:
    return ", ".join(wording(f"shade.{code}", language) for code in known_shades(codes))


def _further(data: dict[str, Any], language: str) -> Iterator[tuple[str, str]]:
    """The rest of a record of the UN list; what nobody knows stands under the remarks."""
    rows = [(row["element"], row["text"]) for row in data.get("further") or []]
    remarks = [data.get("summary") or ""]
    for part in un_record.further({**data, "unmapped": rows}):
        if part.label:
            known = "; ".join(_day(one, language) for one in part.days)
            yield part.label, known or part.text
        else:
            remarks.append(part.text)
    yield "remarks", "\n".join(remarks)


def _day(iso: str | None, language: str) -> str:
    if not iso:
        return ""
    known = date.fromisoformat(iso)
    return date_in_words(language, known.year, known.month, known.day)


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
        words = span(days.spans(read)[0], language)
    elif known := days.public(value):
        words = born(known, language)
    elif first and last:
        words = f"{first.year}–{last.year}"  # noqa: RUF001
    else:
        words = row.get("written") or ""
    if row.get("approximate"):
        words = wording("date.APPROX", language) % {"date": words}
    note = f" ({row['note']})" if row.get("note") else ""
    return f"{words}{note}"


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
