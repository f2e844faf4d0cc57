"""Twelve who send or read slowly, and somebody in a hurry: who is slow waits alone."""

import socket
import time
from contextlib import ExitStack
from types import SimpleNamespace

import pytest

from agency.web_server import limits
from agency.web_server.channel import Channel
from agency.web_server.door import Door, adjustments
from tests.attacks.lines import Line

MANY = 12  # the server that is tested answers four at once
PAGE = "/accounts/login/"
LARGE = "/api/v1/schema/"


def slow_body(url):
    return Line(url).head("POST", PAGE, "Content-Length: 100000").send(b"login=")


def slow_chunks(url):
    return Line(url).head("POST", PAGE, "Transfer-Encoding: chunked").send(b"400\r\nlogin=")


def slow_head(url):
    return Line(url).head("GET", PAGE, "X-More: 1", end=False)


def slow_reader(url):
    line = Line(url, window=2048)
    return line.head("GET", LARGE)


def idle(url):
    line = Line(url).head("GET", "/livez")
    assert line.status() == 200
    return line


def silent(url):
    return Line(url)


def mid_token(url):
    return Line(url).head("POST", "/oauth/token/", "Content-Length: 500").send(b"grant_type=")


KINDS = [slow_body, slow_chunks, slow_head, slow_reader, idle, silent, mid_token]


def test_everybody_else_is_answered_while_many_are_slow(live_server_url):
    with ExitStack() as held:
        for kind in KINDS:
            there = [held.enter_context(kind(live_server_url)) for _ in range(MANY)]
            for _ in range(2):
                with Line(live_server_url) as hurried:
                    assert hurried.head("GET", PAGE).status() == 200, kind.__name__
            # Not because they were thrown out: the last of them still has a line that is open.
            there[-1].socket.setblocking(False)
            with pytest.raises(BlockingIOError):
                while there[-1].socket.recv(4096):
                    pass


def test_a_slow_body_that_comes_to_its_end_is_answered(live_server_url):
    with Line(live_server_url) as line:
        line.head("GET", "/livez", "Content-Length: 6")
        for byte in b"abcdef":
            line.send(bytes([byte]))
        assert line.status() == 200


@pytest.fixture
def channel():
    """A connection of the web server that no loop serves, and its other end."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        server = SimpleNamespace(
            active_channels={},
            add_task=lambda task: None,
            pull_trigger=lambda: None,
            has_no_room=lambda turn: False,
        )
        yield Channel(server, ours, ("192.0.2.7", 1), adjustments(), map={}), theirs


def test_who_sends_nothing_is_cut_after_ten_seconds(channel):
    held, _ = channel
    now = time.monotonic()

    assert not held.is_late(now + limits.HEAD_TIMEOUT_S - 1)
    assert held.is_late(now + limits.HEAD_TIMEOUT_S + 1)


def test_a_head_that_comes_byte_by_byte_has_the_same_ten_seconds(channel):
    held, _ = channel
    held.received(b"GET / HT")
    now = time.monotonic()
    held.received(b"TP/1.1\r\nX-Mor")

    assert held.is_late(now + limits.HEAD_TIMEOUT_S + 1)


def test_a_body_is_cut_once_it_is_slower_than_four_kib_a_second(channel):
    held, _ = channel
    held.received(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 900000\r\n\r\n")
    # Whole seconds: of others, one spell may be a hair shorter than the other in floating point.
    now, spell = float(int(time.monotonic()) + 1), limits.PATIENCE_S

    assert not held.is_late(now)
    held.received(b"a" * int(limits.SLOWEST * spell))
    assert not held.is_late(now + spell), "just fast enough"
    held.received(b"a" * int(limits.SLOWEST * spell - 1))
    assert held.is_late(now + 2 * spell), "a quick beginning buys no rest"


def test_who_takes_an_answer_too_slowly_is_cut(channel):
    held, _ = channel
    held.total_outbufs_len = 500_000
    now, spell = time.monotonic(), limits.PATIENCE_S

    assert not held.is_late(now)
    held.sent += 1000
    assert held.is_late(now + spell)


def test_whoever_waits_for_us_is_not_cut(channel):
    held, _ = channel
    held.received(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")

    assert held.requests
    assert not held.is_late(time.monotonic() + 3600)


def test_where_there_are_too_many_the_address_with_most_lines_makes_room():
    def line(address, since):
        return SimpleNamespace(
            addr=(address, 1),
            waiting_since=since,
            will_close=False,
            caller=lambda: address,
            may_be_cut=lambda: True,
            is_waited_for=lambda: True,
            in_memory=lambda: 0,
        )

    crowd = [line("192.0.2.1", since) for since in range(20)]
    others = [line(f"198.51.100.{n}", 0) for n in range(70)]
    door = SimpleNamespace(adj=SimpleNamespace(connection_limit=100))

    Door._make_room(door, others + crowd)

    assert not any(one.will_close for one in others)
    assert [one.will_close for one in crowd] == [True] * 10 + [False] * 10
