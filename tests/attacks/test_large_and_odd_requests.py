"""Bodies that nobody asked for, heads without an end, and requests hidden in others."""

from django.utils import timezone

from central_offices.models import CentralOffice
from kernel import acting
from tests import systems, world
from tests.api import callers
from tests.attacks.lines import Line

MIB = 1024 * 1024
PAGE = "/accounts/login/"


def test_a_stranger_sends_a_mebibyte_and_no_more(live_server_url):
    for said in ["", f"Cookie: iisa_session={'a' * 32}", "Authorization: Bearer " + "b" * 40]:
        for fields in [f"Content-Length: {MIB + 1}"], [f"Content-Length: {2**40}"]:
            with Line(live_server_url) as line:
                line.head("POST", PAGE, *fields, *([said] if said else []))
                status, _, body = line.answer()
                assert (status, said) == (413, said), "answered before any of it was sent"
                assert b"1.0" in body
                assert line.is_closed()


def test_a_stranger_who_says_no_length_is_cut_at_the_same_size(live_server_url):
    with Line(live_server_url) as line:
        line.head("POST", PAGE, "Transfer-Encoding: chunked")
        line.send_while_wanted(b"10000\r\n" + b"a" * 65536 + b"\r\n", times=30)
        assert line.status() == 413


def test_who_asks_first_is_told_before_sending(live_server_url):
    with Line(live_server_url) as line:
        line.head("POST", PAGE, f"Content-Length: {2 * MIB}", "Expect: 100-continue")
        assert line.status() == 413
    with Line(live_server_url) as line:
        line.head("GET", "/livez", "Content-Length: 5", "Expect: 100-continue")
        assert line.status() == 100
        assert line.send(b"hello").status() == 200


def test_an_office_system_sends_more_and_its_tokens_end_with_it(live_server_url):
    client = systems.register(CentralOffice.objects.get(code="KEN"))
    token = callers.token_of(client, live_server_url)
    known = [f"Authorization: Bearer {token}", "Content-Type: application/json"]
    body = b'{"title": "' + b"a" * (2 * MIB) + b'"}'

    with Line(live_server_url) as line:
        line.head("POST", "/api/v1/cases/", f"Content-Length: {len(body)}", *known).send(body)
        status, _, answer = line.answer()
        assert status != 413, answer
        line.head("GET", "/livez")
        assert line.status() == 200, "the connection goes on"
    with Line(live_server_url) as line:
        line.head("POST", "/api/v1/cases/", f"Content-Length: {33 * MIB}", *known)
        assert line.status() == 413

    with acting.acting_as(client.officer):
        client.revoked_at = timezone.now()
        client.save()
    with Line(live_server_url) as line:
        line.head("POST", "/api/v1/cases/", f"Content-Length: {len(body)}", *known)
        assert line.status() == 413


def test_an_officer_sends_more_than_a_stranger(live_server_url, signed_in):
    amina = world.officer("amina")
    with acting.acting_as(amina):
        browser = signed_in(amina)
    cookie = "; ".join(f"{name}={one.value}" for name, one in browser.cookies.items())
    with Line(live_server_url) as line:
        line.head("POST", "/cases/new", f"Content-Length: {2 * MIB}", f"Cookie: {cookie}")
        line.send(b"a" * 2 * MIB)
        assert line.status() != 413


def test_a_head_has_an_end(live_server_url):
    with Line(live_server_url) as line:
        line.head("GET", PAGE, end=False)
        line.send_while_wanted(b"X-More: " + b"a" * 1000 + b"\r\n", times=200)
        assert line.status() == 431


