"""Text as it is searched and compared, one way for every script.

Whoever types without accents, on another keyboard or with another apostrophe finds what has them:
"Lodz" finds Łódź, "شبکه" (Persian letters) finds "شبكة". What is kept is never folded.
"""

import unicodedata
from functools import lru_cache

# Letters that Unicode takes for letters of their own, as they are typed without them.
_LETTERS = {
    **dict(zip("łøđħŧıðŋəɛɔƒĸŀɓɗɖƙƴɨʉ", "lodhtidneeofklbddkyiu", strict=True)),
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
    "ß": "ss",
    "ĳ": "ij",
    # Arabic as written in Arabic, Persian, Urdu, Pashto, Kurdish and Uyghur.
    **dict.fromkeys("ٱٲٳ", "ا"),
    **dict.fromkeys("یىېۍےۓێئ", "ي"),
    **dict.fromkeys("کڪګ", "ك"),
    **dict.fromkeys("ہھۀۂەةۃ", "ه"),
    **dict.fromkeys("ۆۇۋۄۅۊؤ", "و"),
    **dict.fromkeys("ءـٴ", ""),
}
MAX_NAME_CHARACTERS = 120  # what is worth remembering: names come again and again
_APOSTROPHES = "'’‘‛`´ʹʻʼʽʾʿˈˊˋ׳״＇′՚ꞌ"
_HYPHENS = "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\u30fb\u05be\ufe58\ufe63\uff0d"
_ONE = str.maketrans(
    _LETTERS | dict.fromkeys(_APOSTROPHES, "'") | dict.fromkeys(_HYPHENS, "-"),
)
# Marks over and under letters that are left out by many who type; the vowel signs of Indian
# scripts and the voice marks of kana are none of them.
_MARKS = (
    *(range(0x300, 0x370), range(0x483, 0x488), range(0x591, 0x5C8), range(0x610, 0x61B)),
    *(range(0x64B, 0x660), range(0x670, 0x671), range(0x6D6, 0x6EE), range(0x711, 0x712)),
    *(range(0x730, 0x74B), range(0x8CA, 0x900), range(0x1AB0, 0x1B00), range(0x1DC0, 0x1E00)),
    *(range(0x20D0, 0x2100), range(0xFE20, 0xFE30)),
)


def folded(text: str) -> str:
    """The text in lower case, each letter, digit, apostrophe and hyphen in its plainest form."""
    return _folded_name(text) if len(text) <= MAX_NAME_CHARACTERS else _folded(text)


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_ONE)).casefold()
    kept = "".join(map(_folded_letter, plain.translate(_ONE)))
    return unicodedata.normalize("NFC", kept)


_folded_name = lru_cache(maxsize=1 << 13)(_folded)


def searchable(*texts: str) -> str:
    """The texts folded, for a search by parts of words: without apostrophes, spaces made one."""
    return " ".join(folded(" ".join(texts)).replace("'", "").split())


@lru_cache(maxsize=1 << 12)
def _folded_letter(letter: str) -> str:
    kind = unicodedata.category(letter)
    if kind == "Cf" or (kind in {"Mn", "Me"} and any(ord(letter) in marks for marks in _MARKS)):
        return ""
    return str(unicodedata.digit(letter)) if kind == "Nd" else letter
