"""What every page's frame shows: menu, language, direction, theme, clocks."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation
from django.utils.functional import cached_property

from agency.pages import menu

NATIVE = {
    "en": "English",
    "ar": "العربية",
    "zh-hans": "中文",
    "fr": "Français",
    "ru": "Русский",
    "es": "Español",
}


def plain(request) -> dict:
    """The frame of a page that asks neither the database nor who is there."""
    return {
        "language": translation.get_language() or "en",
        "direction": "rtl" if translation.get_language_bidi() else "ltr",
        "language_choices": [(code, NATIVE[code]) for code, _ in settings.LANGUAGES],
        "request_id": getattr(request, "request_id", ""),
        "theme": request.COOKIES.get("theme", ""),
    }


def context(request) -> dict:
    user = getattr(request, "user", None)
    signed_in = bool(user and user.is_authenticated)
    frame = plain(request) | {
        "demo": settings.DEMO,
        "officer": None,
        "page_level": 1,
    }
    if not signed_in:
        return frame | {"public_menu": Deferred(menu.for_public, request.path)}
    now = timezone.now().astimezone(ZoneInfo(user.zone))
    return frame | {
        "officer": user,
        "theme": user.theme or frame["theme"],
        "zone_name": user.zone.split("/")[-1].replace("_", " "),
        "local_time": now.strftime("%H:%M"),
        "menu": Deferred(menu.for_officer, user, request.path),
        "public_menu": Deferred(menu.for_public, request.path),
    }


class Deferred:
    """A list that is made only by the templates that show it, and once."""

    def __init__(self, make, *arguments):
        self.make, self.arguments = make, arguments

    @cached_property
    def rows(self) -> list:
        return list(self.make(*self.arguments))

    def __iter__(self):
        return iter(self.rows)
