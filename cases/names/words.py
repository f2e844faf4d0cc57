"""A name taken apart: cleaned, romanised word by word, particles and titles set aside."""

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache

from anyascii import anyascii

from cases.names import korean, letters
from cases.names.scripts import script_of, script_of_letter
from cases.names.skeleton import skeletons
from cases.names.tables import row

MAX_NAME_CHARACTERS = 300  # what a record of a name holds
MAX_NAME_WORDS = 40
APOSTROPHES = re.compile(r"(?<=\w)['’‘`´ʿʾʻʼ׳״ʹ](?=\w)|['’‘`´ʿʾʻʼʹ]")
HYPHENS = re.compile(r"[-‐‑‒–־]+")
SPELLED_OUT = re.compile(r"(?<![^\W_])[^\W\d_](?:[._·․][^\W\d_])+(?![^\W_])")
# "v.d. Berg" and "v/d Berg"; in capitals these are initials.
SHORT_PARTICLES = re.compile(r"(?<!\S)(?:v\.\s?d\.|v/d)\s*(?=\w)")
MIN_SPELLED_LETTERS = 4  # fewer capitals are initials: J.R.R.
ABD = re.compile(r"^abd[aeiou]?(?=[a-z]{4})")
BARE_ABD = frozenset(row("abdul abdel abdal abdol abdur abder abdus"))
ABD_WITH_VOWEL = frozenset(row("aziz ahad ali alim azim adil awal aleem azeem"))
DIVIDED = ("t", "d", "s", "z", "k", "g", "c", "p")
UNVOCALISED = frozenset({"Arab", "Hebr", "Syrc"})
WHOLE_WRITTEN = frozenset({"Hani", "Hang", "Jpan", "Kore", "Hira", "Kana"})


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a name: as written (folded), in Latin letters, and how else it is spelled."""

    native: str
    latin: str
    script: str
    also: tuple[str, ...] = ()
    particles: str = ""  # that stand before it, joined: vander
    is_fathers: bool = False  # it follows "son of" or "daughter of"

    @property
    def skeletons(self) -> tuple[str, ...]:
        return skeletons(self.latin, self.script)

    @property
    def vocalised(self) -> bool:
        """Whether the Latin letters hold vowels; Arabic and Hebrew leave most of them out."""
        return self.script not in UNVOCALISED or self.native in letters.ARABIC_NAMES

    @property
    def spellings(self) -> tuple[str, ...]:
        return (self.latin, *self.also)


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart: `words` carry the identity, `all_words` also particles and titles."""

    script: str
    words: tuple[Word, ...]
    all_words: tuple[Word, ...]

    @property
    def romanised(self) -> str:
        return " ".join(word.latin for word in self.all_words)


def romanise(text: str) -> str:
    """The name in lower-case Latin letters, particles and titles included; "" without letters."""
    return take_apart(text).romanised


@lru_cache(maxsize=1 << 13)
def take_apart(text: str) -> Name:
    """Clean, split and romanise a name; text without a letter has no words.

    Only the first 300 characters and 40 words are read, so the time is bounded.
    """
    whole = SHORT_PARTICLES.sub(" vd ", text[: 2 * MAX_NAME_CHARACTERS])
    clean = _clean(SPELLED_OUT.sub(_joined, whole))
    script = script_of(clean)
    every: list[Word] = []
    kept: list[Word] = []
    before: list[Word] = []
    for raw in clean.split()[:MAX_NAME_WORDS]:
        for position, part in enumerate(parts := HYPHENS.sub("-", raw).strip("-").split("-")):
            hyphened = position < len(parts) - 1
            for word in _words(part, clean):
                if _set_aside(word, hyphened):
                    before.append(word)
                    every.append(word)
                    continue
                word = _with_particles(word, before)
                before = []
                every.append(word)
                kept.append(word)
    kept = _join_allah(kept)
    return Name(script, tuple((kept or every)[:MAX_NAME_WORDS]), tuple(every[:MAX_NAME_WORDS]))


def _with_particles(word: Word, before: list[Word]) -> Word:
    """The word with what stands before it, by which it is met where both are written as one."""
    weak = [one for one in before if one.latin not in letters.TITLES]
    if not weak:
        return word
    fathers = bool({weak[-1].latin, weak[-1].native} & letters.PATRONYMICS)
    if len(weak) > 1 and weak[-1].latin in letters.HYPHEN_ARTICLES:
        fathers = bool({weak[-2].latin, weak[-2].native} & letters.PATRONYMICS)
    joined = "".join(one.latin for one in weak)
    also = (*word.also, joined + word.latin) if word.script == "Latn" else word.also
    return replace(word, also=also, particles=joined, is_fathers=fathers)


def _joined(spelled: re.Match[str]) -> str:
    """A word whose letters stand apart, "K.a.s.i.m.o.v" or "A.l.i"; initials as they are."""
    letters_of = "".join(letter for letter in spelled[0] if letter.isalpha())
    word = len(letters_of) >= MIN_SPELLED_LETTERS or letters_of.istitle()
    return letters_of if word else spelled[0]


def _clean(text: str) -> str:
    """NFKC, lower case, invisible and combining marks of Arabic dropped, the rest spaced."""
    text = unicodedata.normalize("NFKC", text[:MAX_NAME_CHARACTERS]).casefold()[
        :MAX_NAME_CHARACTERS
    ]
    text = unicodedata.normalize("NFC", APOSTROPHES.sub("", text))
    return "".join(filter(None, map(_clean_letter, text)))


