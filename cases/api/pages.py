"""Pages of cases and persons over the API: an opaque cursor, nothing counted."""

from collections.abc import Callable
from typing import Any, TypeVar

from rest_framework.exceptions import NotFound
from rest_framework.generics import GenericAPIView
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView

from kernel.api import descriptions
from kernel.api.cursor_pages import rows_asked_for, with_links
from kernel.pages import keyset

AnyPage = TypeVar("AnyPage", bound=keyset.Page[Any])


class FoundPagination(BasePagination):
    """Newest first, or with `q` the best matches first; `limit` up to 200."""

    max_rows, usual_rows = 200, 50
    request: Request
    page: keyset.Page[Any]

    def take(self, make: Callable[[str, int], AnyPage], request: Request) -> AnyPage:
        """The page that `make(cursor, size)` returns; a cursor that was changed is 404."""
        self.request = request
        size = rows_asked_for(request, self.usual_rows, self.max_rows)
        try:
            page = make(request.query_params.get("cursor", ""), size)
        except keyset.BadCursor as error:
            raise NotFound from error
        self.page = page
        return page

    def paginate_queryset(
        self, queryset: Any, request: Request, view: APIView | None = None
    ) -> list[Any]:
        def make(cursor: str, size: int) -> keyset.Page[Any]:
            return keyset.page(queryset, cursor, size)

        return self.take(make, request).rows

    def get_paginated_response(self, data: Any) -> Response:
        page = {
            "next": self._link(self.page.next),
            "previous": self._link(self.page.previous),
            "results": data,
        }
        return with_links(Response(page))

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        return descriptions.page(schema)

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        cursor = {"type": "string"}
        limit = {"type": "integer", "minimum": 1, "maximum": self.max_rows}
        return [
            {"name": "cursor", "in": "query", "schema": cursor, "description": descriptions.CURSOR},
            {"name": "limit", "in": "query", "schema": limit, "description": descriptions.LIMIT},
        ]

    def _link(self, cursor: str) -> str | None:
        if not cursor:
            return None
        return replace_query_param(self.request.build_absolute_uri(), "cursor", cursor)


def pages_of(view: GenericAPIView[Any]) -> FoundPagination:
    """The pagination of a view whose `pagination_class` is the one above."""
    found = view.paginator
    assert isinstance(found, FoundPagination)
    return found
