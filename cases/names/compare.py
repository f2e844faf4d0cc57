"""Likeness of two names, and which of their words were taken for each other."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from rapidfuzz.distance import OSA, JaroWinkler, Levenshtein

from cases.names.keys import skeletons_of
from cases.names.skeleton import fold
from cases.names.words import UNVOCALISED, WHOLE_WRITTEN, Name, Word, take_apart

MIN_WORD_SCORE = 0.62
SHORT_LETTERS = 3
MIN_GIVEN_LETTERS = 4
SHORT_SHARE = 0.8  # two short words that sound otherwise: Wei is not Wen
OTHER_SEX_SCORE = 0.75  # Maria and Mario
OTHER_ORDER_SHARE = 0.99  # a family name first is no sign of somebody else
SOMEBODY_ELSES_CHILD_SHARE = 0.85  # Ahmad bin Hasan and Hasan bin Ahmad
OTHER_PARTICLES_SHARE = 0.995  # van der Berg and Berg
SETTLED_SCORE = 0.94
TYPED_SHARE = 0.75
Words = tuple[Word, ...]
Span = tuple[int, ...]
Option = tuple[float, Span, Span]


@dataclass(frozen=True, slots=True)
class Pair:
    """Words of the query taken for words of the candidate, and how alike they are (0 to 1)."""

    typed: str
    found: str
    alike: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """A score from 0 to 1 with what it rests on, to be shown and stored with a decision."""

    score: float
    pairs: tuple[Pair, ...]
    only_typed: tuple[str, ...]
    only_found: tuple[str, ...]


def score(query: str, candidate: str, *, partial: bool = False) -> float:
    """How alike two names are, 0 to 1; 0 when either has no letter. See `compare`."""
    return compare(query, candidate, partial=partial).score


def compare(query: str, candidate: str, *, partial: bool = False) -> Comparison:
    """Align the words of two names, in any order, two joined words against one where needed.

    Words of the query that find no partner weigh three times those of the candidate, since a
    query may be part of a name. With `partial` a typed word may also be the start of one. Another
    order, other particles, and another father cost the more, the more they say.
    """
    return _compare(take_apart(query), take_apart(candidate), partial)


def _compare(query: Name, candidate: Name, partial: bool) -> Comparison:
    left, right = query.words, candidate.words
    if not left or not right:
        return Comparison(0.0, (), *(tuple(map(_shown, words)) for words in (left, right)))
    if _is_one_text(left, right):
        typed, found = (" ".join(map(_shown, words)) for words in (left, right))
        return Comparison(1.0, (Pair(typed, found, 1.0),), (), ())
    singles = _singles(left, right, partial)
    chosen = _align(singles)
    settled = [option for option in chosen if option[0] >= SETTLED_SCORE]
    left_over = len(chosen) < max(len(left), len(right)) and (
        chosen or 1 in (len(left), len(right))
    )
    if left_over or len(settled) < len(chosen):
        chosen = _align([*singles, *_doubles(left, right, settled)])
    of_query = _covered(left, [(span, alike) for alike, span, _other in chosen])
    of_candidate = _covered(right, [(span, alike) for alike, _other, span in chosen])
    total = TYPED_SHARE * of_query + (1 - TYPED_SHARE) * of_candidate
    total *= _by_order(left, right, chosen)
    taken = {place for _alike, span, _other in chosen for place in span}
    given = {place for _alike, _span, other in chosen for place in other}
    return Comparison(
        round(total, 4),
        tuple(Pair(_said(left, a), _said(right, b), round(s, 3)) for s, a, b in chosen),
        tuple(_shown(word) for place, word in enumerate(left) if place not in taken),
        tuple(_shown(word) for place, word in enumerate(right) if place not in given),
    )


def _is_one_text(left: Words, right: Words) -> bool:
    """Whether two names in characters differ by spaces only: 山田 太郎 and 山田太郎."""
    one, other = ("".join(word.native for word in words) for words in (left, right))
    return one == other and left[0].script in WHOLE_WRITTEN


def _by_order(left: Words, right: Words, chosen: list[Option]) -> float:
    """How far the order of the words, and the particles between them, say the same."""
    pairs = [(left[a[0]], right[b[0]]) for _alike, a, b in chosen]
    share = 1.0
    if [b for _alike, _a, b in chosen] != sorted(b for _alike, _a, b in chosen):
        share *= OTHER_ORDER_SHARE
    if any(one.particles != other.particles for one, other in pairs):
        share *= OTHER_PARTICLES_SHARE
    told = any(word.is_fathers for word in left) and any(word.is_fathers for word in right)
    if (
        told
        and any(one.is_fathers and not other.is_fathers for one, other in pairs)
        and any(other.is_fathers and not one.is_fathers for one, other in pairs)
    ):
        share *= SOMEBODY_ELSES_CHILD_SHARE
    return share


def _singles(left: Words, right: Words, partial: bool) -> list[Option]:
    alike = _alike_or_begun if partial else _alike
    grid = product(enumerate(left), enumerate(right))
    return [(alike(a, b), (i,), (j,)) for (i, a), (j, b) in grid]


def _doubles(left: Words, right: Words, settled: list[Option]) -> list[Option]:
    """Two neighbours written as one, where neither they nor their partner are settled."""
    done = {place for _alike, span, _other in settled for place in span}
    gone = {place for _alike, _span, other in settled for place in other}
    found: list[Option] = []
    for (i, joined), (j, word) in product(_neighbours(left, done), enumerate(right)):
        if j not in gone:
            found.append((_alike(joined, word), (i, i + 1), (j,)))
    for (i, word), (j, joined) in product(enumerate(left), _neighbours(right, gone)):
        if i not in done:
            found.append((_alike(word, joined), (i,), (j, j + 1)))
    return found


def _neighbours(words: Words, done: set[int]) -> list[tuple[int, Word]]:
    return [
        (place, Word(a.native + b.native, a.latin + b.latin, a.script))
        for place, (a, b) in enumerate(zip(words, words[1:], strict=False))
        if place not in done and place + 1 not in done
    ]


def _align(options: list[Option]) -> list[Option]:
    """Take the most alike first, each word once; two joined words must be worth both."""
    taken: set[int] = set()
    given: set[int] = set()
    chosen = []
    worth = sorted(options, key=lambda c: (-c[0] * (1 + 0.1 * (len(c[1]) + len(c[2]))), c[1:]))
    for option in worth:
        alike, span, other = option
        if (
            alike >= MIN_WORD_SCORE
            and not taken.intersection(span)
            and not given.intersection(other)
        ):
            taken.update(span)
            given.update(other)
            chosen.append(option)
    return sorted(chosen, key=lambda option: option[1])


def _covered(words: Words, spans: list[tuple[Span, float]]) -> float:
    """How much of a name is explained, each word weighing by its length up to six letters."""
    weights = [2 + min(len(word.latin), 6) for word in words]
    explained = sum(weights[place] * alike for span, alike in spans for place in span)
    return float(explained / sum(weights))


def _alike(one: Word, other: Word) -> float:
    if one.script in UNVOCALISED or other.script in UNVOCALISED:
        if one.script == other.script:
            return OSA.normalized_similarity(one.native, other.native)
        return max(_by_sound(one, other), _by_consonants(one, other))
    sound = _by_sound(one, other)
    if sound == OTHER_SEX_SCORE:
        return sound
    alike = max(sound, 0.9 * _by_letters(one, other))
    short = max(len(one.latin), len(other.latin)) <= SHORT_LETTERS
    return SHORT_SHARE * alike if short and alike < SETTLED_SCORE else alike


def _of_other_sex(one: str, other: str) -> bool:
    """Whether two given names differ in nothing but the ending that tells a man from a woman."""
    if min(len(one), len(other)) < MIN_GIVEN_LETTERS:
        return False
    return {one[-1:], other[-1:]} == {"a", "o"} and one[:-1] == other[:-1]


def _by_sound(one: Word, other: Word) -> float:
    """Letters as written and as heard, the best of all usual spellings."""
    best = _spelled(one.latin, other.latin)
    if best < 1 and _of_other_sex(one.latin, other.latin):
        return OTHER_SEX_SCORE
    if best < 1 and (one.also or other.also):
        best = max(_spelled(a, b) for a, b in product(one.spellings[:3], other.spellings[:3]))
    return best


@lru_cache(maxsize=1 << 16)
def _spelled(one: str, other: str) -> float:
    if one == other:
        return 1.0
    if min(len(one), len(other)) == 1:
        return 0.7 if one[0] == other[0] else 0.0
    heard = Levenshtein.normalized_similarity(fold(one), fold(other))
    return max(0.97 * heard, 0.98 * OSA.normalized_similarity(one, other))


def _by_letters(one: Word, other: Word) -> float:
    return JaroWinkler.similarity(one.latin, other.latin)


@lru_cache(maxsize=1 << 16)
def _by_consonants(one: Word, other: Word) -> float:
    """For scripts written without vowels: how far the consonant skeletons agree."""
    best, length = 0.0, 1
    for a, b in product(skeletons_of(one), skeletons_of(other)):
        near = Levenshtein.normalized_similarity(a, b)
        if near > best:
            best, length = near, min(len(a), len(b))
    sure = {1: 0.8, 2: 0.88}.get(length, 0.94)
    return sure * best + 0.05 * _by_letters(one, other)


@lru_cache(maxsize=1 << 14)  # those who are found share most of their words
def _alike_or_begun(typed: Word, word: Word) -> float:
    """As `_alike`, but a typed beginning counts almost as the word: the more so, the longer."""
    alike = _alike(typed, word)
    starts = product(typed.spellings, word.spellings if word.vocalised else ())
    if any(spelling.startswith(begun) for begun, spelling in starts):
        return max(alike, 0.8 + 0.2 * len(typed.latin) / max(len(word.latin), len(typed.latin)))
    if typed.native and word.native.startswith(typed.native):
        return max(alike, 0.8 + 0.2 * len(typed.native) / len(word.native))
    consonants = [s for s in skeletons_of(typed) if len(s) > 1]
    begun = (
        any(s.startswith(tuple(consonants)) for s in skeletons_of(word)) if consonants else False
    )
    return max(alike, 0.75) if begun else alike


def _said(words: Words, span: Span) -> str:
    return " ".join(_shown(words[place]) for place in span)


def _shown(word: Word) -> str:
    return word.native or word.latin
