"""In which language a page answers: as the address asks, as the officer chose, as the browser says.

`?lang=fr` works on every page, without script and signed out; it is remembered in the cookie.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

YEAR = 365 * 86400


class Chosen:
    """Stands after authentication; LocaleMiddleware has already looked at cookie and browser."""

    def __init__(self, get_response: Any):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        asked = None if request.path.startswith("/api/") else _supported(request.GET.get("lang"))
        own = None
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and request.user.is_authenticated:
            own = _supported(request.user.language)
        language = asked or own
        if language is None:
            return self.get_response(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        if asked:
            _remember(response, asked)
        return response


def _remember(response: Any, language: str) -> None:
    """Keep the language in the visitor's browser; it says nothing else about the visitor."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=YEAR,
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )


def _supported(code: str | None) -> str | None:
    try:
        return translation.get_supported_language_variant(code) if code else None
    except LookupError:
        return None
