"""Passwords that anybody would try first are not taken (ASVS 6.2.4, 6.2.11).

Django's list of common passwords, and what it doesn't hold: the same word twice, rows of the
keyboard, a common word with digits behind it, and the names of agency, office and officer.
"""

import re
from typing import Any

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
AGENCY_WORDS = ("iisa", "agency", "international", "internal", "security", "interpol")
MIN_LETTERS_OF_A_WORD = 3


class NotGuessable:
    """Refuses repetitions, rows of keys, and common words with something small added."""

    def __init__(self) -> None:
        self.common = CommonPasswordValidator().passwords

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError with a sentence that says what to choose instead."""
        text = password.casefold()
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
        rest = password.casefold()
        for word in sorted(_own_words(user), key=len, reverse=True):
            rest = rest.replace(word, "")
        if len(rest) < MIN_CHARACTERS and rest != password.casefold():
            raise ValidationError(
                _(
                    "Names of the agency, of your office or your own count for nothing. "
                    "Add words that have nothing to do with them."
                )
            )

    def get_help_text(self) -> str:
        return _("Names of the agency, of your office or your own count for nothing.")


def _own_words(user: Any) -> set[str]:
    said = [*AGENCY_WORDS, settings.PUBLIC_URL]
    if user is not None:
        said += [user.name, user.email]
        if user.office_id:
            said += [user.office.code, str(user.office)]
    words = {word for text in said for word in re.findall(r"[^\W\d_]+", text.casefold())}
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
