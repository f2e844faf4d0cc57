"""JSON as callers of the API send it: no deeper than anything that we take, and finite."""

import codecs
import json
import math
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

MOST_DIGITS = 100  # of a whole number
DEEPEST = 20  # objects and lists within each other; no shape of ours has ten


class PlainJson(JSONParser):
    """Refuses with 400 what would exhaust the stack, and numbers that PostgreSQL cannot keep."""

    def parse(self, stream: Any, *args: Any, **kwargs: Any) -> Any:
        """The data that were sent. Raises ParseError, in words that say nothing of our code."""
        try:
            data = json.load(
                codecs.getreader("utf-8")(stream),
                parse_int=_whole,
                parse_constant=_no_number,
                object_pairs_hook=_each_once,
            )
        except RecursionError as error:
            raise ParseError(_too_deep()) from error
        except UnicodeDecodeError as error:
            raise ParseError(_("The body is not text in UTF-8.")) from error
        except json.JSONDecodeError as error:
            raise ParseError(f"JSON parse error - {error}") from error
        level = [data]
        for _depth in range(DEEPEST):
            level = [inner for value in level for inner in _inside(value)]
        if level:
            raise ParseError(_too_deep())
        return data


def _whole(text: str) -> int:
    if len(text) > MOST_DIGITS:
        raise ParseError(_("A number in the body is beyond all bounds."))
    return int(text)


def _no_number(text: str) -> float:
    raise ParseError(_("A number in the body is beyond all bounds."))


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ParseError(_("A member stands twice in one object of the body."))
    return found


def _inside(value: Any) -> list[Any]:
    if isinstance(value, float) and not math.isfinite(value):
        raise ParseError(_("A number in the body is beyond all bounds."))
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _too_deep() -> str:
    return _("The body is nested too deeply.")
