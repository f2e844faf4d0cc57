"""Passwords that anybody would try first are not taken (ASVS 6.2.4, 6.2.11).

Django's list of common passwords, and what it doesn't hold: the same word twice, rows of the
keyboard, digits alone, a common word with digits behind it, and the names of agency, office, its
country and city in many languages, and officer, forwards and backwards.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Any

from babel import Locale
from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MIN_CHARACTERS = 12
MIN_DIFFERENT_CHARACTERS = 5
ROWS = [
    *("0123456789", "abcdefghijklmnopqrstuvwxyz"),
    *("qwertyuiop", "asdfghjkl", "zxcvbnm"),
    *("azertyuiop", "qsdfghjklm", "wxcvbn", "1qaz2wsx3edc4rfv5tgb6yhn7ujm"),
]
READ_AS = str.maketrans("013457@$!", "oleastasi")
AGENCY_WORDS = (
    *("iisa", "agency", "international", "internal", "security", "interpol", "secretariat"),
    *("police", "officer", "central", "national", "office", "bureau", "notice", "request"),
    *("administrator", "reviewer", "supervisor", "commission", "correcthorsebatterystaple"),
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    *("january", "february", "march", "april", "june", "july", "august", "september"),
    *("october", "november", "december", "jan", "feb", "mar", "apr", "may", "jun", "jul"),
    *("aug", "sep", "oct", "nov", "dec", "mon", "tue", "wed", "thu", "fri", "sat", "sun"),
)
MIN_LETTERS_OF_A_WORD = 3
MIN_LETTERS, MIN_WITHOUT_LETTERS = 4, 20  # a date with signs between is soon guessed
# The languages in which country and city of an office count as its names.
NAMED_IN = ("en", "fr", "es", "pt", "ar", "ru", "zh", "de", "it", "tr", "hi", "sw", "ja", "fa")


class NotGuessable:
    """Refuses repetitions, rows of keys, and common words with something small added."""

    def __init__(self) -> None:
        self.common = CommonPasswordValidator().passwords

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError with a sentence that says what to choose instead."""
        text = _plain(password)
        if sum(map(str.isalpha, text)) < MIN_LETTERS and len(text) < MIN_WITHOUT_LETTERS:
            raise ValidationError(
                _("It is one of the first that anybody would try. Choose several words.")
            )
        if len(set(text)) < MIN_DIFFERENT_CHARACTERS or _is_repeated(text):
            raise ValidationError(
                _("It repeats itself. Several words that do not belong together are better.")
            )
        if _without_rows(text) < MIN_CHARACTERS // 2:
            raise ValidationError(
                _("It follows the keyboard, the alphabet or the digits. Choose several words.")
            )
        if self._is_common(text):
            raise ValidationError(
                _("It is one of the first that anybody would try. Choose several words.")
            )

    def get_help_text(self) -> str:
        return _("Several words that do not belong together are easy to remember, hard to guess.")

    def _is_common(self, text: str) -> bool:
        """Whether a common password is all there is beside digits and signs."""
        bare = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", text)
        forms = {text, bare, bare.translate(READ_AS)}
        forms |= {re.sub(r"[\W\d_]+", "", form) for form in forms}
        return any(_unit(form) in self.common for form in forms if form)


class NoOwnWords:
    """Refuses what is made of names that an outsider knows: the agency's, office's, officer's."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError where too little remains beside those words."""
        words = sorted(_own_words(user), key=len, reverse=True)
        text = _plain(password)
        forms = {text, text.translate(READ_AS)}
        if any(_is_little(form, words) for form in forms | {form[::-1] for form in forms}):
            raise ValidationError(
                _(
                    "Names of the agency, of your office or your own count for nothing. "
                    "Add words that have nothing to do with them."
                )
            )

    def get_help_text(self) -> str:
        return _("Names of the agency, of your office or your own count for nothing.")


def _plain(password: str) -> str:
    """The password without regard to case and to the width of its letters."""
    return unicodedata.normalize("NFKC", password).casefold()


def _is_little(text: str, words: list[str]) -> bool:
    """Whether some of the words stand in the text, and too little is left without them."""
    rest = text
    for word in words:
        rest = rest.replace(word, "")
    return rest != text and len(rest) < MIN_CHARACTERS


@lru_cache(maxsize=500)
def _places(country: str, zone: str) -> tuple[str, ...]:
    """The names of a country (alpha-2) and of the city of a time zone, in many languages."""
    found = [zone]
    for language in NAMED_IN:
        locale = Locale.parse(language)
        found.append(str(locale.territories.get(country, "")))
        found.append(str(locale.time_zones.get(zone, {}).get("city", "")))
    return tuple(found)


def _own_words(user: Any) -> set[str]:
    said = [*AGENCY_WORDS, settings.PUBLIC_URL]
    if user is not None:
        said += [user.name, user.email]
        if user.office_id:
            said += [user.office.code, str(user.office)]
            country = user.office.jurisdiction
            said += _places(country.alpha2 if country else "", user.office.time_zone)
    words = {word for text in said for word in re.findall(r"[^\W\d_]+", _plain(text))}
    return {word for word in words if len(word) >= MIN_LETTERS_OF_A_WORD}


def _unit(text: str) -> str:
    """The unit that the text repeats, or the text itself."""
    for size in range(1, len(text) // 2 + 1):
        whole, part = divmod(len(text), size)
        if text == text[:size] * whole + text[:part]:
            return text[:size]
    return text


def _is_repeated(text: str) -> bool:
    return _unit(text) != text


def _without_rows(text: str) -> int:
    """How many characters are no part of three or more that follow each other on a row."""
    rows = [row * 2 for row in ROWS]
    rows += [row[::-1] for row in rows]
    left, place = 0, 0
    while place < len(text):
        size = 1
        while place + size < len(text) and any(text[place : place + size + 1] in r for r in rows):
            size += 1
        left += 0 if size > 2 else size
        place += size
    return left
