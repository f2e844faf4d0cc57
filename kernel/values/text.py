"""Text as people type and paste it: what can be read, what turns a line round, codes from papers.

Characters that are drawn as nothing are no text (Unicode 15, `Default_Ignorable_Code_Point` and the
fillers that Python calls letters); those that turn the reading direction show another text than the
one that is kept (UAX #9; CVE-2021-42574).
"""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

BLANK = frozenset("\u2800\u3164\u115f\u1160\uffa0\u034f\u17b4\u17b5\u180b\u180c\u180d\u180e\u180f")
_OVERRIDES = frozenset("\u202d\u202e")
_OPENS = {"\u202a": "\u202c", "\u202b": "\u202c"} | dict.fromkeys("\u2066\u2067\u2068", "\u2069")
_CLOSES = frozenset(_OPENS.values())
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
# What word processors and typesetters write for a hyphen or a stroke; NFKC leaves these.
_HYPHENS = dict.fromkeys([*range(0x2010, 0x2016), 0x2043, 0x2212, 0xFE58, 0xFE63], "-")
_STROKES = dict.fromkeys(map(ord, "\u2044\u2215\u29f8"), "/")
# Of a case, request, notice or entry of the UN list, or how one of a case begins.
REFERENCE = re.compile(
    r"(?:R-)?[A-Z]{2,8}-(?:\d{4}(?:-\d{1,6})?)?|\d{4}[/-]\d+|[A-Z]{2}[ei]\.\d+", re.IGNORECASE
)
_GEORGIAN = frozenset(map(chr, [*range(0x10D0, 0x1100), *range(0x2D00, 0x2D30)]))
_TURKIC = re.compile("[ğĞıİəƏ]")
_AROUND = " \t\r\n.,;:'\"()[]<>\u00ab\u00bb\u2018\u2019\u201c\u201d\u060c\u061b\u3001\u3002"


def is_readable(text: str) -> bool:
    """Whether anything in the text is drawn as more than nothing."""
    return any(unicodedata.category(c)[0] in "LNPS" and c not in BLANK for c in text)


def turns_round(text: str) -> bool:
    """Whether a line shows other text than it holds, or turns round what stands behind it.

    Marks that open and close on one line, as telephones write them round numbers, do neither.
    """
    if not _TURNING.search(text):
        return False
    return any(_is_open(line) for line in text.splitlines())


def _is_open(line: str) -> bool:
    waiting: list[str] = []
    for char in line:
        if char in _OVERRIDES:
            return True
        if char in _OPENS:
            waiting.append(_OPENS[char])
        elif char in _CLOSES and (not waiting or waiting.pop() != char):
            return True
    return bool(waiting)


def demand_readable(text: object) -> None:
    """Raises ValidationError, in words, for text that is none or that turns itself round.

    What a field has made of the text already, such as a number, is left alone.
    """
    if not isinstance(text, str):
        return
    if text.strip() and not is_readable(text):
        raise ValidationError(_("Nothing of this can be read. Write something that can."))
    if turns_round(text):
        raise ValidationError(
            _(
                "Invisible characters in this text turn its direction, so that it would be read "
                "otherwise than it is kept. Type it again instead of pasting it."
            )
        )


def capitals(name: str) -> str:
    """A family name in capitals as its own language writes them.

    Georgian has none: Unicode's are those of a headline. Where a name has a letter of Turkish or
    Azerbaijani, its dotted i keeps the dot.
    """
    if _TURKIC.search(name):
        name = name.replace("i", "İ").replace("ı", "I")
    return "".join(char if char in _GEORGIAN else char.upper() for char in name)


def pasted(text: str) -> str:
    """A reference, code or date as it was meant, however a letter or a page spells it.

    Hyphens and digits of every kind become those of ASCII, invisible characters and what stands
    around it in a sentence go. Not for names or other words.
    """
    folded = unicodedata.normalize("NFKC", text[:1000].translate(_HYPHENS))
    plain = folded.translate(_HYPHENS | _STROKES)
    return "".join(map(_digit, plain)).strip(_AROUND)


def searched(text: str) -> str:
    """Give what a search box was asked: a reference in its own spelling, other words as typed."""
    plain = pasted(text)
    return plain if REFERENCE.fullmatch(plain) else text.strip()


def _digit(char: str) -> str:
    if char.isascii():
        return char
    if unicodedata.category(char) == "Cf":
        return ""
    return str(unicodedata.digit(char, char))
