"""Browsers that an officer came in with before: their failures are counted apart.

The cookie names no session and opens nothing. It only keeps outsiders' wrong passwords from
standing in the way of an officer at the usual desk (OWASP: device cookies).
"""

from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.crypto import get_random_string, salted_hmac

SALT = "central_offices.device"
LIFE_SECONDS = 180 * 24 * 3600
MOST_OFFICERS = 12  # that share a machine; the one who came in first is forgotten


def cookie_name() -> str:
    return "__Host-device" if settings.SECURE else "iisa_device"


def known(request: HttpRequest, email: str) -> str:
    """The id of the browser, if the officer of this address came in with it; else empty."""
    device, officers = _read(request)
    return device if _mark(email) in officers else ""


def remember(request: HttpRequest, response: HttpResponseBase, email: str) -> None:
    """Let the browser be known as one of the officer of this address."""
    device, officers = _read(request)
    mark = _mark(email)
    kept = [mark, *(other for other in officers if other != mark)][:MOST_OFFICERS]
    response.set_cookie(
        cookie_name(),
        signing.dumps([device or get_random_string(22), kept], salt=SALT),
        max_age=LIFE_SECONDS,
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )


def of_cookie(text: str) -> str:
    """The id of a browser by its cookie, if we gave it; else empty. No database is asked."""
    return _opened(text)[0]


def of_request(request: HttpRequest) -> str:
    """The id of the browser in which some officer came in before; else empty."""
    return _read(request)[0]


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    return _opened(getattr(request, "COOKIES", {}).get(cookie_name(), ""))


def _opened(text: str) -> tuple[str, list[str]]:
    if not text:
        return "", []
    try:
        found: Any = signing.loads(text, salt=SALT, max_age=LIFE_SECONDS)
        device, officers = found
    except (signing.BadSignature, ValueError, TypeError):
        return "", []
    return device, officers


def _mark(email: str) -> str:
    """The address, unreadable to whoever finds the cookie."""
    return salted_hmac(SALT, email.casefold()).hexdigest()[:16]