HIDDEN = [
    ["Content-Length: 4", "Content-Length: 40"],
    ["Content-Length: 4", "Transfer-Encoding: identity"],
    ["Content-Length: +4"],
    ["Content-Length: 0x4"],
    ["Content-Length: 4 4"],
    ["Content-Length: -1"],
    ["Transfer-Encoding: xchunked"],
    ["Transfer-Encoding: \x0bchunked"],
    ["Transfer-Encoding: gzip, chunked"],
    ["Content-Length : 4"],
    ["X-Folded: a\n b"],
    ["X-Folded: a\r\n b"],
    ["Content-Length: 4", "Transfer-Encoding: chunked"],
    ["Transfer-Encoding: chunked", "Content-Length: 4"],
    ["Transfer-Encoding: chunked,"],
    ["Transfer-Encoding: ,chunked"],
    ["Transfer-Encoding: chunked", "Transfer-Encoding: chunked"],
    ["Transfer-Encoding: chunked, chunked"],
    ["Transfer-Encoding: chunked;q=1"],
    ["X-Bare: a\rb"],
]


def test_a_request_that_two_servers_would_read_differently_is_refused(live_server_url):
    for fields in HIDDEN:
        with Line(live_server_url) as line:
            line.head("POST", "/livez", *fields).send(b"GET ")
            assert line.status() in (400, 501), fields
            assert line.is_closed()


def test_a_version_that_there_is_not_is_refused(live_server_url):
    for first, code in (("GET /livez HTTP/9.9", 505), ("GET /livez HTTP/2.0", 505)):
        with Line(live_server_url) as line:
            line.send(f"{first}\r\nHost: {line.host}\r\n\r\n".encode())
            assert (line.status(), line.is_closed()) == (code, True), first


def test_a_length_of_any_number_of_digits_is_a_number(live_server_url):
    for digits in ("9" * 20, "1" + "0" * 30, "7" * 5000):
        with Line(live_server_url) as line:
            status, _, body = line.head("POST", PAGE, f"Content-Length: {digits}").answer()
            assert status == 413 and b"1.0" in body, digits[:40]
            assert b"generated by" not in body
    with Line(live_server_url) as line:
        assert line.head("GET", "/livez", f"Content-Length: {'0' * 5000}").status() == 200


def test_a_body_in_chunks_of_a_byte_is_refused_before_it_costs_much(live_server_url):
    with Line(live_server_url) as line:
        line.head("POST", PAGE, "Transfer-Encoding: chunked")
        sent = line.send_while_wanted(1000 * b"1\r\na\r\n", times=60)
        assert line.status() == 400
        assert line.is_closed() or sent == 60
    with Line(live_server_url) as line:
        line.head("GET", "/livez", "Transfer-Encoding: chunked")
        line.send(300 * (b"64\r\n" + b"a" * 100 + b"\r\n"))
        assert line.send(b"0\r\n\r\n").status() == 200


def test_chunks_with_endless_lines_are_refused(live_server_url):
    for begun in (b"1;", b"0\r\nX: "):
        with Line(live_server_url) as line:
            line.head("POST", "/livez", "Transfer-Encoding: chunked").send(begun)
            line.send_while_wanted(b"a" * 1000, times=60)
            assert line.status() == 400


def test_requests_on_one_line_are_answered_in_their_order(live_server_url):
    with Line(live_server_url) as line:
        for path in ("/livez", PAGE, "/nowhere-at-all", "/livez"):
            line.head("GET", path)
        kinds = [(status, body[:1]) for status, _, body in (line.answer() for _ in range(4))]
    assert kinds == [(200, b"{"), (200, b"<"), (404, b"<"), (200, b"{")]


def test_an_answer_to_head_has_no_body(live_server_url):
    with Line(live_server_url) as line:
        line.head("HEAD", PAGE)
        while b"\r\n\r\n" not in line.unread:
            line._more()
        line.unread = line.unread.split(b"\r\n\r\n", 1)[1]
        assert line.head("GET", "/livez").status() == 200


def test_the_server_names_neither_itself_nor_its_version(live_server_url):
    with Line(live_server_url) as line:
        _, fields, _ = line.head("GET", PAGE).answer()
        assert not {"server", "via", "x-powered-by"} & set(fields)
