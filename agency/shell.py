"""What every page's frame shows: menu, language, direction, theme."""

from django.conf import settings
from django.utils import translation


def context(request) -> dict:
    language = translation.get_language() or "en"
    user = getattr(request, "user", None)
    signed_in = bool(user and user.is_authenticated)
    return {
        "language": language,
        "direction": "rtl" if translation.get_language_bidi() else "ltr",
        "theme": user.theme if signed_in else request.COOKIES.get("theme", ""),
        "officer": user if signed_in else None,
        "demo": settings.DEMO,
    }
