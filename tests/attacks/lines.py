"""Connections to the web server on which the attacker decides each byte and its time."""

import socket
from urllib.parse import urlsplit

PATIENCE_S = 30.0  # ends only a test that would hang


class Line:
    """One connection; `window` bytes are all that it takes in unread."""

    def __init__(self, url: str, window: int = 0):
        parts = urlsplit(url)
        self.host = f"{parts.hostname}:{parts.port}"
        self.socket = socket.socket()
        if window:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, window)
        self.socket.settimeout(PATIENCE_S)
        self.socket.connect((parts.hostname, parts.port))
        self.unread = b""

    def __enter__(self) -> "Line":
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def head(self, method: str, path: str, *fields: str, end: bool = True) -> "Line":
        """Send the head of a request, all of it or without its end."""
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self.host}", *fields]
        return self.send(("\r\n".join(lines) + "\r\n" + ("\r\n" if end else "")).encode())

    def send(self, data: bytes) -> "Line":
        self.socket.sendall(data)
        return self

    def send_while_wanted(self, data: bytes, times: int) -> int:
        """Send until the other side hangs up; how often that worked."""
        for done in range(times):
            try:
                self.socket.sendall(data)
            except OSError:
                return done
        return times

    def answer(self) -> tuple[int, dict[str, str], bytes]:
        """Status, fields and body of the next answer; a body without a length ends the line."""
        while b"\r\n\r\n" not in self.unread:
            self._more()
        head, self.unread = self.unread.split(b"\r\n\r\n", 1)
        first, *lines = head.decode("latin-1").split("\r\n")
        fields = {n.lower(): v.strip() for n, v in (line.split(":", 1) for line in lines)}
        length = int(fields.get("content-length", "0"))
        while len(self.unread) < length:
            self._more()
        body, self.unread = self.unread[:length], self.unread[length:]
        return int(first.split()[1]), fields, body

    def status(self) -> int:
        return self.answer()[0]

    def is_closed(self) -> bool:
        """Whether the other side has nothing more to say."""
        try:
            return not self.unread and self.socket.recv(1) == b""
        except ConnectionResetError:
            return True

    def _more(self) -> None:
        data = self.socket.recv(65536)
        if not data:
            raise ConnectionError("The line ended before its answer did.")
        self.unread += data
