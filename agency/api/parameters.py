"""Parameters of addresses are taken as the OpenAPI schema names them, and no others.

The schema itself is asked, so that what it says and what is taken cannot part: a name that the
operation does not have, an empty value, a code that there is not, a number beyond its bounds is 400
with the name. What a filter reads besides (days, ids, names of offices) it refuses itself.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import Any

from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from kernel.forms.sizes import MOST_ITEMS

WHOLE = re.compile(r"-?[0-9]{1,19}")
BOOLEANS = {"true", "false"}
ANY_FIELDS = {"type": "array", "items": {"type": "string"}}  # whoever reads them knows the names
MOST_NAMED = 20  # faults that one answer names
Parameters = dict[str, dict[str, Any]]


class AsDescribed(BaseThrottle):
    """Refuses a call whose address has parameters that the schema has not.

    A throttle, since REST framework asks those of every view once it knows that the caller may call
    and before anything is done. Raises ValidationError.
    """

    def allow_request(self, request: Request, view: Any) -> bool:
        from agency.api import schema_view  # which asks the framework's settings, and they name us

        call = request._request
        known = _known(schema_view.operation_of(call)) if call.GET else None
        if known is not None and (wrong := dict(islice(faults(call, known), MOST_NAMED))):
            raise ValidationError(wrong)
        return True


def faults(request: HttpRequest, known: Parameters) -> Iterator[tuple[str, list[ErrorDetail]]]:
    """The parameters of a call that its operation does not take so: name and sentence."""
    for name, values in sorted(request.GET.lists()):
        if name not in known:
            words = _("This name is not known here. Look for a slip of the pen.")
            yield _readable(name), [ErrorDetail(words, "unknown")]
        elif told := _fault(known[name], [str(value) for value in values]):
            yield name, [told]


def _fault(schema: dict[str, Any], values: list[str]) -> ErrorDetail | None:
    if schema["type"] == "array":
        if len(values) > MOST_ITEMS:
            return ErrorDetail(
                _("Send at most %(most)d items.") % {"most": MOST_ITEMS}, "max_length"
            )
        return next((told for value in values if (told := _of_one(schema["items"], value))), None)
    if len(values) > 1:
        return ErrorDetail(_("This came more than once. Send it once."), "twice")
    return _of_one(schema, values[0])


def _of_one(schema: dict[str, Any], value: str) -> ErrorDetail | None:
    if schema["type"] == "integer" and "enum" not in schema:
        return _of_number(schema, value)
    if not value:
        return ErrorDetail(_("Give it a value, or leave it out."), "blank")
    if "enum" in schema:
        codes = [str(code) for code in schema["enum"]]
        sentence = _("There is no %(value)s here. There are: %(known)s.")
        words = sentence % {"value": _readable(value), "known": ", ".join(codes)}
        return None if value in codes else ErrorDetail(words, "invalid_choice")
    if schema["type"] == "boolean" and value not in BOOLEANS:
        return ErrorDetail(_("Say true or false."), "invalid")
    if len(value) > schema.get("maxLength", len(value)):
        words = _("Write at most %(most)d characters.") % {"most": schema["maxLength"]}
        return ErrorDetail(words, "max_length")
    return None


def _of_number(schema: dict[str, Any], value: str) -> ErrorDetail | None:
    least, most = schema["minimum"], schema["maximum"]
    if WHOLE.fullmatch(value) and least <= int(value) <= most:
        return None
    words = _("Give a whole number from %(least)d to %(most)d.") % {"least": least, "most": most}
    return ErrorDetail(words, "invalid")


def _readable(text: str) -> str:
    """As an answer can carry it: half a character, which UTF-8 has no bytes for, is not."""
    return text[:80].encode("utf-8", "replace").decode()


@cache
def _known(operation: tuple[str, str] | None) -> Parameters | None:
    """The parameters of an operation's address by name."""
    if operation is None:
        return None
    from agency.api import schema_view

    method, path = operation
    with translation.override("en"):
        paths = schema_view.schema()["paths"]
    rows = [row for row in paths[path][method].get("parameters", []) if row["in"] == "query"]
    return {row["name"]: ANY_FIELDS if row["name"] == "fields" else row["schema"] for row in rows}
