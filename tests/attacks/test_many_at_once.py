"""An outsider fills connections with requests, and the sign-in with passwords: others go first."""

import socket
import threading
from types import SimpleNamespace

import pytest
from django.http import HttpResponse
from waitress import wasyncore

from agency.web_server import answering, turns
from agency.web_server.door import Door, open_door
from agency.web_server.turns import Kind, Threads, Turn, Turns
from central_offices.access import limits
from central_offices.sign_in import devices
from tests.attacks.lines import Line

SIGN_IN = "/accounts/login/"


class Site:
    """A web server of four threads, on which every path of `/held` waits until it is let go."""

    def __init__(self) -> None:
        self.begun: list[tuple[str, str]] = []  # (caller, path), in the order in which they began
        self.full: list[str] = []  # callers that were told to come again
        self.go, self.over = threading.Event(), threading.Event()
        self.changed = threading.Condition()
        listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        self.files: dict = {}
        self.threads = Threads()
        self.threads.set_thread_count(4)
        self.door = open_door(self.answer, listening, self.threads, self.files)
        self.loop = threading.Thread(target=self.serve)
        self.loop.start()

    def serve(self) -> None:
        while not self.over.is_set():
            wasyncore.poll2(0.01, self.files)

    def answer(self, environ, start_response):
        caller = environ["HTTP_X_FORWARDED_FOR"]
        with self.changed:
            if answering.ONE_TOO_MANY in environ:
                self.full.append(caller)
            else:
                self.begun.append((caller, environ["PATH_INFO"]))
            self.changed.notify_all()
        if environ["QUERY_STRING"] == "held" and answering.ONE_TOO_MANY not in environ:
            assert self.go.wait(30)
        start_response("200 OK", [("Content-Length", "2")])
        return [b"ok"]

    def wait_until(self, true) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: true(self), 30), self.begun

    def end(self) -> None:
        self.go.set()
        self.over.set()
        self.loop.join()
        self.threads.shutdown(timeout=5)
        wasyncore.close_all(self.files, ignore_all=True)


@pytest.fixture
def site(settings):
    settings.PROXY_COUNT = 1
    limits._over.clear()
    site = Site()
    yield site
    site.end()
    limits._over.clear()


def ask(line, path, caller, *fields, method="GET", times=1):
    fields = [f"X-Forwarded-For: {caller}", *fields]
    if method == "POST":
        fields.append("Content-Length: 0")
    for _ in range(times):
        line.head(method, path, *fields)
    return line


def test_who_sends_requests_by_the_hundred_on_many_connections_waits_alone(site):
    with Line(site.url) as hurried:
        crowd = [ask(Line(site.url), "/?held", "192.0.2.1", times=200) for _ in range(16)]
        site.wait_until(lambda site: len(site.begun) == 2)
        for number in range(5):
            assert ask(hurried, "/", f"198.51.100.{number}").status() == 200
        with Line(site.url) as new:
            assert ask(new, "/", "203.0.113.5").status() == 200
        held = [caller for caller, _path in site.begun if caller == "192.0.2.1"]
        assert len(held) == 2, "half of the threads, whatever they send"
        site.go.set()
        assert ask(hurried, "/", "198.51.100.9").status() == 200
        place = next(n for n, (who, _) in enumerate(site.begun) if who == "198.51.100.9")
        assert place < 16 * 200, "before the end of what came earlier"
        for line in crowd:
            line.socket.close()


def test_a_connection_stands_behind_the_others_after_each_answer(site):
    with Line(site.url) as greedy, Line(site.url) as other, Line(site.url) as blocking:
        for line in (blocking, other):  # the share of this caller is taken
            ask(line, "/?held", "192.0.2.1")
        site.wait_until(lambda site: len(site.begun) == 2)
        ask(greedy, "/greedy", "192.0.2.1", times=3)
        with Line(site.url) as patient:
            ask(patient, "/patient", "192.0.2.1")
            site.go.set()
            assert [greedy.status() for _ in range(3)] == [200] * 3
            assert patient.status() == 200
        paths = [path for _who, path in site.begun]
        assert paths.index("/patient") < len(paths) - 1, "not behind all of the greedy one's"


def test_thirty_who_try_passwords_hold_one_thread_and_some_are_told_to_come_again(site):
    there = [
        ask(Line(site.url), f"{SIGN_IN}?held", f"192.0.2.{n}", method="POST") for n in range(30)
    ]
    site.wait_until(lambda site: len(site.full) == 30 - 1 - turns.WAITING)
    assert len(site.begun) == 1, "one password at a time"
    with Line(site.url) as line:
        assert ask(line, SIGN_IN, "203.0.113.5").status() == 200, "pages are answered"
        assert ask(line, "/oauth/token/", "203.0.113.5", method="POST").status() == 200
    site.go.set()
    assert all(line.status() == 200 for line in there)
    for line in there:
        line.socket.close()


