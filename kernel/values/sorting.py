"""Names in the order in which whoever reads them looks for them.

The database's own order is that of code points: Z before a, Ö behind z. The order here is that of
base letters, then of accents, as the Unicode collation algorithm has it (UTS #10), with what the
languages of the product want besides: ñ behind n in Spanish, and Han by Pinyin in Chinese. No ICU
is asked for: the PostgreSQL that `make run` brings has none.
"""

import unicodedata
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from anyascii import anyascii
from django.db.models import CharField, F, Func, Value
from django.db.models.functions import Lower, Replace
from django.utils.translation import get_language

Row = TypeVar("Row")
# Letters that Unicode takes for letters of their own, and readers look for under these.
PLAIN, UNDER = "łøđħŧı", "lodhti"
NEXT_TO_LAST = "~"  # behind every letter of ASCII
MARKS = "[\u0300-\u036f]"


class _Plain(Func):
    """A column without accents, as `_letters` makes a text."""

    template = (
        "regexp_replace(normalize(translate(%(expressions)s, "
        f"'{PLAIN}', '{UNDER}'), NFKD), '{MARKS}', '', 'g')"
    )
    output_field = CharField()


def of(column: Any) -> Func:
    """The expression by which a query is ordered for a column of names, or a value of it."""
    lower: Any = Lower(F(column) if isinstance(column, str) else column)
    if _language() == "es":
        lower = Replace(lower, Value("ñ"), Value(f"n{NEXT_TO_LAST}"))
    return _Plain(lower)


def by_name(rows: Iterable[Row], name: Callable[[Row], Any] = str) -> list[Row]:
    """The rows by what is shown of each."""
    language = _language()
    return sorted(rows, key=lambda row: _key(str(name(row)), language))


def _language() -> str:
    return (get_language() or "en").split("-")[0]


def _key(name: str, language: str) -> tuple[str, str]:
    lower = name.lower()
    if language == "es":
        lower = lower.replace("ñ", f"n{NEXT_TO_LAST}")
    if language == "zh":
        lower = "".join(anyascii(c).lower() if _is_han(c) else c for c in lower)
    decomposed = unicodedata.normalize("NFKD", lower.translate(str.maketrans(PLAIN, UNDER)))
    return "".join(c for c in decomposed if not unicodedata.combining(c)), decomposed


def _is_han(char: str) -> bool:
    return unicodedata.name(char, "").startswith("CJK")
