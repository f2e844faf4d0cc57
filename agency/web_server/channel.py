"""One connection: reads a whole request before a thread sees it, and cuts whoever is too slow.

Waitress does the reading and writing in one loop. Added here are the limits that it does not
have: a time for the head, a least speed for body and answer, a body that is larger for those who
are signed in, and one request at a time, after which the connection stands behind all others.
Methods run in the loop unless they say otherwise.
"""

import logging
import socket
import time
from contextlib import suppress
from typing import Any

from waitress.channel import ClientDisconnected, HTTPChannel

from agency.web_server import callers, limits
from agency.web_server.answering import Answer
from agency.web_server.reading import Request
from agency.web_server.turns import Turn

log = logging.getLogger("agency.web_server")


class Channel(HTTPChannel):
    """A connection and what is under way on it."""

    parser_class = Request
    task_class = Answer
    request: Any
    sent_continue: bool
    close_when_flushed: bool

    asking = False  # a thread asks the database who this is; nothing is read meanwhile
    kept = b""  # arrived before the answer of that thread, or behind a request that is not answered
    turn = Turn("")  # of the request that waits for a thread
    answering = False  # a thread is at work on it
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
        return bool(not self.asking and not self.kept and super().readable())

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
        """The same under the lock; what stands behind a request that waits is kept."""
        while data and not (self.asking or self.refused or self.requests):
            if self.request is None:
                self.request = self.parser_class(self.adj)
                self.head_begun = self.head_begun or time.monotonic()
            request, used = self.request, self.request.received(data)
            data = data[used:]
            self._judge(request)
        self.kept = b"" if self.refused else data

    def _judge(self, request: Any) -> None:
        """Go on reading, ask who it is, refuse, or hand over (under the lock)."""
        if request.headers_finished:
            self.head_begun = None
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
        if request.error is None:
            request.error = callers.over_the_limit(request, self.addr[0])
        if request.error is not None:
            self._answer_now(request)
            return
        self.turn = callers.turn_of(request, self.addr[0])
        if self.server.has_no_room(self.turn):
            self.turn, request.is_one_too_many = Turn(self.turn.who), True
        self.requests.append(request)
        self.server.add_task(self)

    def _answer_now(self, request: Any) -> None:
        """Answer what is refused without taking a thread for it, and end the connection."""
        self.refused = True
        with suppress(ClientDisconnected):
            self.error_task_class(self, request).service()
        request.close()
        self.close_when_flushed = True

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
        self.answering = True
        try:
            super().service()
        finally:
            self.answering = False
        self.waiting_since = time.monotonic()

    def writable(self) -> bool:
        return bool(super().writable() or self._may_go_on())

    def _may_go_on(self) -> bool:
        """Whether what was sent behind an answered request is looked at: the answer is gone."""
        busy = self.requests or self.asking or self.total_outbufs_len
        ending = self.refused or self.will_close or self.close_when_flushed or not self.connected
        return bool(self.kept and not busy and not ending)

    def handle_write(self) -> None:
        """After a refusal go on reading for a while, or the sender never sees the answer."""
        if not (self.refused and self.close_when_flushed) or self.will_close:
            super().handle_write()
            if self._may_go_on():
                with self.requests_lock:
                    self._take(self.kept)
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

    def caller(self) -> str:
        """The name under which this connection is counted."""
        return self.turn.who or str(self.addr[0])

    def may_be_cut(self) -> bool:
        """Whether no thread is at work for it."""
        return not (self.answering or self.asking)

    def is_waited_for(self) -> bool:
        """Whether it is the client's turn, and nothing is owed to it."""
        return not (self.requests or self.asking)


class Question:
    """A task for a thread: who sends this?"""

    def __init__(self, channel: Channel):
        self.channel, self.headers = channel, dict(channel.request.headers)
        self.turn = Turn(callers.network_of(self.headers, channel.addr[0]))

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
