"""A listening socket of the web server and the connections that came in by it."""

import resource
import socket
import time
from collections import Counter
from typing import Any

from waitress.adjustments import Adjustments
from waitress.server import TcpWSGIServer

from agency.web_server import limits
from agency.web_server.channel import Channel
from agency.web_server.turns import Turn

SPARE_FILES = 100  # open files that are no connections
LOOK_S = 1.0  # seconds between two looks at who is late
OTHERS_S = 0.02  # seconds that a busy process leaves new connections to others
UNLIMITED = 1 << 62  # bytes: an answer waits on disk, and never a thread for its reader
KEPT_IN_MEMORY = 1 << 20  # bytes of an answer; the rest of it waits on disk


def open_door(
    application: Any, listening: socket.socket, threads: Any, open_files: dict[int, Any]
) -> "Door":
    """Begin to accept at a socket that listens; `open_files` are those of the process's loop."""
    listening.setblocking(False)
    about = (listening.family, listening.type, listening.proto, listening.getsockname())
    return Door(
        application,
        open_files,
        _sock=listening,
        dispatcher=threads,
        adj=adjustments(),
        bind_socket=False,
        sockinfo=about,
    )


class Door(TcpWSGIServer):
    """A listening socket and the connections that came in by it."""

    channel_class = Channel
    next_look = 0.0
    busy_since: float | None = None  # since when tasks have waited for a thread

    def getsockname(self) -> tuple[str, str]:
        host, port = self.socket.getsockname()[:2]
        return str(host), str(port)

    def readable(self) -> bool:
        """Whether to accept: a process less busy than this one has a moment to do it."""
        if (now := time.monotonic()) >= self.next_look:
            self.next_look = now + LOOK_S
            self.look(now)
        if not self.task_dispatcher.queue:
            self.busy_since = None
        elif self.busy_since is None:
            self.busy_since = now
        return bool(self.accepting and not self._leaves_it_to_others(now) and self._has_room(now))

    def _leaves_it_to_others(self, now: float) -> bool:
        return self.busy_since is not None and now < self.busy_since + OTHERS_S

    def _has_room(self, now: float) -> bool:
        if len(self.active_channels) >= self.adj.connection_limit:
            self.look(now)
        return bool(len(self.active_channels) < self.adj.connection_limit)

    def has_no_room(self, turn: Turn) -> bool:
        """Whether so many wait to sign in that this one is told to come again."""
        return bool(self.task_dispatcher.queue.has_no_room(turn))

    def look(self, now: float) -> None:
        """Cut who is late; and where there are too many, who keeps us waiting longest."""
        channels = list(self.active_channels.values())
        for channel in channels:
            if channel.is_late(now):
                channel.will_close = True
        self._make_room([one for one in channels if not one.will_close])

    def _make_room(self, channels: list[Channel]) -> None:
        """Of the caller that has most connections first: others shall not pay for its slowness.

        Theirs that ask for nothing go first, then those whose request no thread has taken yet.
        """
        surplus = len(channels) - self.adj.connection_limit * 8 // 10
        room = limits.MEMORY_BYTES - sum(one.in_memory() for one in channels)
        if surplus <= 0 and room >= 0:
            return
        many = Counter(one.caller() for one in channels)

        def place(one: Channel) -> tuple[int, bool, float]:
            return -many[one.caller()], not one.is_waited_for(), one.waiting_since

        for one in sorted((one for one in channels if one.may_be_cut()), key=place):
            if surplus <= 0 and room >= 0:
                return
            one.will_close = True
            surplus, room = surplus - 1, room + one.in_memory()

    def shut(self) -> None:
        """Take in no more; a connection on which nothing is asked ends now."""
        self.accepting = False
        self.del_channel()
        for channel in list(self.active_channels.values()):
            if channel.is_waited_for() and not channel.total_outbufs_len:
                channel.will_close = True


def adjustments() -> Adjustments:
    """Waitress's settings; what it knows of limits that differ by caller is in the channel."""
    return Adjustments(
        threads=4,
        ident=None,
        clear_untrusted_proxy_headers=False,  # PROXY_COUNT decides, in central_offices.access
        connection_limit=connections(),
        max_request_header_size=limits.HEAD_BYTES,
        max_request_body_size=UNLIMITED,
        inbuf_overflow=limits.anonymous_body() + 1,
        outbuf_overflow=KEPT_IN_MEMORY,
        outbuf_high_watermark=UNLIMITED,
    )


def connections() -> int:
    """How many this process may have: as many as the system lets it open files for."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = limits.CONNECTIONS + SPARE_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        return max(1, soft - SPARE_FILES)
    return limits.CONNECTIONS


def is_owed(open_files: dict[int, Any]) -> bool:
    """Whether somebody still waits for an answer, or for the rest of one."""
    channels = [one for one in open_files.values() if isinstance(one, Channel)]
    return any(one.requests or one.total_outbufs_len for one in channels)
