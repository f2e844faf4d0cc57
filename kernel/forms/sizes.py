"""How much a form or a call holds where its field says nothing else.

Each row or code of a list costs questions of the database, so that a list without an end holds a
thread of the server, and every other request of it, for as long as somebody likes.
"""

from typing import Any

from django import forms
from django.db import models

MOST_ITEMS = 40  # of a list, and rows of a kind in one form
MOST_OBJECTS = 100  # in all lists of one call together; each becomes rows
MOST_CODE_CHARACTERS = 254  # of a code, an id or an address; an e-mail address is the longest
MOST_TEXT_CHARACTERS = 20_000
MOST_NAMES_CHARACTERS = 8_000  # of offices or countries in one line: all there are, by name
MOST_OFFICES = 250  # that one act names; there are fewer
MOST_FILES = 20  # with one form or call
MOST_ADDRESSES_CHARACTERS = 4_000  # of networks from which a system may call


def formfield(column: "models.Field[Any, Any]", **kwargs: Any) -> forms.Field | None:
    """The form's field of a column (`Meta.formfield_callback`); a text without an end gets one."""
    if isinstance(column, models.TextField):
        kwargs = {"max_length": column.max_length or MOST_TEXT_CHARACTERS, **kwargs}
    return column.formfield(**kwargs)


MOST_PARAMETER_CHARACTERS = 1000  # of a parameter in the address of a call
