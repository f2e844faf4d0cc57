"""The entry of the web server."""

import os
from typing import Any

import django
from django.core.handlers.wsgi import WSGIHandler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "agency.settings")
django.setup(set_prefix=False)

from agency.web_server import warm_up  # noqa: E402  (these need the settings)
from kernel.pages import encodings  # noqa: E402


class Application(WSGIHandler):
    """Django decodes parameters of `Content-Type` before its first middleware is asked."""

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        encodings.set_aside(environ)
        return super().__call__(environ, start_response)


application = Application()
warm_up.load()
