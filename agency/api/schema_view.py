"""The OpenAPI schema, written once by each process: writing it takes half a second."""

import re
import threading
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils.translation import get_language
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request

API, URLS = "/api/v1/", "agency.urls"
_one_at_a_time = threading.RLock()
_schemas: dict[str, dict[str, Any]] = {}
_texts: dict[tuple[str, str], bytes] = {}


class SchemaView(SpectacularAPIView):
    """GET the schema as YAML or JSON."""

    permission_classes = [AllowAny]

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        renderer: Any = request.accepted_renderer
        key = str(get_language()), str(renderer.format)
        with _one_at_a_time:
            if key not in _texts:
                _texts[key] = renderer.render(schema(), renderer_context={})
        kind = str(renderer.media_type)
        if renderer.charset:
            kind += f"; charset={renderer.charset}"
        disposition = f'inline; filename="schema.{renderer.format}"'
        return HttpResponse(
            _texts[key], content_type=kind, headers={"Content-Disposition": disposition}
        )


def schema() -> dict[str, Any]:
    """The schema in the language of whoever asks, as everybody may read it."""
    language = str(get_language())
    with _one_at_a_time:
        if language not in _schemas:
            _schemas[language] = _generator().get_schema(request=None, public=True)
    return _schemas[language]


def _generator() -> SchemaGenerator:
    """Of the product's addresses, whatever others a test serves beside them."""
    return SchemaGenerator(urlconf=URLS)


def operation_of(request: HttpRequest) -> tuple[str, str] | None:
    """The operation that a call is, by method and path in the schema; None where it is none."""
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return None
    method = {"HEAD": "get"}.get(str(request.method), str(request.method).lower())
    operation = method, _template(str(match.route))
    return operation if method in schema()["paths"].get(operation[1], {}) else None


@cache
def _template(route: str) -> str:
    """The address of the schema for a route of Django's: `api/v1/^cases/(?P<pk>…)/$`."""
    plain = re.sub(r"\(\?P<(\w+)>[^)]*\)|<(?:\w+:)?(\w+)>", r"{\1\2}", route)
    return "/" + plain.replace("^", "").replace("{pk}", "{id}").rstrip("$").rstrip("/")
