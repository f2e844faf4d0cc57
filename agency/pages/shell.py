"""The frame of every page: menu, language, direction, theme, clocks."""

from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.functional import cached_property

from agency.pages import menu
from central_offices.models import Officer
from central_offices.two_persons import commissioning

NATIVE = {
    "en": "English",
    "ar": "العربية",
    "zh-hans": "中文",
    "fr": "Français",
    "ru": "Русский",
    "es": "Español",
}


def plain(request: HttpRequest) -> dict[str, Any]:
    """The frame of a page that asks neither the database nor who is there."""
    return {
        "language": translation.get_language() or "en",
        "direction": "rtl" if translation.get_language_bidi() else "ltr",
        "language_choices": [(code, NATIVE[code]) for code, _ in settings.LANGUAGES],
        "request_id": getattr(request, "request_id", ""),
        "theme": request.COOKIES.get("theme", ""),
    }


def context(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    officer: Officer | None = user if user and user.is_authenticated else None
    frame = plain(request) | {
        "demo": settings.DEMO,
        "officer": None,
        "page_level": 1,
        "not_commissioned": not commissioning.is_commissioned(),
    }
    if officer is None:
        return frame | {"public_menu": Deferred(menu.for_public, request.path)}
    now = timezone.now().astimezone(ZoneInfo(officer.zone))
    return frame | {
        "officer": officer,
        "theme": officer.theme or frame["theme"],
        "zone_name": officer.zone.split("/")[-1].replace("_", " "),
        "local_time": now.strftime("%H:%M"),
        "menu": [] if _enrolling(request) else Deferred(menu.for_officer, officer, request.path),
        "enrolling": _enrolling(request),
        "public_menu": Deferred(menu.for_public, request.path),
    }


def _enrolling(request: Any) -> bool:
    """Whether the officer has not shown a second factor yet, so that nothing else is open."""
    proof = getattr(request, "proof", None)
    return not settings.DEMO and proof is not None and not proof.was_shown


class Deferred:
    """A list that is made only by the templates that show it, and once."""

    def __init__(self, make: Any, *arguments: Any):
        self.make, self.arguments = make, arguments

    @cached_property
    def rows(self) -> list[Any]:
        return list(self.make(*self.arguments))

    def __iter__(self) -> Any:
        return iter(self.rows)
