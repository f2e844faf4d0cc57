"""An extract in words for people: its fields under labels in the reader's language."""

from datetime import date
from typing import Any

from babel.dates import format_date

from kernel.wording import language_name
from notices.models import PublicExtract
from notices.papers.content import colours_named
from notices.papers.wording import wording


def born_of(row: PublicExtract, language: str) -> str:
    """The date of birth of an extract in words; empty where it is not public."""
    written = row.data.get("date_of_birth")
    return born(written, language) if written else ""


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
    birth = [data.get("place_of_birth"), names.get(data.get("country_of_birth_id") or "")]
    sex = data.get("sex_id")
    nationalities = [names.get(code, code) for code in data.get("nationalities") or []]
    languages = [language_name(code, language) for code in data.get("languages_spoken_ids") or []]
    births = [data.get("date_of_birth"), *data.get("other_dates_of_birth", [])]
    births = [born(value, language) for value in births if value]
    known = [
        ("born", "; ".join(births)),
        ("place_of_birth", ", ".join(filter(None, birth))),
        ("sex", wording(f"sex.{sex}", language) if sex in {"M", "F"} else ""),
        ("nationality", ", ".join(nationalities)),
        ("languages", ", ".join(languages)),
        ("build", _build(data)),
        ("eyes", colours_named(data.get("eyes_colors_id") or [])),
        ("hair", colours_named(data.get("hairs_id") or [])),
        ("marks", data.get("distinguishing_marks")),
        ("also_known_as", "; ".join(_aliases(data, but=("GOOD", "LOW")))),
        ("good_alias", "; ".join(_aliases(data, only="GOOD"))),
        ("low_alias", "; ".join(_aliases(data, only="LOW"))),
        ("documents", "\n".join(_documents(data))),
        ("designations", data.get("profession")),
        ("addresses", "\n".join(data.get("adresses") or [])),
        ("resolutions", data.get("un_resolution")),
        ("remarks", data.get("summary")),
    ]
    return [(wording(f"label.{key}", language), str(value)) for key, value in known if value]


def _build(data: dict[str, Any]) -> str:
    height, weight = data.get("height"), data.get("weight")
    return ", ".join(
        filter(None, (f"{height} m" if height else "", f"{weight} kg" if weight else ""))
    )


def _documents(data: dict[str, Any]) -> list[str]:
    rows = data.get("identity_documents") or []
    parts = [(row.get("nr"), row.get("type"), row.get("issuing_country_id")) for row in rows]
    return [", ".join(filter(None, row)) for row in parts]


def _aliases(data: dict[str, Any], *, only: str = "", but: tuple[str, ...] = ()) -> list[str]:
    found = []
    for alias in data.get("aliases") or []:
        quality = alias.get("quality", "")
        if quality in but or (only and quality != only):
            continue
        latin = " ".join(filter(None, (alias.get("forename"), alias.get("name"))))
        found.append(" · ".join(filter(None, (latin, alias.get("name_in_original_script")))))
    return found


def warrants(row: PublicExtract, names: dict[str, str]) -> list[dict[str, Any]]:
    return [
        one | {"country": names.get(one.get("issuing_country_id") or "", "")}
        for one in row.data.get("arrest_warrants") or []
    ]
