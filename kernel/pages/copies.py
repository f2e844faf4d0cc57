"""Copies of answers that a process keeps for whoever asks next: bounded, and of one version.

A version is what everything copied depends on, as a number. Copies of another one are let go.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, NamedTuple, TypeVar

from django.http import HttpResponse, HttpResponseBase

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def may_be_copied(view: View) -> View:
    """Mark a view whose answer is the same for everybody who asks without a query."""
    view.may_be_copied = True  # type: ignore[attr-defined]
    return view


class Copy(NamedTuple):
    """An answer as it left the view and what stands around it; `until` when it is let go."""

    headers: tuple[tuple[str, str], ...]
    content: bytes
    match: Any  # of the address, which the figures of latency name
    until: float

    @classmethod
    def of(cls, response: HttpResponse, match: Any, until: float) -> "Copy":
        return cls(tuple(response.headers.items()), response.content, match, until)

    def answer(self) -> HttpResponse:
        """Give the answer anew: what is added to it further out stays out of the copy."""
        return HttpResponse(self.content, headers=dict(self.headers))


class Copies:
    """Copies by key, the last used ones, up to so many bytes of content."""

    def __init__(self, max_bytes: int, max_bytes_each: int) -> None:
        self.max_bytes, self.max_bytes_each = max_bytes, max_bytes_each
        self.bytes = 0
        self._version: object = None
        self._kept: OrderedDict[Hashable, Copy] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, version: object, key: Hashable, now: float) -> Copy | None:
        """Give the copy of this version, if it is there and may be used still."""
        with self._lock:
            if version != self._version:
                return None
            copy = self._kept.get(key)
            if copy is None or copy.until <= now:
                return None
            self._kept.move_to_end(key)
            return copy

    def keep(self, version: object, key: Hashable, copy: Copy) -> None:
        """Keep a copy, unless it is too large by itself; the longest unused ones go for it."""
        if len(copy.content) > self.max_bytes_each:
            return
        with self._lock:
            if version != self._version:
                self._version, self.bytes = version, 0
                self._kept.clear()
            if (old := self._kept.pop(key, None)) is not None:
                self.bytes -= len(old.content)
            self._kept[key] = copy
            self.bytes += len(copy.content)
            while self.bytes > self.max_bytes:
                _key, gone = self._kept.popitem(last=False)
                self.bytes -= len(gone.content)

    def forget(self) -> None:
        """Let all go."""
        with self._lock:
            self._version, self.bytes = None, 0
            self._kept.clear()
