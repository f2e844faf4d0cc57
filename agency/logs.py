"""The log: one JSON object a line, on the console, with the id of the request."""

import logging
import re
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from pythonjsonlogger.json import JsonFormatter

# Whoever reads such an address is the officer whom it was mailed to. It comes in whatever was
# asked for, also where something behind it makes it another page or none.
ONE_TIME = re.compile(r"((?:invitation|reset(?:/|%2F)+key)(?:/|%2F)+)[^\s\"'<>\\?]+", re.IGNORECASE)


class WithoutLinks(JsonFormatter):
    """Lines in which no one-time link stands, whichever library logs them."""

    def format(self, record: logging.LogRecord) -> str:
        return ONE_TIME.sub(r"\1…", super().format(record))


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
                "()": "agency.logs.WithoutLinks",
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
