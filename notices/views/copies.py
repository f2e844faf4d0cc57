"""Copies of the public register: each process answers strangers' first questions from memory.

Which version of the register the copies are of, the database is asked at most once in
PUBLIC_COPY_SECONDS: it moves in the transaction that publishes, changes or takes away an extract.
What the copies show beside (how long ago, names of countries, figures) is as old as LIFE_S at most.

Copied is what the view marks with `may_be_copied`, asked for by nobody in particular: without a
query, with no cookie but those that the key tells apart. So nothing that is somebody's is ever in a
copy, nor ever answered by one (docs/decisions/0053-copies-of-the-public-register.md).
"""

import threading
from collections.abc import Callable, Hashable
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.gzip import re_accepts_gzip
from django.utils import timezone, translation

from central_offices.access import limits
from central_offices.sign_in import devices
from central_offices.views.preferences import THEMES
from kernel.pages import encodings
from kernel.pages.copies import Copies, Copy

REGISTER = "notices/public"  # the counter, of one lane, that the database moves (migration 0032)
PLACES = ("/public/notices/", "/notices/v1/")
LIFE_S = 30.0
MAX_BYTES, MAX_BYTES_EACH = 4 * 1024 * 1024, 256 * 1024
THEME = "theme"
# By these a request is not anybody's: a form, a call, a part of a page, an account.
SOMEBODYS = ("CONTENT_TYPE", "HTTP_TRANSFER_ENCODING", "HTTP_AUTHORIZATION", "HTTP_HX_REQUEST")


class Version:
    """The version of the register, asked of the database once it may be too old."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._known: int | None = None
        self._until = 0.0
        self._lock = threading.Lock()

    def now(self) -> int | None:
        """Give the version; None where the database does not answer."""
        if monotonic() < self._until:
            return self._known
        with self._lock:
            begun = monotonic()
            if begun < self._until:
                return self._known
            try:
                self._known = _asked()
            except (DatabaseError, InterfaceError):
                return None
            self._until = begun + self.seconds
            return self._known


def _asked() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM kernel_counter WHERE name = %s AND lane = 0", [REGISTER])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


class PublicCopies:
    """Middleware: stands inside what every answer is given anew, and around all that costs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not settings.PUBLIC_COPY_SECONDS:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.version = Version(settings.PUBLIC_COPY_SECONDS)
        self.copies = Copies(MAX_BYTES, MAX_BYTES_EACH)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        key = _key(request)
        version = None if key is None else self.version.now()
        if key is None or version is None:
            return self.get_response(request)
        copy = self.copies.get(version, key, monotonic())
        if copy is None:
            return self._made(request, version, key)
        standings = limits.count_all(limits.of_strangers(request, devices.of_request(request)))
        if any(standing.is_over for standing in standings):
            request.standings = standings  # type: ignore[attr-defined]
            return self.get_response(request)
        request.resolver_match = copy.match
        return copy.answer()

    def _made(self, request: HttpRequest, version: int, key: Hashable) -> HttpResponseBase:
        """Answer, and keep a copy: what was read is of the version, or of a later one."""
        until = monotonic() + LIFE_S
        response = self.get_response(request)
        if isinstance(response, HttpResponse) and _is_everybodys(request, response):
            self.copies.keep(version, key, Copy.of(response, request.resolver_match, until))
        return response


def _key(request: HttpRequest) -> Hashable | None:
    """Give all by which answers of one address differ; None for what no copy answers."""
    meta, cookies = request.META, request.COOKIES
    if not request.path_info.startswith(PLACES) or request.method not in ("GET", "HEAD"):
        return None
    if meta.get("QUERY_STRING") or meta.get("CONTENT_LENGTH") not in (None, "", "0"):
        return None
    if any(meta.get(name) for name in SOMEBODYS):
        return None
    # Whatever was marked further out is not answered as usual.
    encodings.set_aside(meta)
    if any(name.startswith("iisa.") for name in meta):
        return None
    theme = cookies.get(THEME, "")
    known = {settings.LANGUAGE_COOKIE_NAME, settings.CSRF_COOKIE_NAME, devices.cookie_name(), THEME}
    if theme not in THEMES or not known.issuperset(cookies):
        return None
    return (
        request.scheme,
        request.get_host(),
        request.path,
        translation.get_language_from_request(request),
        theme,
        bool(re_accepts_gzip.search(meta.get("HTTP_ACCEPT_ENCODING", ""))),
        timezone.now().date(),  # extracts end with a day
    )


def _is_everybodys(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether the answer was made for everybody, by a view that may be copied."""
    view: Any = request.resolver_match.func if request.resolver_match else None
    if request.method != "GET" or response.status_code != 200 or response.cookies:
        return False
    if getattr(request, "csp_nonce", None) or request.user.is_authenticated:
        return False
    return bool(getattr(view, "may_be_copied", False))