def test_an_officer_at_the_usual_desk_signs_in_before_all_strangers(site):
    desk = HttpResponse()
    devices.remember(SimpleNamespace(COOKIES={}), desk, "amina@office.test")
    cookie = f"{devices.cookie_name()}={desk.cookies[devices.cookie_name()].value}"
    crowd = [
        ask(Line(site.url), f"{SIGN_IN}?held", f"192.0.2.{n}", method="POST") for n in range(20)
    ]
    site.wait_until(lambda site: len(site.begun) == 1)
    with Line(site.url) as line:
        ask(line, SIGN_IN, "198.51.100.7", f"Cookie: {cookie}", method="POST")
        # A cookie of one's own making is worth nothing.
        ask(crowd[0], SIGN_IN, "192.0.2.99", f"Cookie: {cookie[:-2]}xx", method="POST")
        with Line(site.url) as later:  # answered, so all before it have been read
            assert ask(later, "/", "203.0.113.5").status() == 200
        site.go.set()
        assert line.status() == 200
    order = [who for who, path in site.begun if path == SIGN_IN]
    assert order.index("198.51.100.7") == 1
    for line in crowd:
        line.socket.close()


def test_one_address_does_not_take_the_places_of_all_who_wait_to_sign_in():
    queue = Turns()
    for _ in range(turns.WAITING_OF_ONE):
        assert not queue.has_no_room(Turn("192.0.2.1", Kind.SIGN_IN))
        queue.append(SimpleNamespace(turn=Turn("192.0.2.1", Kind.SIGN_IN)))

    assert queue.has_no_room(Turn("192.0.2.1", Kind.SIGN_IN))
    assert not queue.has_no_room(Turn("192.0.2.2", Kind.SIGN_IN))
    assert not queue.has_no_room(Turn("192.0.2.1", Kind.TOKEN))
    assert not queue.has_no_room(Turn("192.0.2.1"))


def test_callers_take_turns_however_much_one_asks_for():
    queue = Turns()
    queue.threads = 4
    for who in ["a"] * 9 + ["b", "c"]:
        queue.append(SimpleNamespace(turn=Turn(who)))

    order = []
    while found := queue.take():
        order.append(found[0].who)
        queue.done(found[0])
    assert order == ["a", "b", "c"] + ["a"] * 8
    assert not queue and not queue.running


def test_who_was_over_the_limit_is_refused_without_a_thread(site):
    quota = limits.Quota("page_address", "192.0.2.1", 240)
    limits.note_over(limits.Standing(quota, 241, 60))

    for _ in range(3):
        with Line(site.url) as line:
            status, fields, body = ask(line, SIGN_IN, "192.0.2.1", times=50).answer()
            assert (status, line.is_closed()) == (429, True)
            assert 1 <= int(fields["retry-after"]) <= 60 and b"Too many calls" in body
    assert not site.begun
    with Line(site.url) as line:
        assert ask(line, SIGN_IN, "192.0.2.2").status() == 200
        assert ask(line, "/livez", "192.0.2.1").status() == 200
        assert ask(line, "/api/v1/", "192.0.2.1").status() == 200, "it has a limit of its own"
        for said in ("Cookie: iisa_session=a", "Cookie: iisa_device=a", "Authorization: Bearer a"):
            assert ask(line, "/", "192.0.2.1", said).status() == 200, "whoever says so is asked"


def test_the_limit_that_a_thread_found_is_kept_for_the_loop(settings):
    limits._over.clear()
    strict = limits.Standing(limits.Quota("sign_in", "192.0.2.1", 40), 41, 60)
    limits.note_over(strict)
    assert not limits.some_are_over(), "of one kind of forms only"
    limits.note_over(strict._replace(quota=limits.Quota("address", "192.0.2.1", 120)))

    assert limits.seconds_over("/api/v1/cases/", "192.0.2.1") == 60
    assert limits.seconds_over("/public/", "192.0.2.1") == 0
    limits._over.clear()


def test_where_everybody_waits_for_an_answer_the_caller_with_most_connections_makes_room():
    def line(caller, number, at_work):
        return SimpleNamespace(
            caller=lambda: caller,
            waiting_since=number,
            will_close=False,
            may_be_cut=lambda: not at_work,
            is_waited_for=lambda: False,
            in_memory=lambda: 0,
        )

    crowd = [line("192.0.2.1", number, at_work=number < 2) for number in range(60)]
    others = [line(f"198.51.100.{number}", 0, at_work=False) for number in range(40)]
    door = SimpleNamespace(adj=SimpleNamespace(connection_limit=100))

    Door._make_room(door, others + crowd)

    assert [one.will_close for one in crowd] == [False] * 2 + [True] * 20 + [False] * 38
    assert not any(one.will_close for one in others)
