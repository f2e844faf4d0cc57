"""The log: one JSON object a line, on the console, with the id of the request."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured

LEVELS = ["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"]


def to_console(level: str) -> dict[str, Any]:
    """The logging settings for a LOG_LEVEL; refuses a level that doesn't exist."""
    if level not in LEVELS:
        raise ImproperlyConfigured(f"LOG_LEVEL is {level!r}: set one of {', '.join(LEVELS)}.")
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"request": {"()": "kernel.request_ids.RequestIdFilter"}},
        "formatters": {
            "json": {
                "()": "pythonjsonlogger.json.JsonFormatter",
                "format": "%(asctime)s %(levelname)s %(name)s %(request_id)s %(message)s",
            }
        },
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": "json",
                "filters": ["request"],
            }
        },
        # Its lines (kernel.trail) are looked for when something is stuck, and are always
        # there unless only errors are wanted.
        "loggers": {"trail": {"level": "INFO" if level == "WARNING" else level}},
        "root": {"handlers": ["console"], "level": level},
    }
