"""Input of a form that could not be taken , offered again (docs/laws.md L11).

Answers to the signed-in are stored by no browser, so going back would find an empty form. Only
what a page of our own sent is shown again: nobody else's form gets a button of ours.
"""

import re
from typing import NamedTuple
from urllib.parse import urlsplit

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.http.request import RawPostDataException, UnreadablePostError
from django.middleware.csrf import get_token

NEVER = re.compile("password|secret|token|^again$|^code$|^proof", re.IGNORECASE)
LONG_TEXT_CHARACTERS = 40  # characters: from here on a text is worth showing, to be copied
UNREADABLE = (
    UnreadablePostError,
    RawPostDataException,
    MultiPartParserError,
    SuspiciousOperation,
)
CLOSED = ("/accounts/", "/invitation/", "/oauth/", "/api/")


class Typed(NamedTuple):
    """A form that was sent: where to, its fields as (name, value), and whether it had files."""

    address: str
    fields: list[tuple[str, str]]
    had_files: bool

    @property
    def texts(self) -> list[str]:
        return [value for _name, value in self.fields if len(value) >= LONG_TEXT_CHARACTERS]


def typed(request: HttpRequest) -> Typed | None:
    """The form in a request, without its secrets; None when there is none that we may repeat."""
    if request.method != "POST" or request.path.startswith(CLOSED) or not _is_ours(request):
        return None
    try:
        lists, files = request.POST.lists(), request.FILES
    except UNREADABLE:
        return None
    fields = [(name, value) for name, values in lists for value in values if not NEVER.search(name)]
    return Typed(request.get_full_path(), fields, bool(files))


def context(request: HttpRequest) -> dict[str, object]:
    """The context of parts/typed.html: it asks neither the database nor the session."""
    kept = typed(request)
    return {"typed": kept, "fresh_token": get_token(request)} if kept else {}


def _is_ours(request: HttpRequest) -> bool:
    """True when the browser says that one of our own pages sent the form."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    return urlsplit(request.headers.get("Origin", "")).netloc == request.get_host()
