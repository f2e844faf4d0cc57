"""Preferences of an officer for the own screen: language, theme, single keys."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from central_offices.access.officer_request import OfficerRequest
from central_offices.models import Officer
from kernel.pages.next_address import next_address

THEMES = {"", "light", "dark"}
# Also in the browser, so that the page for signing in looks and speaks the same.
COOKIES = {"language": settings.LANGUAGE_COOKIE_NAME, "theme": "theme"}
COOKIE_OPTIONS: dict[str, Any] = {
    "max_age": 365 * 86400,
    "secure": settings.SECURE,
    "httponly": True,
    "samesite": "Lax",
}


@require_POST
def preferences(request: OfficerRequest) -> HttpResponse:
    """Keep what was chosen and go back to the page on which it was."""
    chosen: dict[str, Any] = {}
    if request.POST.get("theme") in THEMES:
        chosen["theme"] = request.POST["theme"]
    if request.POST.get("language") in dict(settings.LANGUAGES):
        chosen["language"] = request.POST["language"]
    if request.POST.get("shortcuts") in {"0", "1"}:
        chosen["shortcuts"] = request.POST["shortcuts"] == "1"
    if chosen:
        Officer.objects.filter(pk=request.user.pk).update(**chosen)
    response = redirect(next_address(request, otherwise="/"))
    for name, cookie in COOKIES.items():
        if name in chosen:
            response.set_cookie(cookie, chosen[name], **COOKIE_OPTIONS)
    return response
