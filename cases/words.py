"""Words of a case, folded so that capitals, accents and spacing do not matter to a search.

We cut the text into words ourselves, since PostgreSQL's parser knows neither Chinese nor Thai:
text written without spaces is kept as pairs of neighbouring letters. What an apostrophe or hyphen
joins is kept apart and as one word: "Ivoire" and "Divoire" both find "d'Ivoire".
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby

from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Func, Value

from kernel.values.folding import folded

UNSPACED = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR", "HANGUL")
MAX_WORD_CHARACTERS = 60
MAX_TYPED_CHARACTERS = 1_000
_JOINTS = re.compile(r"(?<=[^\W_])['-](?=[^\W_])")


class Words(Func):
    """The words in `search_text` as PostgreSQL searches them."""

    template = "array_to_tsvector(string_to_array(%(expressions)s, ' '))"
    output_field = SearchVectorField()


class Contains(Func):
    """Whether a case holds every word that is asked for."""

    template = "(%(expressions)s::tsquery)"
    arg_joiner = " @@ "
    output_field = models.BooleanField()


def containing(typed: str) -> Contains | None:
    """The condition that a case holds the words typed, each perhaps unfinished; None: no word."""
    found = list(dict.fromkeys(words_of(typed[:MAX_TYPED_CHARACTERS])))
    if not found:
        return None
    asked = [
        f"'{word}'" if _is_unspaced(word[0]) and len(word) > 1 else f"'{word}':*" for word in found
    ]
    return Contains("words", Value(" & ".join(asked)))


def searchable(*texts: str) -> str:
    """The content of `search_text`: every word of the texts once."""
    found: dict[str, None] = {}
    for text in texts:
        plain = folded(text)
        joined = _JOINTS.sub("", plain)
        for one in (plain, joined) if joined != plain else (plain,):
            found |= dict.fromkeys(words_of(one))
    return " ".join(found)


def words_of(text: str) -> Iterator[str]:
    """The folded words of a text: only letters, digits and vowel signs, never a quote."""
    plain = "".join(
        letter if unicodedata.category(letter)[0] in "LNM" else " " for letter in folded(text)
    )
    for run in plain.split():
        for unspaced, letters in groupby(run, _is_unspaced):
            word = "".join(letters)
            if not unspaced or len(word) == 1:
                yield word[:MAX_WORD_CHARACTERS]
            else:
                yield from (word[at : at + 2] for at in range(len(word) - 1))


def _is_unspaced(letter: str) -> bool:
    return ord(letter) > 0x0E00 and unicodedata.name(letter, "").startswith(UNSPACED)
