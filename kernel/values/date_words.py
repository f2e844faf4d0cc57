"""Dates written with words, in six languages, brought to figures: "21 Jul 1979" to 1979-07-21.

What is written is never completed: a month stays a month, and of two figures before a month's name
or behind it the one that can be no year is the day.
"""

import re
from functools import cache
from itertools import product

from babel import Locale

from kernel.tables import LANGUAGES
from kernel.values.folding import folded

# First year of our calendar of each era of Japan since 1868.
ERAS = {
    **dict.fromkeys(("明治", "meiji"), 1868),
    **dict.fromkeys(("大正", "taisho"), 1912),
    **dict.fromkeys(("昭和", "showa"), 1926),
    **dict.fromkeys(("平成", "heisei"), 1989),
    **dict.fromkeys(("令和", "reiwa"), 2019),
}
BUDDHIST_YEARS = 543
FORMS, WIDTHS = ("format", "stand-alone"), ("wide", "abbreviated")
_LEVANT = (
    "كانون الثاني|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|تشرين الأول|تشرين الثاني|كانون الأول"
)
_MAGHREB = "جانفي|فيفري|مارس|أفريل|ماي|جوان|جويلية|أوت|سبتمبر|أكتوبر|نوفمبر|ديسمبر"
_HAN = re.compile(r"(\d{1,4}|元)\s*年(?:\s*(\d{1,2})\s*月(?:\s*(\d{1,2})\s*[日号號])?)?")
_ERA = re.compile(rf"({'|'.join(ERAS)})\s*(?=\d|元)")
_BUDDHIST = re.compile(r"(?:^(?:b\.?\s?e\.?|พ\.?ศ\.?)\s*(?=\d))|(?:\s*(?:b\.?\s?e\.?|พ\.?ศ\.?)$)")
_YEAR = re.compile(r"\d{4}")
YEAR_LAST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
_BETWEEN_WORDS = re.compile(r"[\s.,/-]+|\b(?:de|del|of|the|года|г)\b|(?<=\d)(?:st|nd|rd|th|er)\b")


def figures(text: str) -> str | None:
    """The date in figures, year first; None where no name of a month, era or sign says which."""
    plain = folded(text)
    if found := _in_era(plain):
        return found
    if match := _HAN.fullmatch(plain):
        return _joined(match[1], match[2], match[3])
    return _with_month(plain)


def either_order(text: str, months: int = 12) -> list[str]:
    """Year first, the days that "8/7/2019" may be: two, or one where only one can be the month."""
    if (match := YEAR_LAST.fullmatch(text)) is None:
        return []
    one, other = int(match[1]), int(match[2])
    orders = {(one, other), (other, one)}
    return sorted(f"{match[3]}-{m:02}-{d:02}" for m, d in orders if 1 <= m <= months)


def _in_era(plain: str) -> str | None:
    if match := _ERA.match(plain):
        return _counted(plain[match.end() :], ERAS[match[1]] - 1)
    if (rest := _BUDDHIST.sub("", plain)) != plain:
        return _counted(rest, -BUDDHIST_YEARS)
    return None


def _counted(rest: str, before: int) -> str | None:
    """A date of another count of years, of which our months and days are the same."""
    match = _HAN.fullmatch(rest) or re.fullmatch(
        r"(\d{1,4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?", rest.strip()
    )
    if match is None:
        return None
    year = 1 if match[1] == "元" else int(match[1])
    return _joined(str(before + year), match[2], match[3])


def _with_month(plain: str) -> str | None:
    for name, month in months():
        before, found, behind = plain.partition(name)
        if not found or _runs_on(before[-1:]) or _runs_on(behind[:1]):
            continue
        numbers = [part for part in _BETWEEN_WORDS.split(f"{before} {behind}") if part]
        if not all(part.isdecimal() and len(part) in (1, 2, 4) for part in numbers):
            continue
        years = [part for part in numbers if _YEAR.fullmatch(part)]
        days = [part for part in numbers if not _YEAR.fullmatch(part)]
        if len(years) == 1 and len(days) <= 1:
            return _joined(years[0], str(month), days[0] if days else None)
    return None


def _runs_on(char: str) -> bool:
    return char.isalpha()


def _joined(year: str, month: str | None, day: str | None) -> str:
    return "-".join([year.zfill(4), *(f"{int(part):02}" for part in (month, day) if part)])


@cache
def months() -> tuple[tuple[str, int], ...]:
    """Every name of a month in the six languages, folded, the longest first, and its number."""
    found: dict[str, int] = {}
    for language, form, width in product(LANGUAGES, FORMS, WIDTHS):
        if language == "zh":
            continue
        for number, name in Locale(language).months[form][width].items():
            found[folded(name).rstrip(".")] = number
    for names in (_LEVANT, _MAGHREB):
        found |= {folded(name): n for n, name in enumerate(names.split("|"), 1)}
    found |= {"sept": 9}
    return tuple(sorted(found.items(), key=lambda pair: -len(pair[0])))
