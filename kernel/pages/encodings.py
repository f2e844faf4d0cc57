"""Text comes as UTF-8, whatever a request says of itself; anything else is refused unread.

Python decodes by any of a hundred names: some take the square of the length (punycode), others mean
other characters than they show (utf-7, unicode_escape). A charset can stand in `Content-Type`, in
any parameter of a header (RFC 2231), in a part of a form, and in a form's field `_charset_`.
"""

import re
from collections.abc import Callable, Iterator
from email.message import Message
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponseBase, UnreadablePostError, multipartparser
from django.utils.translation import gettext as _

from kernel.api import problems
from kernel.errors import Refusal

TAKEN = {"utf-8", "utf8", "us-ascii", "ascii"}  # what is ASCII is UTF-8
READ = ("CONTENT_TYPE", "HTTP_ACCEPT", "HTTP_CONTENT_DISPOSITION")  # headers with parameters
UNREADABLE = "iisa.too_many_parameters"  # the address has more than Django reads; taken away
OTHER = "iisa.other_encoding"  # of the WSGI environment: what said so was taken away
FORM = "application/x-www-form-urlencoded"
FIELD = re.compile(rb"(?:^|&)_charset_=([^&]*)")
PART = (b"content-type", b"content-disposition")


class OtherEncoding(Refusal):
    """The request is text in another encoding than UTF-8."""

    status = 415
    code = "unsupported_media_type"


def set_aside(environ: dict[str, Any]) -> None:
    """Take such headers out of a WSGI environment and mark it: Django decodes some at once."""
    for name in READ:
        if environ.get(name) and _is_other(environ[name], name):
            environ |= {name: "", OTHER: True}


class Utf8Only:
    """Middleware: before anything reads a header's parameters, the query or the body."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        set_aside(request.META)
        try:
            request.GET  # noqa: B018  (read once, or every page that says what is wrong fails too)
        except SuspiciousOperation:
            request.META |= {"QUERY_STRING": "", UNREADABLE: True}
        if OTHER in request.META or _says_in_a_field(request):
            request.encoding = "utf-8"
            return problems.page(request, OtherEncoding(_sentence()))
        request.encoding = "utf-8"
        return self.get_response(request)


def _sentence() -> str:
    return _("Text is taken as UTF-8 only. Send it so, and say so or nothing in its charset.")


def _is_other(text: str, header: str) -> bool:
    """Whether a header's parameters bring along another encoding, or cannot be told apart."""
    if header != "HTTP_ACCEPT":
        return not all(one.lower() in TAKEN for one in _charsets(text))
    ranges = (one for one in text.split(",") if "*" in one.partition(";")[2])
    return not all(one.lower() in TAKEN for part in ranges for one in _charsets(part))


def _charsets(text: str) -> Iterator[str]:
    """Every encoding that is named, also where a parameter stands twice."""
    if "charset" not in text.lower() and "*" not in text:
        return
    message = Message()
    try:
        message["content-type"] = text
        given = message.get_params() or []
    except (ValueError, TypeError, IndexError):  # numbers of 5,000 digits, for one
        yield "unreadable"
        return
    for name, value in given[1:]:
        if isinstance(value, tuple):
            yield value[0] or "us-ascii"
        if name.lower().startswith("charset"):
            yield value[2] if isinstance(value, tuple) else value


def _says_in_a_field(request: HttpRequest) -> bool:
    """Whether a form without files names its encoding in `_charset_` (HTML, "Form submission")."""
    if request.content_type != FORM:
        return False
    try:
        found = FIELD.findall(request.body)
    except (UnreadablePostError, RequestDataTooBig):
        return False  # whoever needs the body says so
    return any(one.decode("latin-1").lower() not in TAKEN for one in found)


def watch_parts() -> None:
    """Let Django refuse the parts of a form that name another encoding. Called once at start."""
    parsing: Any = multipartparser
    read = parsing.parse_boundary_stream

    def watched(stream: Any, max_header_size: int) -> Any:
        begun = stream.read(max_header_size)
        stream.unget(begun)
        _demand_utf_8(begun)
        return read(stream, max_header_size)

    parsing.parse_boundary_stream = watched


def _demand_utf_8(begun: bytes) -> None:
    head, _end, content = begun.partition(b"\r\n\r\n")
    for line in head.split(b"\r\n"):
        name, _colon, value = line.partition(b":")
        if name.strip().lower() not in PART:
            continue
        text = value.decode("utf-8", errors="replace")
        said = list(_charsets(text))
        if re.search(r"""[;\s]name=("?)_charset_\1\s*(;|$)""", text):
            said.append(content.partition(b"\r\n")[0].decode("latin-1"))
        if not all(one.lower() in TAKEN for one in said):
            raise multipartparser.MultiPartParserError(_sentence())
