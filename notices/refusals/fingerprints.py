"""Fingerprints of a person: keyed digests of document numbers, and of names with years of birth.

A fingerprint says whether two records may be about one person, and nothing else: without
FINGERPRINT_KEY nobody can try names out. What is kept with a refusal is `stored`, what a new act
is looked up by is `asked`; spellings are folded by `cases.names`, numbers by `number_key`.
"""

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations
from typing import NamedTuple

from anyascii import anyascii
from django.conf import settings

from cases.names.keys import skeletons_of
from cases.names.skeleton import skeletons
from cases.names.words import Word, take_apart

Born = tuple[date | None, date | None]
DOCUMENT, BIRTH_DATE, BIRTH_YEAR = "D", "B", "Y"
DIGEST_BYTES = 16
MIN_NUMBER_CHARACTERS = 5  # shorter ones are no number of one document
MAX_NAMES, MAX_WORDS, MAX_BIRTH_YEARS = 12, 5, 6
SLACK_YEARS = 1
MIN_JOINED_LETTERS, MIN_CUT_LETTERS = 8, 3
ANY_YEAR, NO_YEAR = "*", "?"
# Letters of other scripts that look like Latin ones, and letters that pass for digits.
LOOKS = str.maketrans(
    "АВЕКМНОРСТУХІЈЅԚԜΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "ABEKMHOPCTYXIJSQWABEZHIKMNOPTYX",
)
PASSES_FOR = str.maketrans("OIL", "011")
PART_OF_NUMBER = re.compile(r"[A-Z0-9]+")


class Person(NamedTuple):
    """The marks of a person that can be known again: document numbers, and (name, born) pairs."""

    documents: tuple[str, ...] = ()
    names: tuple[tuple[str, Born], ...] = ()


class Print(NamedTuple):
    """One digest. Of a name: which name of the person, of how many words, which two of them."""

    kind: str
    digest: bytes
    name: int = 0
    words: int = 0
    pair: int = 0


def stored(person: Person) -> list[Print]:
    """The prints that are kept of a person."""
    return _prints(person, slack_years=0)


def asked(person: Person) -> list[Print]:
    """The prints that a person is looked up by; a year of birth may be one off, or not be known."""
    return _prints(person, slack_years=SLACK_YEARS)


def lot(person: Person) -> int:
    """A number from 0 to 99 that nobody foresees without the key, the same for the same name.

    Samples are drawn by it: to ask again does not draw again.
    """
    words = sorted(min(skeletons_of(word)) for name, _ in person.names[:1] for word in _words(name))
    told = _digest("LOT", "|".join(words or person.documents[:1]))
    return int.from_bytes(told[:4]) % 100


def key_id() -> str:
    """The key that the digests are made with, by id: rows of any other are never found again."""
    return hmac.digest(_key(), b"id", hashlib.sha256).hex()[:12]


def number_keys(text: str) -> set[str]:
    """A number as it is compared: without blanks and signs, in Latin letters and digits.

    Besides the whole, each part that could be a number by itself, since what is written beside
    it ("No.", a country) must not hide it.
    """
    folded = unicodedata.normalize("NFKC", text[:200]).upper().translate(LOOKS)
    latin = "".join(map(_letter, folded)).upper().translate(PASSES_FOR)
    parts = PART_OF_NUMBER.findall(latin)
    alone = {part for part in parts if len(part) > MIN_NUMBER_CHARACTERS and _is_number(part)}
    whole = "".join(parts)
    return alone | ({whole} if len(whole) >= MIN_NUMBER_CHARACTERS else set())


def _letter(letter: str) -> str:
    digit = unicodedata.digit(letter, None)
    return str(digit) if digit is not None else anyascii(letter)


def _is_number(part: str) -> bool:
    return sum(letter.isdigit() for letter in part) >= MIN_NUMBER_CHARACTERS - 1


def _prints(person: Person, *, slack_years: int) -> list[Print]:
    found = {
        Print(DOCUMENT, _digest(DOCUMENT, number))
        for text in person.documents
        for number in number_keys(text)
    }
    for place, (name, born) in enumerate(list(dict.fromkeys(person.names))[:MAX_NAMES]):
        words = _words(name)
        for pair, text in _pairs(words):
            for kind, when in _times(born, slack_years):
                digest = _digest(kind, f"{text}|{when}")
                found.add(Print(kind, digest, place, len(words), pair))
        for text in _cut_in_two(words):
            for kind, when in _times(born, slack_years):
                found.add(Print(kind, _digest(kind, f"{text}|{when}"), place, 2, 0))
    return sorted(found)


def _words(name: str) -> tuple[Word, ...]:
    return take_apart(name).words[:MAX_WORDS]


def _pairs(words: tuple[Word, ...]) -> Iterator[tuple[int, str]]:
    """Any two words in either order, one of them perhaps with a wrong letter; a lone one as is."""
    spelled = [tuple(skeletons_of(word)[:2]) for word in words]
    if len(words) == 1:
        yield from ((0, skeleton) for skeleton in spelled[0])
        return
    near = [_one_left_out(skeletons) for skeletons in spelled]
    for pair, (one, other) in enumerate(combinations(range(len(words)), 2)):
        texts = {(a, b) for a in spelled[one] for b in spelled[other]}
        texts |= {(a, b) for a in near[one] for b in spelled[other]}
        texts |= {(a, b) for a in spelled[one] for b in near[other]}
        yield from ((pair, "|".join(sorted(both))) for both in texts)


def _cut_in_two(words: tuple[Word, ...]) -> Iterator[str]:
    """A long lone word as two, wherever it is cut: somebody wrote the names in one."""
    if len(words) != 1 or len(words[0].latin) < MIN_JOINED_LETTERS:
        return
    latin, script = words[0].latin, words[0].script
    for cut in range(MIN_CUT_LETTERS, len(latin) - MIN_CUT_LETTERS + 1):
        ones, others = (skeletons(part, script)[:2] for part in (latin[:cut], latin[cut:]))
        yield from {"|".join(sorted((one, other))) for one in ones for other in others}


def _one_left_out(skeletons: Iterable[str]) -> set[str]:
    """The first spelling with each letter left out, so that one wrong letter is met."""
    first = next(iter(skeletons), "")
    if len(first) < 3:
        return set()
    return {first[:gap] + first[gap + 1 :] for gap in range(len(first))}


def _times(born: Born, slack_years: int) -> Iterator[tuple[str, str]]:
    """Kinds and times under which a name is kept (without slack) or asked for (with it)."""
    earliest, latest = born
    years = range(earliest.year, latest.year + 1) if earliest and latest else range(0)
    known = 0 < len(years) <= MAX_BIRTH_YEARS
    if known and earliest == latest and earliest:
        yield BIRTH_DATE, earliest.isoformat()
    if known:
        wide = range(years[0] - slack_years, years[-1] + slack_years + 1)
        yield from ((BIRTH_YEAR, str(year)) for year in wide)
    if slack_years:
        yield BIRTH_YEAR, NO_YEAR if known else ANY_YEAR
    else:
        yield BIRTH_YEAR, ANY_YEAR
        if not known:
            yield BIRTH_YEAR, NO_YEAR


def _digest(kind: str, text: str) -> bytes:
    return hmac.digest(_key(), f"{kind}|{text}".encode(), hashlib.sha256)[:DIGEST_BYTES]


def _key() -> bytes:
    key: str = settings.FINGERPRINT_KEY
    return key.encode()