@lru_cache(maxsize=1 << 12)
def _clean_letter(letter: str) -> str:
    kind = unicodedata.category(letter)
    if kind == "Cf" or letter == "ـ":
        return ""
    if kind[0] == "M":
        return "" if kind == "Mn" and script_of_letter(letter) in {"Arab", "Hebr", ""} else letter
    if kind[0] in "LN" or HYPHENS.match(letter):
        return letter
    return " "


def _words(part: str, whole: str) -> list[Word]:
    script = script_of(part)
    match script:
        case "Hang":
            return _korean(part, alone=part == whole.strip())
        case "Hani":
            return _chinese(part, alone=part == whole.strip())
        case "Arab":
            return _arabic(part)
        case "Cyrl":
            latin = _cyrillic(part, whole)
        case "Hebr":
            latin = _spelled(part, letters.HEBREW)
        case _:
            latin = _ascii(part.translate(letters.MARKED_LATIN))
    return _latin(part, latin, script)


def _ascii(text: str) -> str:
    return "".join(c for c in anyascii(text).lower() if c.isascii() and c.isalnum())


def _spelled(part: str, table: dict[str, str]) -> str:
    """Letter by letter; a dividing mark keeps s and h apart from sh (سهيل: s'hyl)."""
    latin = ""
    for letter in part:
        written = table.get(letter, "")
        latin += f"'{written}" if written == "h" and latin.endswith(DIVIDED) else written
    return latin


def _latin(native: str, latin: str, script: str) -> list[Word]:
    """The word, taken apart where Abd- is joined to it, with its other usual spellings."""
    if not latin:
        return []
    if latin in BARE_ABD:
        return [Word(native, "abd", script, (latin,))]
    if (match := ABD.match(latin)) and (rest := _servant_of(latin[match.end() :])):
        return [Word("abd", "abd", script), Word(rest, rest, script)]
    also = []
    if script == "Latn":
        plain = _ascii(native)
        umlauts = _ascii(native.translate(letters.UMLAUTS))
        also = [spelling for spelling in (plain, umlauts) if spelling != latin]
        if len(latin) >= 5 and latin[:2] in {"al", "el"} and latin[2] not in "aeiouy":
            also.append(latin[2:])
    return [Word(native, latin, script, tuple(dict.fromkeys(also)))]


def _servant_of(rest: str) -> str:
    """The name that stands after Abd- (rahman in abdurrahman); "" for Abdullah and its like."""
    if rest.removeprefix("l").removeprefix("u").lstrip("l") in {"ah", "a", "lah", "la"}:
        return ""
    if rest[0] == rest[1]:
        return rest[1:]
    if rest[0] == "l" and rest[1:] in ABD_WITH_VOWEL or rest[0] == "l" and rest[1] not in "aeiouy":
        return rest[1:]
    return rest if len(rest) >= 4 else ""


def _cyrillic(part: str, whole: str) -> str:
    letters_of = set(whole)
    ukrainian = letters_of & letters.UKRAINIAN_ONLY and not letters_of & letters.TURKIC_ONLY
    table = letters.UKRAINIAN if ukrainian else letters.CYRILLIC
    latin = "".join(table[c] if c in table else _ascii(c) for c in part)
    return latin.replace("_", "")


def _arabic(part: str) -> list[Word]:
    """The word without its article; consonants only, but for names whose vowels are known."""
    native = part.translate(letters.ARABIC_SAME)
    words = []
    if native.startswith("عبد") and len(native) > 5 and native not in letters.ARABIC_NAMES:
        words.append(Word("عبد", "abd", "Arab"))
        native, part = native[3:], part[3:]
    if native.startswith("ال") and len(native) > 3 and native != "الله":
        native, part = native[2:], part[2:]
    latin = letters.ARABIC_NAMES.get(native) or _spelled(part, letters.ARABIC)
    return [*words, Word(native, latin or _ascii(part) or "a", "Arab")]


def _korean(part: str, *, alone: bool) -> list[Word]:
    words = []
    for position, native in enumerate(korean.split_surname(part) if alone else [part]):
        latin = korean.romanise(native)
        spellings = korean.SURNAMES.get(native, []) if position == 0 else []
        spellings = [*spellings, latin] if latin not in spellings else spellings
        words.append(Word(native, spellings[0], "Hang", tuple(spellings[1:])))
    return [word for word in words if word.latin]


def _chinese(part: str, *, alone: bool) -> list[Word]:
    """Surname and given name, each in joined pinyin (欧阳娜娜: ouyang nana)."""
    parts = [part]
    if alone and 2 <= len(part) <= 4:
        size = 2 if part[:2] in letters.SURNAMES_OF_TWO and len(part) > 2 else 1
        parts = [part[:size], part[size:]]
    words = []
    for position, native in enumerate(parts):
        latin = _ascii(native)
        reading = letters.SURNAME_READINGS.get(native) if position == 0 else None
        words.append(Word(native, reading or latin, "Hani", (latin,) if reading else ()))
    return [word for word in words if word.latin]


def _set_aside(word: Word, hyphened: bool) -> bool:
    if word.script in WHOLE_WRITTEN:
        return False
    articles = letters.HYPHEN_ARTICLES if hyphened else letters.ARTICLES
    return (
        word.latin in articles
        or word.latin in letters.PARTICLES
        or word.latin in letters.TITLES
        or word.native in letters.PARTICLES
    )


def _join_allah(words: list[Word]) -> list[Word]:
    """Abd Allah and Abdullah are one word; it is the most frequent of the names with Abd."""
    joined: list[Word] = []
    for word in words:
        if word.latin in {"allah", "ullah", "lah"} and joined and joined[-1].latin == "abd":
            before = joined.pop()
            word = Word(before.native + word.native, "abdallah", word.script)
        joined.append(word)
    return joined
