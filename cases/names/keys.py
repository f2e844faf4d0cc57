"""Search keys of a name: small numbers under which it is found, however it is written next.

Each key is the crc32 of a family letter and a text, as a signed int4. Families of the record:
T word skeleton (also of two neighbours joined, and of the whole), P two words in any order,
B the first two consonants of two words, Y word and birth year, I initials and birth year,
D word skeleton with one consonant left out, S, R and N prefixes of skeleton, romanised word
and word as written. X is the number of a document, which is met as a whole only.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from zlib import crc32

from cases.dates import PartialDate
from cases.names.numbers import numbers_in, plain_number
from cases.names.skeleton import skeletons
from cases.names.words import WHOLE_WRITTEN, Name, Word, take_apart

KEY_VERSION = 4  # raise it whenever a record's keys change; rows of an older version are rebuilt
MAX_KEYS_PER_NAME = 900
PREFIX = range(2, 9)
SKELETON_PREFIX = range(2, 5)
MAX_BIRTH_YEARS = 6
MAX_PAIRED_WORDS = 6
Stem = tuple[str, str]  # the family of a key, and the text that a year of birth follows


def key(family: str, text: str) -> int:
    """One key: a signed 32-bit number."""
    number = crc32(f"{family}:{text}".encode())
    return number - (1 << 32) if number >= 1 << 31 else number


def keys(name: str, born: PartialDate | None = None) -> set[int]:
    """The keys to store with a record's name; empty when it has no letter, 900 at most."""
    taken = take_apart(name)
    years = list(born.years()) if born else []
    families = [_screening(taken, years), _left_out(taken), _prefixes(taken)]
    return _capped(found for family in families for found in family)


def birth_stems(name: str) -> list[Stem]:
    """The texts that `birth_keys` makes keys of, for one name and any year of birth."""
    taken = take_apart(name)
    return _stems(taken, [skeletons_of(word) for word in taken.words]) if taken.words else []


def birth_keys(stems: list[Stem], years: list[int]) -> set[int]:
    """The keys that a birth adds: `keys(name, born)` is `keys(name)` and these.

    For whoever has many births for one name; as long as MAX_KEYS_PER_NAME is not reached.
    """
    return set(_dated(stems, years, MAX_BIRTH_YEARS))


def number_keys(number: str) -> set[int]:
    """The keys to store with the number of a document; empty for what is no number."""
    plain = plain_number(number)
    return {key("X", plain)} if plain else set()


def query_keys(
    text: str, born: PartialDate | None = None, *, partial: bool = True, slack_years: int = 1
) -> set[int]:
    """The keys to look a typed text up by.

    `partial` is for an officer's search: the text may be part of a name or hold a typo. Without
    it, for screening whole names, only the families T, P, B, Y and I are asked.
    """
    taken = take_apart(text)
    years = list(born.years()) if born else []
    if years:
        years = list(range(years[0] - slack_years, years[-1] + slack_years + 1))
    screened = _screening(taken, years, most_years=MAX_BIRTH_YEARS + 2 * slack_years)
    families: list[Iterable[int]] = [screened]
    if partial:
        numbers = (key("X", number) for number in sorted(numbers_in(text)))
        families = [numbers, *families, _left_out(taken), _typed(taken)]
    return _capped(found for family in families for found in family)


def normalised(name: str) -> str:
    """The text that a database ranks by: the name's words in Latin letters, then their skeletons.

    With pg_trgm, `similarity(normalised, $query)` orders candidates before they are compared.
    """
    words = take_apart(name).words
    sounds = [word.skeletons[0].lower() for word in words]
    return " ".join([*(word.latin for word in words), *sounds])[:300]


def sort_key(name: str) -> str:
    """The text that lists of names are ordered by: Latin letters, then the name itself."""
    return f"{take_apart(name).romanised} {name.casefold()}".strip()[:200]


def pick_keys(
    wanted: Iterable[int], frequencies: Mapping[int, int], budget: int = 4000, unseen: int = 10
) -> list[int]:
    """The keys worth asking for: rarest first until they cost `budget` names, one at least.

    `frequencies` holds how many names carry a key; a key that isn't in it counts as `unseen`
    (the frequency table keeps only keys carried by more than 50 names).
    """
    cost = {number: frequencies.get(number, unseen) for number in wanted}
    picked: list[int] = []
    spent = 0
    for number in sorted(cost, key=lambda number: (cost[number], number)):
        spent += cost[number]
        if picked and spent > budget:
            break
        picked.append(number)
    return picked


