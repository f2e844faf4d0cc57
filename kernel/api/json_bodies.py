"""JSON as callers of the API send it: no deeper than anything that we take, and finite."""

import math
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

DEEPEST = 20  # objects and lists within each other; no shape of ours has ten


class PlainJson(JSONParser):
    """Refuses with 400 what would exhaust the stack, and numbers that PostgreSQL cannot keep."""

    def parse(self, *args: Any, **kwargs: Any) -> Any:
        try:
            data = super().parse(*args, **kwargs)
        except RecursionError as error:
            raise ParseError(_too_deep()) from error
        level = [data]
        for _depth in range(DEEPEST):
            level = [inner for value in level for inner in _inside(value)]
        if level:
            raise ParseError(_too_deep())
        return data


def _inside(value: Any) -> list[Any]:
    if isinstance(value, float) and not math.isfinite(value):
        raise ParseError(_("A number in the body is beyond all bounds."))
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _too_deep() -> str:
    return _("The body is nested too deeply.")
