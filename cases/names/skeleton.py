"""Skeleton of a name: its consonants in classes, without habits of spelling.

Mohammed, Muhammad, Мухаммед and محمد share a skeleton; so do Shcherbakov, Chtcherbakov and
Щербаков. Where a spelling is read in several ways (w as in Marwan or as in Kowalski) there are
several skeletons, the most usual first.
"""

import re
from functools import lru_cache

from cases.names.tables import row

MAX_SKELETONS = 4
CLASSES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(row("schtsch shch chtch stsch szcz schch tsch tch sch sh sz ts tz cz"), ("S",)),
    **dict.fromkeys(row("s z"), ("S",)),
    **dict.fromkeys(row("dzh dsch dj zh"), ("J",)),
    **dict.fromkeys(row("b p pp"), ("B",)),
    **dict.fromkeys(row("f v ph"), ("F",)),
    **dict.fromkeys(row("g k q gh ck qu"), ("K",)),
    **dict.fromkeys(row("d t"), ("T",)),
    **dict.fromkeys(row("th dh"), ("T", "S")),
    "ch": ("S", "H"),
    "kh": ("H", "K"),
    "j": ("J", ""),
    "w": ("", "F"),
    "x": ("KS",),
    "h": ("H",),
    "l": ("L",),
    "r": ("R",),
    "m": ("M",),
    "n": ("N",),
}
# Letters that one script writes with one sign where others distinguish two sounds.
READ_ALSO: dict[str, dict[str, tuple[str, ...]]] = {
    "Arab": {"j": ("J", "K")},
    "Cyrl": {"g": ("K", "H")},
    "Hang": {"j": ("J", "S")},
    "Hebr": {"b": ("B", "F"), "p": ("B", "F"), "k": ("K", "H"), "v": ("F", "")},
}
VOWELS = {
    **dict.fromkeys(row("ou oo ue eu eo uu au"), "u"),
    **dict.fromkeys(row("ee ie ei ey ay ai ea ii ia io iy ij yi ye"), "i"),
    **dict.fromkeys(row("oe"), "u"),
    **dict.fromkeys(row("ae aa"), "a"),
    **dict.fromkeys("eiy", "i"),
    **dict.fromkeys("ou", "u"),
    "a": "a",
}
SOUNDS = re.compile("|".join(sorted([*CLASSES, *VOWELS], key=len, reverse=True)) + r"|[a-z0-9]")
HEARD = {sound: classes[0].lower() for sound, classes in CLASSES.items()} | VOWELS | {"w": "f"}
TWICE = re.compile(r"(.)\1+")


@lru_cache(maxsize=1 << 16)
def skeletons(letters: str, script: str = "Latn") -> tuple[str, ...]:
    """The consonant skeletons of one romanised word, at most four, the most usual first.

    A word without consonants has `_` and its vowels, so that it is never empty.
    """
    found, also = [""], READ_ALSO.get(script, {})
    for match in SOUNDS.finditer(letters[:40]):
        readings = _readings(match, letters, also)
        found = [base + reading for reading in readings for base in found][:MAX_SKELETONS]
    closed = dict.fromkeys(TWICE.sub(r"\1", skeleton) for skeleton in found)
    return tuple(skeleton or "_" + fold(letters)[:4] for skeleton in closed)


def _readings(
    match: re.Match[str], letters: str, also: dict[str, tuple[str, ...]]
) -> tuple[str, ...]:
    sound = match[0]
    if sound in VOWELS:
        return ("",)
    if sound == "h" and match.end() == len(letters):
        return ("",)
    if sound == "x" and match.start() == 0:
        return ("S",)
    if sound == "c":
        following = letters[match.end() : match.end() + 1]
        if not following:
            return ("K", "S")
        return ("S",) if following in "eiy" else ("K",)
    return also.get(sound) or CLASSES.get(sound) or (sound,)


@lru_cache(maxsize=1 << 16)
def fold(letters: str) -> str:
    """The word as it sounds, vowels kept in three classes: mueller and Müller are both mulir."""
    heard = (_heard(match, letters) for match in SOUNDS.finditer(letters[:40]))
    return TWICE.sub(r"\1", "".join(heard))


def _heard(match: re.Match[str], letters: str) -> str:
    if match[0] == "c":
        return "s" if letters[match.end() : match.end() + 1] in ("e", "i", "y") else "k"
    return HEARD.get(match[0], match[0])
