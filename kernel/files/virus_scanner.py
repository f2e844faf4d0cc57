"""Every file that comes in passes the virus scanner, where there is one: clamd, by INSTREAM.

Fails closed: once a scanner is configured, a file that it has not called clean is not kept.
Without one (CLAMD_SOCKET unset) files are kept as not scanned, and everybody is told so.
"""

import socket
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from kernel.errors import NotReady

ANSWER_TIMEOUT_S = 20.0  # seconds
MAX_ANSWER_BYTES = 4096  # bytes of an answer


class Scan:
    """One file on its way past the scanner: `through` shows it every chunk, `clean` decides."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.socket: socket.socket | None = None

    def through(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        """The same chunks, each shown to the scanner first. Raises NotReady."""
        if settings.CLAMD_SOCKET:
            self._begin()
        for chunk in chunks:
            self._show(chunk)
            yield chunk

    def clean(self) -> datetime | None:
        """When it was called clean; None where there is no scanner. Raises NotReady."""
        if self.socket is None:
            return None
        self._send(bytes(4))
        answer = self._answer()
        if answer.endswith(b" FOUND"):
            raise NotReady(
                _("%(name)s holds what the virus scanner does not let pass. It was not kept.")
                % {"name": self.name}
            )
        if not answer.endswith(b": OK"):
            raise NotReady(self._silent())
        return timezone.now()

    def close(self) -> None:
        if self.socket is not None:
            self.socket.close()

    def _begin(self) -> None:
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.settimeout(ANSWER_TIMEOUT_S)
        try:
            self.socket.connect(settings.CLAMD_SOCKET)
        except OSError as error:
            raise NotReady(self._silent()) from error
        self._send(b"zINSTREAM\0")

    def _show(self, chunk: bytes) -> None:
        if self.socket is not None:
            self._send(len(chunk).to_bytes(4, "big") + chunk)

    def _send(self, data: bytes) -> None:
        assert self.socket is not None
        # A scanner that hangs up early has something to say: the answer is read at the end.
        with suppress(BrokenPipeError, ConnectionResetError):
            try:
                self.socket.sendall(data)
            except TimeoutError as error:
                raise NotReady(self._silent()) from error

    def _answer(self) -> bytes:
        assert self.socket is not None
        found = b""
        try:
            while not found.endswith(b"\0") and len(found) < MAX_ANSWER_BYTES:
                more = self.socket.recv(MAX_ANSWER_BYTES)
                if not more:
                    break
                found += more
        except OSError as error:
            raise NotReady(self._silent()) from error
        return found.rstrip(b"\0").strip()

    def _silent(self) -> str:
        sentence = _("The virus scanner does not answer: %(name)s was not kept. Try again.")
        return sentence % {"name": self.name}
