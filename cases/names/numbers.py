"""Numbers of documents as they are searched: letters and digits alone, whatever stands between."""

import re
import unicodedata

from kernel.values.folding import folded

MIN_CHARACTERS, MIN_DIGITS = 4, 3
_BETWEEN = re.compile(r"[\W_]+")


def plain_number(text: str) -> str:
    """The number as it is compared, "QX 001-2345" as QX0012345; "" for what is no number."""
    plain = _BETWEEN.sub("", folded(text[:60])).upper()
    digits = sum(unicodedata.category(char) == "Nd" for char in plain)
    return plain if len(plain) >= MIN_CHARACTERS and digits >= MIN_DIGITS else ""


def numbers_in(text: str) -> set[str]:
    """The numbers that a typed text may be or hold: the whole of it, and each word of it."""
    return {plain_number(part) for part in (text, *text.split())} - {""}
