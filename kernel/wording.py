"""Words of the system's own labels and of languages, as they stand on a page."""

from functools import lru_cache

import pycountry
from babel import Locale
from django.utils.translation import get_language


def within_sentence(label: str) -> str:
    """A label as it goes on within a sentence: only its first letter is made small.

    What is written in capitals, such as UN, and names further on keep theirs.
    """
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


@lru_cache(maxsize=1000)
def language_name(code: str, reader: str = "en") -> str:
    """The name of a language by any of its ISO 639 codes, in the reader's language, else English.

    The code itself where there is no such language.
    """
    for kind in ("alpha_3", "bibliographic", "alpha_2"):
        if found := pycountry.languages.get(**{kind: code.lower()}):
            known = Locale.parse(reader, sep="-").languages
            named = known.get(getattr(found, "alpha_2", "")) or known.get(found.alpha_3)
            return str(named or found.name)
    return code


def language_names(codes: list[str]) -> list[str]:
    """The names of languages in the language of the page."""
    return [language_name(code, get_language() or "en") for code in codes]
