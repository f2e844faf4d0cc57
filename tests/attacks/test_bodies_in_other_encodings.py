"""A request names an encoding of Python's whose decoding stops a worker, or hides what is said."""

import pytest
from django.test import Client

from tests import signatures, systems
from tests.attacks.lines import Line
from tests.exchange.test_api import WORDS

pytestmark = pytest.mark.django_db

OTHERS = ["punycode", "PunyCode", '"punycode"', "idna", "unicode_escape", "raw_unicode_escape"]
OTHERS += ["utf_7", "hz", "utf-16", "utf-32", "cp1252", "iso-8859-1", "mbcs", "rot13", "zlib"]
OTHERS += ["undefined", "nonsense", "", "utf-8; charset=punycode", "punycode; charset=utf-8"]
OTHERS += ["utf-8, text/plain; charset=punycode", "utf-8'", "ｕｔｆ-8", "a" * 5000]
EXTENDED = ["charset*=us-ascii''punycode", "charset*0=puny; charset*1=code", "x*=punycode''b-a"]
EXTENDED += ["x*=idna'en'a", "x*=nonsense''a", "x*0*=utf_7''a", f"x*{'9' * 5000}=a"]
PAGES = ["/public/notices/", "/accounts/login/", "/accounts/password/reset/", "/verify/"]
PAGES += ["/oauth/token/", "/nowhere/", "/api/v1/portfolios/", "/livez"]
LONG = b"b" * 75_000 + b"-" + b"a" * 75_000
FIELD = b'--b\r\nContent-Disposition: form-data; name="q"%b\r\n\r\n%b\r\n--b--\r\n'
KINDS = {
    "multipart/form-data; boundary=b": FIELD % (b"", LONG),
    "application/x-www-form-urlencoded": b"q=" + LONG,
    "application/json": b'"' + LONG + b'"',
}


def test_a_body_in_another_encoding_is_refused_everywhere_before_it_is_read():
    stranger = Client()
    for path in PAGES:
        for kind, body in KINDS.items():
            kind = f"{kind}; charset=punycode"
            reply = stranger.generic("POST", path, body, content_type=kind)
            assert reply.status_code == 415, (path, kind)
            assert "UTF-8" in reply.content.decode(), (path, kind)


def test_no_name_of_an_encoding_gets_through():
    stranger = Client()
    for said in [f"charset={other}" for other in OTHERS] + EXTENDED[:3]:
        for kind, body in KINDS.items():
            reply = stranger.generic("POST", PAGES[0], body, content_type=f"{kind}; {said}")
            assert reply.status_code == 415, (kind, said)


def test_a_question_in_an_address_is_read_as_utf_8_too():
    reply = Client().get("/public/notices/?q=b-a", headers={"content-type": "a/b; charset=hz"})
    assert reply.status_code == 415


def test_an_office_system_sends_json_as_utf_8_only(joana):
    system = systems.calling(systems.register(joana.office))
    for path in ["/api/v1/requests/", "/api/v1/requests/bulk/", "/api/v1/mailbox/acks/"]:
        for other in OTHERS:
            kind = f"application/json; charset={other}"
            reply = system.generic("POST", path, b"{}", content_type=kind)
            assert reply.status_code == 415, (path, other)
            assert reply.json()["code"] == "unsupported_media_type"
            assert reply["Content-Type"] == "application/problem+json"


def test_utf_8_by_any_of_its_names_and_ascii_are_taken(joana):
    system = systems.calling(systems.register(joana.office))
    for said in ["utf-8", "UTF-8", "utf8", '"utf-8"', "us-ascii", "US-ASCII"]:
        kind = f"application/json; charset={said}"
        reply = system.generic("POST", "/api/v1/requests/", b'{"title": "\xc3\x98"}', kind)
        assert reply.status_code == 400, said
        assert reply.json()["code"] == "invalid", said
        for kind in KINDS:
            reply = Client().post("/verify/", b"--b--\r\n", f"{kind}; charset={said}")
            assert reply.status_code not in (400, 415, 500), (kind, said)


def test_parts_of_a_form_do_not_name_an_encoding_of_their_own(joana, over_api):
    officer, stranger = over_api(joana), Client()
    said = [f"\r\nContent-Type: text/plain; charset={one}" for one in OTHERS if len(one) < 500]
    said += [f"; {one}" for one in EXTENDED if len(one) < 500]
    said += ["; filename*=punycode''b-a", "; filename*=idna''a", "; filename=a; filename*=hz''a"]
    for one in said:
        body = FIELD % (one.encode(), b"x")
        for who, path in [(stranger, "/accounts/login/"), (officer, "/api/v1/attachments/")]:
            reply = who.generic("POST", path, body, "multipart/form-data; boundary=b")
            assert reply.status_code == 400, (one, path)


def test_a_form_does_not_say_another_encoding_in_its_field_for_that():
    stranger = Client()
    for other in ["punycode", "utf-16", "iso-8859-1", "nonsense"]:
        part = (FIELD % (b"", other.encode())).replace(b'"q"', b'"_charset_"')
        reply = stranger.generic(
            "POST", "/accounts/login/", part, "multipart/form-data; boundary=b"
        )
        assert reply.status_code == 400, other
        form = f"q=1&_charset_={other}"
        reply = stranger.post("/verify/", form, "application/x-www-form-urlencoded")
        assert reply.status_code == 415, other
    for same in ["UTF-8", "utf-8"]:
        form = f"_charset_={same}&code=1"
        reply = stranger.post("/verify/", form, "application/x-www-form-urlencoded")
        assert reply.status_code != 415


def test_a_part_in_utf_8_is_taken_and_so_is_its_name(joana):
    head = b"\r\nContent-Type: text/plain; charset=UTF-8"
    body = FIELD % (head, "Łódź".encode())
    reply = Client().generic("POST", "/accounts/login/", body, "multipart/form-data; boundary=b")
    assert reply.status_code not in (400, 415, 500)


def test_other_headers_do_not_bring_an_encoding_either():
    for name in ["accept", "content-disposition"]:
        for said in EXTENDED:
            value = "a/b; q=1, a/b; " + said
            reply = Client().get("/api/v1/portfolios/", headers={name: value})
            assert reply.status_code == 415, (name, said)
    usual = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
    assert Client().get("/verify/", headers={"accept": usual}).status_code == 200


def test_what_django_reads_before_all_middleware_is_answered_as_well(live_server_url):
    for said in [*EXTENDED, *(f"charset={other}" for other in OTHERS if other.isascii())]:
        with Line(live_server_url) as line:
            fields = [f"Content-Type: application/json; {said}", "Content-Length: 2"]
            line.head("POST", "/api/v1/requests/", *fields).send(b"{}")
            status, told, _ = line.answer()
            assert (status, told["content-type"]) == (415, "application/problem+json"), said
            assert told["x-request-id"], said


def test_the_same_signed_call_in_another_encoding_is_refused_before_its_signature_is_read():
    lisbon = signatures.System("PRT")
    text = lisbon.signature("POST", "/api/v1/requests/", WORDS)
    kind = "application/json; charset=utf_7"
    reply = lisbon.caller.generic(
        "POST", "/api/v1/requests/", b"{}", kind, HTTP_X_JWS_SIGNATURE=text
    )
    assert reply.status_code == 415
