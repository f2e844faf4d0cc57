"""Countries by every name and code they go by, in six languages; never by a guess.

Names are compared as words in any order, without articles, accents and dots, so that "Iran (Islamic
Republic of)" is "Iran, Islamic Republic of" and "St. Lucia" is "Saint Lucia". A name that several
countries bear, such as "Congo", belongs to all of them: whoever asks has to ask back.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

import pycountry
from babel import Locale

from central_offices.jurisdictions import DATA, jurisdictions
from kernel.tables import LANGUAGES, read_csv
from kernel.values.folding import searchable

FILLERS = frozenset({"the", "of", "and"})
MIN_BEGUN_LETTERS = 2  # of a name, before the countries that it may become are named
_WORD = re.compile(r"\w+")
Words = tuple[str, ...]
# (code, alpha-2, names) of each country that may be meant.
Row = tuple[str, str, tuple[str, ...]]


@dataclass(frozen=True)
class CountryNames:
    """The codes of countries by what they are called; make it with `of`."""

    by_code: Mapping[str, str]
    by_name: Mapping[Words, frozenset[str]]
    written: tuple[tuple[str, str], ...]

    def meant(self, typed: str) -> list[str]:
        """The codes of the countries that are called so: one, several or none."""
        if code := self.by_code.get(searchable(typed).upper()):
            return [code]
        return self.named(typed)

    def named(self, typed: str) -> list[str]:
        """As `meant`, by names alone."""
        words = words_of(typed)
        return sorted(self.by_name.get(words, ())) if words else []

    def begun(self, typed: str) -> list[str]:
        """The codes of the countries of which a name, or a word of it, begins so."""
        text = _plain(typed)
        if len(text) < MIN_BEGUN_LETTERS and text.isascii():
            return []
        found = (code for name, code in self.written if f" {name}".find(f" {text}") >= 0)
        return list(dict.fromkeys(found))


def of(rows: Iterable[tuple[str, str, Iterable[str]]]) -> CountryNames:
    """The index of some countries: (code, alpha-2, names) of each."""
    return _index(tuple((code, alpha2, tuple(names)) for code, alpha2, names in rows))


def words_of(text: str) -> Words:
    """The words by which names are compared."""
    return tuple(sorted(word for word in _plain(text).split() if word not in FILLERS))


@lru_cache(maxsize=4)
def _index(rows: tuple[Row, ...]) -> CountryNames:
    by_code = {row.alpha3: row.code for row in jurisdictions() if row.alpha3}
    by_code = {alpha3: code for alpha3, code in by_code.items() if code in {r[0] for r in rows}}
    by_name, written = defaultdict(set), []
    # Dissolved states first (codes of four letters): who bears their codes today has them.
    for code, alpha2, names in sorted(rows, key=lambda row: -len(row[0])):
        by_code |= {known: code for known in (alpha2, code) if known}
        for name in (*names, *further_names().get(code, ())):
            by_name[words_of(name)].add(code)
            written.append((_plain(name), code))
    names_known = {words: frozenset(codes) for words, codes in by_name.items()}
    return CountryNames(by_code, names_known, tuple(sorted(dict.fromkeys(written))))


@cache
def further_names() -> Mapping[str, tuple[str, ...]]:
    """By code the names that a country has beside those of the table: ISO's, CLDR's, our own."""
    found: dict[str, list[str]] = defaultdict(list)
    for code, name in _further():
        found[code].append(name)
    return {code: tuple(dict.fromkeys(names)) for code, names in found.items()}


def _further() -> Iterator[tuple[str, str]]:
    territories = [Locale(language).territories for language in LANGUAGES]
    for country in pycountry.countries:
        for field in ("name", "official_name", "common_name"):
            if name := getattr(country, field, ""):
                yield country.alpha_3, name
        yield from ((country.alpha_3, names[country.alpha_2]) for names in territories)
    for country in pycountry.historic_countries:
        yield country.alpha_4, country.name
    for row in read_csv(DATA / "other_names.csv"):
        yield from ((row["code"], name) for name in row["names"].split("|"))


def _plain(text: str) -> str:
    words = _WORD.findall(searchable(text).replace(".", ""))
    return " ".join("saint" if word == "st" else word for word in words)
