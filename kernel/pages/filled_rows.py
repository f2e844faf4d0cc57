"""The rows of a list, filled in by code and not by the template.

Fifty rows of a dozen variables each were nearly half of the time that a page took (`make bench`).
How a row looks stands in its template alone, which is rendered once for each shape of a row.
"""

import re
from collections.abc import Iterable
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

BETWEEN_LINES = re.compile(r"\s*\n\s*")  # fifty rows would carry the template's indentation


class FilledRows:
    """Rows of one page. The `sometimes` values make a shape: of them some rows have none."""

    def __init__(self, template: str, always: Iterable[str], sometimes: Iterable[str] = ()):
        self.template = template
        self.always, self.sometimes = list(always), list(sometimes)
        self._shapes: dict[tuple[str, ...], str] = {}

    def row(self, values: dict[str, Any]) -> SafeString:
        """The row with these values, escaped where they are not HTML already."""
        shape = tuple(name for name in self.sometimes if values[name])
        if shape not in self._shapes:
            self._shapes[shape] = self._shape(shape)
        return format_html(self._shapes[shape], **values)

    def _shape(self, shown: tuple[str, ...]) -> str:
        """The template with the names of its values, in braces, where those will stand."""
        places = {name: SafeString(f"{{{name}}}") for name in [*self.always, *shown]}
        return BETWEEN_LINES.sub("\n", render_to_string(self.template, places))
