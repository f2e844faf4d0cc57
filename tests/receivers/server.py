"""A receiver of webhooks on loopback: what it got, and how it shall behave."""

import json
import socket
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

Behaviour = Callable[["Handler", bytes], None]


class Got(NamedTuple):
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def message(self) -> dict[str, Any]:
        return json.loads(self.body)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "Receiver"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        if self.server.keeps:
            with self.server.lock:
                self.server.got.append(Got(self.path, headers, body))
        self.server.behaviour(self, body)

    do_GET = do_POST

    def answer(self, status: int, body: bytes = b"{}", **headers: str) -> None:
        """In one piece: two writes cost 40 ms each (Nagle and delayed acknowledgements)."""
        given = {"Content-Type": "application/json", "Content-Length": str(len(body))}
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        lines = "".join(f"{name}: {value}\r\n" for name, value in given.items())
        self.send_raw(f"HTTP/1.1 {status} Said\r\n{lines}\r\n".encode() + body)

    def send_raw(self, content: bytes) -> None:
        try:
            self.wfile.write(content)
        except OSError:
            self.close_connection = True

    def hang_up(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *args: Any) -> None:
        pass


class Receiver(ThreadingHTTPServer):
    """Runs in a thread; `got` lists what came, `behaviour` decides what is answered."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self, behaviour: Behaviour | None = None, port: int = 0):
        self.got: list[Got] = []
        self.accepted = 0
        self.keeps = True
        self.lock = threading.Lock()
        self.behaviour: Behaviour = behaviour or well
        super().__init__(("127.0.0.1", port), Handler)
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    def get_request(self) -> Any:
        self.accepted += 1
        return super().get_request()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hooks"

    def handle_error(self, *args: Any) -> None:
        pass

    def __enter__(self) -> "Receiver":
        return self

    def __exit__(self, *args: object) -> None:
        self.shutdown()
        self.server_close()


def well(handler: Handler, body: bytes) -> None:
    handler.answer(200)


def says(status: int, body: bytes = b"{}", **headers: str) -> Behaviour:
    return lambda handler, _body: handler.answer(status, body, **headers)


def drops(handler: Handler, body: bytes) -> None:
    handler.hang_up()


def drips(pause: float) -> Behaviour:
    """An answer without end, byte by byte."""

    def behave(handler: Handler, body: bytes) -> None:
        handler.send_raw(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not handler.close_connection:
            handler.send_raw(b"x")
            time.sleep(pause)

    return behave
