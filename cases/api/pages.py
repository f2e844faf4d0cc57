"""Pages of cases and persons over the API: an opaque cursor, nothing counted."""

from rest_framework.exceptions import NotFound
from rest_framework.pagination import BasePagination
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from cases.search import finding
from kernel.api import descriptions
from kernel.api.cursor_pages import with_links


class Found(BasePagination):
    """Newest first, or with `q` the best matches first; `limit` up to 200."""

    most, usual = 200, 50

    def take(self, make, request) -> finding.Page:
        """The page that `make(cursor, size)` returns; a cursor that was changed is 404."""
        self.request = request
        try:
            self.page = make(request.query_params.get("cursor", ""), self._size(request))
        except finding.BadCursor as error:
            raise NotFound from error
        return self.page

    def paginate_queryset(self, queryset, request, view=None):
        def make(cursor: str, size: int) -> finding.Page:
            return finding.page(queryset, cursor, size, counted=False)

        return self.take(make, request).rows

    def get_paginated_response(self, data) -> Response:
        page = {
            "next": self._link(self.page.next),
            "previous": self._link(self.page.previous),
            "results": data,
        }
        return with_links(Response(page))

    def get_paginated_response_schema(self, schema):
        return descriptions.page(schema)

    def get_schema_operation_parameters(self, view):
        cursor = {"type": "string"}
        limit = {"type": "integer", "minimum": 1, "maximum": self.most}
        return [
            {"name": "cursor", "in": "query", "schema": cursor, "description": descriptions.CURSOR},
            {"name": "limit", "in": "query", "schema": limit, "description": descriptions.LIMIT},
        ]

    def _size(self, request) -> int:
        given = request.query_params.get("limit", "")
        if not given.isascii() or not given.isdecimal():
            return self.usual
        return max(1, min(self.most, int(given)))

    def _link(self, cursor: str) -> str | None:
        if not cursor:
            return None
        return replace_query_param(self.request.build_absolute_uri(), "cursor", cursor)