def _capped(numbers: Iterable[int]) -> set[int]:
    found: set[int] = set()
    for number in numbers:
        found.add(number)
        if len(found) >= MAX_KEYS_PER_NAME:
            break
    return found


def _screening(name: Name, years: list[int], most_years: int = MAX_BIRTH_YEARS) -> Iterator[int]:
    if not name.words:
        return
    found_of = [skeletons_of(word) for word in name.words]
    yield from (key("T", skeleton) for found in found_of for skeleton in found)
    yield from (key("T", skeleton) for skeleton in _joined(name))
    for one, other in combinations(found_of[:MAX_PAIRED_WORDS], 2):
        yield from _pair(one, other)
    yield from _dated(_stems(name, found_of), years, most_years)


def _stems(name: Name, found_of: list[list[str]]) -> list[Stem]:
    initials = "".join(sorted(_initial(word) for word in name.words))
    stems = [("I", initials), *(("Y", found[0]) for found in found_of)]
    return stems + [("Y", other) for found in found_of for other in found[1:2]]


def _dated(stems: list[Stem], years: list[int], most_years: int) -> Iterator[int]:
    if 0 < len(years) <= most_years:
        yield from (key(family, f"{text}{year}") for year in years for family, text in stems)


def skeletons_of(word: Word) -> list[str]:
    """Every skeleton of a word: of its usual spelling first, then of the others."""
    found = list(word.skeletons)
    for spelling in word.also:
        found += skeletons(spelling, word.script)
    return list(dict.fromkeys(found))[:6]


def _joined(name: Name) -> Iterator[str]:
    """Neighbours written as one word, and the whole name."""
    runs: list[tuple[Word, ...]] = list(zip(name.words, name.words[1:], strict=False))
    if len(name.words) > 2:
        runs.append(name.words)
    for run in runs:
        yield from skeletons("".join(word.latin for word in run), run[0].script)[:2]


def _pair(one: list[str], other: list[str]) -> Iterator[int]:
    """Both words in either order, by whole skeleton and by their first two consonants."""
    for a in one[:2]:
        for b in other[:2]:
            yield key("P", "|".join(sorted((a, b))))
    if len(one[0]) > 1 and len(other[0]) > 1:
        yield key("B", "|".join(sorted((one[0][:2], other[0][:2]))))


def _initial(word: Word) -> str:
    return "A" if word.latin[0] in "aeiouyw" else word.skeletons[0][:1]


def _left_out(name: Name) -> Iterator[int]:
    """The skeleton, and it with each consonant left out, so that one wrong consonant is met."""
    for word in name.words:
        skeleton = word.skeletons[0]
        if len(skeleton) > 3:
            yield key("D", skeleton)
            for gap in range(min(len(skeleton), 8)):
                yield key("D", skeleton[:gap] + skeleton[gap + 1 :])
        elif len(skeleton) == 3:
            yield key("D", skeleton)


def _prefixes(name: Name) -> Iterator[int]:
    """The keys that a record stores for type-ahead."""
    for word in name.all_words:
        for spelling in word.spellings if word.vocalised else ():
            yield from (key("R", spelling[:n]) for n in PREFIX if n <= len(spelling))
        for skeleton in word.skeletons[:2]:
            yield from (key("S", skeleton[:n]) for n in SKELETON_PREFIX if n <= len(skeleton))
    for native in _native(name):
        yield from (key("N", native[:n]) for n in range(1, 9) if n <= len(native))


def _native(name: Name) -> list[str]:
    """Words as written where they aren't Latin; names written without spaces also whole."""
    words = [word for word in name.all_words if word.native and word.script != "Latn"]
    natives = [word.native for word in words]
    if words and words[0].script in WHOLE_WRITTEN:
        natives.append("".join(natives))
    return natives


def _typed(name: Name) -> Iterator[int]:
    """The keys that a typed text looks up: the whole prefix, and shorter ones for a late typo."""
    for word in name.words:
        for spelling in word.spellings:
            yield from (key("R", spelling[:n]) for n in {min(8, len(spelling)), 5, 4})
        skeleton = word.skeletons[0]
        if len(skeleton) > 1:
            yield key("S", skeleton[:4])
    yield from (key("N", native[:8]) for native in _native(name))
