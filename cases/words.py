"""Words of a case, folded so that capitals, accents and spacing do not matter to a search.

We cut the text into words ourselves, since PostgreSQL's parser knows neither Chinese nor Thai:
text written without spaces is kept as pairs of neighbouring letters.
"""

import unicodedata
from collections.abc import Iterator
from itertools import groupby

from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Func, Value

UNSPACED = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR", "HANGUL")
MAX_WORD_CHARACTERS = 60
MAX_CASE_WORDS = 5_000


class Words(Func):
    """The words in `search_text` as PostgreSQL searches them."""

    template = "array_to_tsvector(string_to_array(%(expressions)s, ' '))"
    output_field = SearchVectorField()


class Contains(Func):
    """Whether a case holds every word of `query()`."""

    template = "(array_to_tsvector(string_to_array(%(expressions)s::tsquery)"
    arg_joiner = ", ' ')) @@ "
    output_field = models.BooleanField()


def containing(typed: str) -> Contains | None:
    """The condition that a case holds the words typed, each perhaps unfinished; None: no word."""
    found = list(dict.fromkeys(words_of(typed[:200])))[:12]
    if not found:
        return None
    asked = [
        f"'{word}'" if _is_unspaced(word[0]) and len(word) > 1 else f"'{word}':*" for word in found
    ]
    return Contains("search_text", Value(" & ".join(asked)))


def searchable(*texts: str) -> str:
    """The content of `search_text`: every word of the texts once."""
    found = dict.fromkeys(word for text in texts for word in words_of(text))
    return " ".join(list(found)[:MAX_CASE_WORDS])


def words_of(text: str) -> Iterator[str]:
    """The folded words of a text: only letters, digits and vowel signs, never a quote."""
    folded = "".join(
        letter if unicodedata.category(letter)[0] in "LN" or _is_sign(letter) else " "
        for letter in unicodedata.normalize("NFKD", text.casefold())
        if unicodedata.category(letter) not in {"Mn", "Cf"}
    )
    for run in unicodedata.normalize("NFC", folded).split():
        for unspaced, letters in groupby(run, _is_unspaced):
            word = "".join(letters)
            if not unspaced or len(word) == 1:
                yield word[:MAX_WORD_CHARACTERS]
            else:
                yield from (word[at : at + 2] for at in range(len(word) - 1))


def _is_sign(letter: str) -> bool:
    return unicodedata.category(letter) == "Mc"


def _is_unspaced(letter: str) -> bool:
    return ord(letter) > 0x0E00 and unicodedata.name(letter, "").startswith(UNSPACED)
