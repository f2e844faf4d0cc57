"""The receiver of a simulated office: takes signed webhooks on loopback, each message once.

It checks signatures with the stock library, as an office's developers would.
"""

import json
import queue
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

MAX_MESSAGE_BYTES = 4 * 1024 * 1024  # bytes of one message


class Listener:
    """Listens from its making on; `taken()` gives what has come since."""

    def __init__(self, port: int, secret: str):
        self.verify = Webhook(secret).verify
        self.came: queue.Queue[dict[str, Any]] = queue.Queue()
        self.seen: set[str] = set()
        self.server = ThreadingHTTPServer(("127.0.0.1", port), _handler(self))
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def port(self) -> int:
        return int(self.server.server_address[1])

    def take(self, body: bytes, headers: dict[str, str]) -> int:
        """The status that a call is answered with; a message that came before is taken again."""
        try:
            self.verify(body, headers)
            message = json.loads(body)
        except (WebhookVerificationError, ValueError):
            return 401
        if message["id"] not in self.seen:
            self.seen.add(message["id"])
            self.came.put(message)
        return 204

    def taken(self) -> list[dict[str, Any]]:
        return [self.came.get() for _ in range(self.came.qsize())]

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def _handler(listener: Listener) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 60

        def do_POST(self) -> None:
            length = self.headers.get("Content-Length", "")
            if not length.isdecimal() or int(length) > MAX_MESSAGE_BYTES:
                self.close_connection = True
                return self.answer(413)
            body = self.rfile.read(int(length))
            headers = {name.lower(): value for name, value in self.headers.items()}
            return self.answer(listener.take(body, headers))

        def answer(self, status: int) -> None:
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            """Nothing: the delivery page keeps every call."""

    return Handler
