"""The OpenAPI schema, written once by each process: writing it takes half a second."""

import threading
from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request

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
            _schemas[language] = SchemaGenerator().get_schema(request=None, public=True)
    return _schemas[language]
