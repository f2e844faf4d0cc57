"""Connections for `outbound` that end at a deadline, however slowly the other side answers."""

import io
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from http.client import HTTPResponse
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

clock: Callable[[], float] = time.monotonic


class Deadline:
    """So many seconds from now."""

    def __init__(self, seconds: float):
        self._begun = clock()
        self._seconds = seconds

    def left(self) -> float:
        return self._begun + self._seconds - clock()

    def is_over(self) -> bool:
        return self.left() <= 0

    def passed_ms(self) -> int:
        return max(0, round((clock() - self._begun) * 1000))


_deadline: ContextVar[Deadline | None] = ContextVar("deadline", default=None)


@contextmanager
def until(deadline: Deadline) -> Iterator[None]:
    """Let reading from connections in the body raise TimeoutError after the deadline."""
    token = _deadline.set(deadline)
    try:
        yield
    finally:
        _deadline.reset(token)


class _Dripping(io.RawIOBase):
    """A socket's bytes; before each piece it looks at the clock."""

    def __init__(self, sock: socket.socket):
        self._sock, self._patience = sock, sock.gettimeout()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        deadline = _deadline.get()
        if deadline is not None:
            if deadline.is_over():
                raise TimeoutError("the whole call timed out")
            self._sock.settimeout(min(self._patience or deadline.left(), deadline.left()))
        return self._sock.recv_into(buffer)


class _Bounded(HTTPResponse):
    def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any):
        super().__init__(sock, *args, **kwargs)
        self._given = self.fp  # holds the socket open until the answer is read
        self.fp = io.BufferedReader(_Dripping(sock))

    def _close_conn(self) -> None:
        super()._close_conn()  # type: ignore[misc]
        self._given.close()


class _Connection(HTTPConnection):
    response_class = _Bounded


class _SecureConnection(HTTPSConnection):
    response_class = _Bounded


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


BY_SCHEME = {"http": _Pool, "https": _SecurePool}
