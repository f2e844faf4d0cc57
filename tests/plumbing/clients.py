"""Test clients share the middleware that the first of them built, as the calls of a web server do.

Building it lists the folder of static files: 20 ms for each new client. Whoever changes a setting
gets middleware of its own, and so does who comes after: it may have read the setting.
"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.signals import setting_changed
from django.test.client import ClientHandler

PARTS = [
    "_middleware_chain",
    "_view_middleware",
    "_template_response_middleware",
    "_exception_middleware",
]
_build = ClientHandler.load_middleware
_shared: dict[str, Any] = {}


def _load(handler: ClientHandler, is_async: bool = False) -> None:
    if _shared and not is_async:
        vars(handler).update(_shared)
        return
    _build(handler, is_async)
    if not is_async and Path(settings.STATIC_ROOT).is_dir():
        _shared.update({part: vars(handler)[part] for part in PARTS})


def _forget(**kwargs: object) -> None:
    _shared.clear()


setting_changed.connect(_forget)
ClientHandler.load_middleware = _load
