"""One connection: reads a whole request before a thread sees it, and cuts whoever is too slow.

Waitress does the reading and writing in one loop. Added here are the limits that it does not
have: a time for the head, a least speed for body and answer, and a body that is larger for those
who are signed in. Methods run in the loop unless they say otherwise.
"""

import logging
import socket
import time
from typing import Any

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.utilities import BadRequest

from agency.web_server import callers, limits
from agency.web_server.answering import Answer

log = logging.getLogger("agency.web_server")


class Request(HTTPRequestParser):
    """A request under way."""

    is_known = False  # who sends it was asked for, and is signed in
    is_too_large = False  # its body was not read; it is answered by 413


class Channel(HTTPChannel):
    """A connection and what is under way on it."""

    parser_class = Request
    task_class = Answer
    request: Any
    sent_continue: bool
    close_when_flushed: bool

    asking = False  # a thread asks the database who this is; nothing is read meanwhile
    kept = b""  # arrived before the answer of that thread
    refused = False  # the body under way is not wanted: the connection ends with the answer
    lingering_until = 0.0  # until then what still arrives after a refusal is thrown away
    sent = 0  # bytes, of all answers

    def __init__(self, *given: Any, **named: Any):
        self.head_begun: float | None = time.monotonic()
        self.waiting_since = time.monotonic()
        self.pace: limits.Pace | None = None
        super().__init__(*given, **named)

    # What arrives

    def readable(self) -> bool:
        if self.lingering_until:
            return True
        return bool(not self.asking and super().readable())

    def handle_read(self) -> None:
        if not self.lingering_until:
            super().handle_read()
            return
        try:
            if not self.recv(65536):
                self.handle_close()
        except OSError:
            self.handle_close()

    def received(self, data: bytes) -> bool:
        """Put the bytes together to requests, and hand each over once it is whole."""
        with self.requests_lock:
            if self.will_close or self.close_when_flushed:
                return False
            self._take(data)
        return True

    def _take(self, data: bytes) -> None:
        """The same under the lock; what has to wait for an answer about its sender is kept."""
        while data and not self.asking and not self.refused:
            if self.request is None:
                self.request = self.parser_class(self.adj)
                self.head_begun = self.head_begun or time.monotonic()
            request, used = self.request, self.request.received(data)
            data = data[used:]
            self._judge(request)
        self.kept = data if self.asking else b""

    def _judge(self, request: Any) -> None:
        """Go on reading, ask who it is, refuse, or hand over (under the lock)."""
        if request.headers_finished:
            self.head_begun = None
        if request.error is None and _winds(request.body_rcv):
            request.error, request.completed = BadRequest("Chunks with too long lines."), True
        limit = limits.largest_body() if request.is_known else limits.anonymous_body()
        if request.error is None and _body_of(request) > limit:
            if request.is_known or not callers.claims(request.headers):
                self._refuse(request)
            else:
                self.asking = True
                self.server.add_task(Question(self))
        elif request.completed:
            self._hand_over(request)
        elif request.expect_continue and not self.requests and not self.sent_continue:
            self.send_continue()

    def _refuse(self, request: Any) -> None:
        self.refused = request.is_too_large = request.completed = True
        self._hand_over(request)

    def _hand_over(self, request: Any) -> None:
        self.request, self.sent_continue, self.head_begun = None, False, None
        self.waiting_since = time.monotonic()
        if request.empty:
            return
        self.requests.append(request)
        if len(self.requests) == 1:
            self.server.add_task(self)

    def told(self, is_known: bool) -> None:
        """Take over what the database said of the sender; called by the thread that asked."""
        with self.requests_lock:
            request, self.asking = self.request, False
            if request is None or not self.connected:
                return
            if is_known:
                request.is_known = True
                self._judge(request)
                self._take(self.kept)
            else:
                self._refuse(request)
        self.server.pull_trigger()

    # What leaves

    def service(self) -> None:
        """Answer one request; called by a thread."""
        super().service()
        self.waiting_since = time.monotonic()

    def handle_write(self) -> None:
        """After a refusal go on reading for a while, or the sender never sees the answer."""
        if not (self.refused and self.close_when_flushed) or self.will_close:
            super().handle_write()
            return
        self._flush_exception(self._flush_some)
        if self.total_outbufs_len or self.will_close:
            return
        self.close_when_flushed = False
        self.lingering_until = time.monotonic() + limits.LINGER_S
        try:
            self.socket.shutdown(socket.SHUT_WR)
        except OSError:
            self.handle_close()

    def send(self, data: bytes, do_close: bool = True) -> int:
        moved = int(super().send(data, do_close=do_close))
        self.sent += moved
        return moved

    # Who is cut

    def is_late(self, now: float) -> bool:
        """Whether this connection is to be cut; asked about once a second."""
        if self.lingering_until:
            return now > self.lingering_until
        if self.total_outbufs_len:
            return self._is_too_slow("answer", now, self.sent)
        if self.requests or self.asking:
            self.pace = None
        elif self.head_begun is not None:
            return now > self.head_begun + limits.HEAD_TIMEOUT_S
        elif self.request is not None:
            return self._is_too_slow("body", now, self.request.body_bytes_received)
        else:
            self.pace = None
            return now > self.waiting_since + limits.IDLE_S
        return False

    def _is_too_slow(self, what: str, now: float, moved: int) -> bool:
        if self.pace is None or self.pace.what != what or self.pace.moved > moved:
            self.pace = limits.Pace(what, now, moved)
        return self.pace.is_too_slow(now, moved)

    def in_memory(self) -> int:
        """Bytes of a body under way."""
        return int(self.request.body_bytes_received) if self.request is not None else 0

    def is_waited_for(self) -> bool:
        """Whether it is the client's turn, and nothing is owed to it."""
        return not (self.requests or self.asking)


class Question:
    """A task for a thread: who sends this?"""

    def __init__(self, channel: Channel):
        self.channel, self.headers = channel, dict(channel.request.headers)

    def service(self) -> None:
        known = False
        try:
            known = callers.is_known(self.headers)
        except Exception:
            log.exception("Who sends a large body could not be asked.")
        self.channel.told(known)

    def cancel(self) -> None:
        self.channel.will_close = True


def _body_of(request: Any) -> int:
    return max(int(request.content_length), int(request.body_bytes_received))


def _winds(receiver: Any) -> bool:
    """Whether chunks come with lines longer than any honest client writes."""
    return (
        len(getattr(receiver, "control_line", b"")) > limits.CONTROL_BYTES
        or len(getattr(receiver, "trailer", b"")) > limits.TRAILER_BYTES
    )
