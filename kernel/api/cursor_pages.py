"""Cursor pages of the API: an opaque cursor, a Link header, nothing counted."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response

from kernel.api import descriptions


class Cursor(CursorPagination):
    """Pages by an opaque cursor; `limit` up to 200; nothing is counted."""

    page_size = 50
    page_size_query_param = "limit"
    max_page_size = 200
    ordering: tuple[str, ...] = ("-created_at", "-id")

    def get_page_size(self, request: Request) -> int:
        return rows_asked_for(request, self.page_size, self.max_page_size)

    def get_paginated_response(self, data: Any) -> Response:
        return with_links(super().get_paginated_response(data))

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        parameters: list[dict[str, Any]] = super().get_schema_operation_parameters(view)
        known = {row["name"]: row for row in parameters}
        known[self.cursor_query_param]["description"] = descriptions.CURSOR
        limit = known[self.page_size_query_param]
        limit["schema"] = {"type": "integer", "minimum": 1, "maximum": self.max_page_size}
        limit["description"] = descriptions.LIMIT
        return parameters

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        return descriptions.page(schema)


def rows_asked_for(request: Request, usual: int, most: int) -> int:
    """The number that a call says in `limit`, or the usual one.

    Raises ValidationError for what is no whole number from 1 to the most that there may be.
    """
    given = request.query_params.get("limit")
    if given is None:
        return usual
    plain = given.isascii() and given.isdecimal() and len(given) <= len(str(most))
    if plain and 1 <= int(given) <= most:
        return int(given)
    raise ValidationError({"limit": [_("Give a whole number from 1 to %(n)d.") % {"n": most}]})


def with_links(page: Response) -> Response:
    """The same page with its neighbours in a Link header (RFC 8288)."""
    links = [
        f'<{page.data[name]}>; rel="{rel}"'
        for name, rel in (("next", "next"), ("previous", "prev"))
        if page.data[name]
    ]
    if links:
        page["Link"] = ", ".join(links)
    return page
