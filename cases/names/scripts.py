"""Scripts in which names are written (ISO 15924)."""

from bisect import bisect_right
from collections import Counter

# First code point of a block and the script from there on; "" stands for no script of its own.
BLOCKS: list[tuple[int, str]] = [
    (0x0000, ""), (0x0041, "Latn"), (0x005B, ""), (0x0061, "Latn"), (0x007B, ""),
    (0x00AA, "Latn"), (0x00AB, ""), (0x00C0, "Latn"), (0x02B0, ""), (0x0370, "Grek"),
    (0x0400, "Cyrl"), (0x0530, "Armn"), (0x0590, "Hebr"), (0x0600, "Arab"), (0x0700, "Syrc"),
    (0x0750, "Arab"), (0x0780, "Thaa"), (0x07C0, "Nkoo"), (0x0800, ""), (0x08A0, "Arab"),
    (0x0900, "Deva"), (0x0980, "Beng"), (0x0A00, "Guru"), (0x0A80, "Gujr"), (0x0B00, "Orya"),
    (0x0B80, "Taml"), (0x0C00, "Telu"), (0x0C80, "Knda"), (0x0D00, "Mlym"), (0x0D80, "Sinh"),
    (0x0E00, "Thai"), (0x0E80, "Laoo"), (0x0F00, "Tibt"), (0x1000, "Mymr"), (0x10A0, "Geor"),
    (0x1100, "Hang"), (0x1200, "Ethi"), (0x13A0, "Cher"), (0x1400, "Cans"), (0x1680, ""),
    (0x1780, "Khmr"), (0x1800, "Mong"), (0x18B0, ""), (0x1C80, "Cyrl"), (0x1C90, "Geor"),
    (0x1CC0, ""), (0x1D00, "Latn"), (0x1DC0, ""), (0x1E00, "Latn"), (0x1F00, "Grek"),
    (0x2000, ""), (0x2C60, "Latn"), (0x2C80, "Copt"), (0x2D00, "Geor"), (0x2D30, "Tfng"),
    (0x2D80, "Ethi"), (0x2DE0, "Cyrl"), (0x2E00, ""), (0x3005, "Hani"), (0x3008, ""),
    (0x3041, "Hira"), (0x30A0, ""), (0x30A1, "Kana"), (0x30FB, ""), (0x30FC, "Kana"),
    (0x3100, "Bopo"), (0x3130, "Hang"), (0x3190, ""), (0x3400, "Hani"), (0x4DC0, ""),
    (0x4E00, "Hani"), (0xA000, "Yiii"), (0xA4D0, ""), (0xA640, "Cyrl"), (0xA6A0, ""),
    (0xA720, "Latn"), (0xA800, ""), (0xAC00, "Hang"), (0xD7B0, ""), (0xF900, "Hani"),
    (0xFB00, "Latn"), (0xFB13, "Armn"), (0xFB1D, "Hebr"), (0xFB50, "Arab"), (0xFE00, ""),
    (0xFE70, "Arab"), (0xFEFF, ""), (0x20000, "Hani"), (0x33480, ""),
]  # fmt: skip
STARTS = [start for start, _script in BLOCKS]


def script_of_letter(letter: str) -> str:
    """The script of one character, or "" when it has none (digits, marks, punctuation)."""
    return BLOCKS[bisect_right(STARTS, ord(letter)) - 1][1]


def script_of(text: str) -> str:
    """The ISO 15924 code of the script most letters are in; Zyyy when there are no letters.

    Kanji among kana are Jpan, Hangul among Han characters Kore.
    """
    counts = Counter(filter(None, map(script_of_letter, filter(str.isalpha, text[:400]))))
    if not counts:
        return "Zyyy"
    if (counts["Hira"] or counts["Kana"]) and counts["Hani"]:
        return "Jpan"
    if counts["Hang"] and counts["Hani"]:
        return "Kore"
    return max(counts, key=lambda script: (counts[script], script))
