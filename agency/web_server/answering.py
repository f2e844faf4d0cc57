"""One request on its way through the application, and its line in the log.

The line holds no query: people's names are searched for in it.
"""

import logging
import time
from typing import Any

from waitress.task import WSGITask

from central_offices.access import addresses

TOO_LARGE = "iisa.body_too_large"  # of the WSGI environment: the body was not read
ONE_TOO_MANY = "iisa.one_sign_in_too_many"  # no password is looked at: too many wait already
log = logging.getLogger("agency.access")


class Answer(WSGITask):
    """A task that a thread of the web server does."""

    def get_environment(self) -> dict[str, Any]:
        first = self.environ is None
        environ: dict[str, Any] = super().get_environment()
        if first:
            environ.pop("waitress.client_disconnected", None)
            environ["wsgi.multiprocess"] = True
            if self.request.is_one_too_many:
                environ[ONE_TOO_MANY] = True
            if self.request.is_too_large:
                environ |= {TOO_LARGE: True, "CONTENT_LENGTH": "0"}
                environ["wsgi.input"].seek(0)
                environ["wsgi.input"].truncate()
        return environ

    def write(self, data: bytes) -> None:
        super().write(b"" if self.request.command == "HEAD" else data)

    def finish(self) -> None:
        if self.request.command == "HEAD":
            self.chunked_response = False  # the chunk that ends a body is one
        super().finish()

    def execute(self) -> None:
        if self.request.is_too_large:
            self.set_close_on_finish()
        begun = time.monotonic()
        try:
            super().execute()
        finally:
            if log.isEnabledFor(logging.INFO):
                log.info("%s", self._line(), extra={"seconds": round(time.monotonic() - begun, 3)})

    def _line(self) -> str:
        method, path, status = self.request.command, self.request.path, self.status.split()[0]
        caller = addresses.seen(self.environ or {})
        return f"{caller} {method} {path!r} {status} {self.content_bytes_written}"
