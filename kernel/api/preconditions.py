"""Changes that are based on what was read: ETag, If-Match, If-None-Match (RFC 9110 §13).

The tag of a record names its id and version; what a GET answers adds a digest of the answer, so
that the tag is strong for whoever shows it. If-Match asks for id and version only: who read the
record through another list of fields, or compressed, may change it all the same.
"""

import hashlib
import re
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException
from rest_framework.request import Request

from kernel.errors import Stale

TAG = re.compile(r'(?:W/)?"([^"]*)"')


class PreconditionRequired(APIException):
    status_code = 428
    default_code = "precondition_required"

    def __init__(self) -> None:
        super().__init__(
            _("Send the ETag that you read in If-Match, so that nobody's change is lost.")
        )


class Under(NamedTuple):
    """A row whose version counts under another record's id: what a viewer sees of that record."""

    pk: Any
    row: Any

    @property
    def version(self) -> int:
        return int(self.row.version)


def etag(obj: Any) -> str:
    """The tag of a row that has an id and a version."""
    return f'"{obj.pk}.{obj.version}"'


def of_answer(tag: str, content: bytes) -> str:
    """The tag of an answer: the record's own, if it has one, and a digest of the bytes."""
    digest = hashlib.sha256(content).hexdigest()[:20]
    return f'"{tag.strip(chr(34))}.{digest}"' if tag else f'"{digest}"'


def is_named(header: str, tag: str) -> bool:
    """Whether If-None-Match names the tag; compared weakly, as RFC 9110 §13.1.2 says."""
    return header.strip() == "*" or tag.strip('"') in TAG.findall(header)


def demand_match(request: Request, obj: Any) -> None:
    """Refuse a change that is not based on the record as it stands (RFC 9110 §13.1.1).

    The row stays locked until the end of the transaction: of many changes with one tag one is
    made. Raises PreconditionRequired (428) or Stale (412).
    """
    if "If-Match" not in request.headers:
        raise PreconditionRequired
    honour_match(request, obj)


def honour_match(request: Request, obj: Any) -> None:
    """The same for a step, where If-Match may be left out. Raises Stale (412)."""
    header = request.headers.get("If-Match")
    if header is None or header.strip() == "*":
        return
    row = obj.row if isinstance(obj, Under) else obj
    rows = type(row)._base_manager.select_for_update(of=("self",))
    version = rows.values_list("version", flat=True).get(pk=row.pk)
    named = {tuple(tag.split(".")[:2]) for tag in TAG.findall(header)}
    if (str(obj.pk), str(version)) not in named:
        raise Stale(
            _("Somebody changed this record meanwhile. Read it again and repeat your change.")
        )
