"""Words of the system's own labels and of languages, as they stand on a page."""

import re
from datetime import date
from functools import lru_cache
from typing import Any

import pycountry
from babel import Locale
from babel.dates import format_date, format_skeleton
from django.utils.translation import get_language

LANGUAGE_CODE = re.compile("([a-z]{2,3})(-[a-z]{4})?")


def within_sentence(label: str) -> str:
    """A label as it goes on within a sentence: only its first letter is made small.

    What is written in capitals, such as UN, and names further on keep theirs.
    """
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


@lru_cache(maxsize=1000)
def language_name(code: str, reader: str = "en") -> str:
    """The name of a language by any of its ISO 639 codes, in the reader's language, else English.

    The code itself where there is no such language.
    """
    if found := _language(code):
        for locale in (reader, "en"):
            known = Locale.parse(locale, sep="-").languages
            if named := known.get(getattr(found, "alpha_2", "")) or known.get(found.alpha_3):
                return str(named)
        return str(found.name)
    return code


def is_language_code(code: str) -> bool:
    """Whether it is the code of a language in small letters, perhaps with a script: pt, zh-hant."""
    written = LANGUAGE_CODE.fullmatch(code)
    return written is not None and _language(written[1]) is not None


def _language(code: str) -> Any:
    """The language with one of its ISO 639 codes, or None."""
    kinds = ("alpha_3", "bibliographic", "alpha_2")
    found = (pycountry.languages.get(**{kind: code.lower()}) for kind in kinds)
    return next(filter(None, found), None)


def date_in_words(
    language: str, year: int, month: int | None = None, day: int | None = None
) -> str:
    """A date as far as it is known, as the language writes it out: "3 August 1979", "1979"."""
    if not month:
        return str(year)
    locale = "en_GB" if language == "en" else language  # the Agency writes the day first
    known = date(year, month, day or 1)
    if day:
        return format_date(known, "long", locale=locale)
    return format_skeleton("yMMMM", known, locale=locale)


def language_names(codes: list[str]) -> list[str]:
    """The names of languages in the language of the page."""
    return [language_name(code, get_language() or "en") for code in codes]
