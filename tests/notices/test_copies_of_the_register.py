"""Copies of the public register: quick for strangers, gone with a notice, and nobody else's."""

import pytest
import redis
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from central_offices.access import limits
from kernel.pages.copies import Copies, Copy
from notices.views import copies
from notices.workflow import circulating
from tests.notices import drafts

pytestmark = pytest.mark.django_db
LIST = "/public/notices/"


class Clock:
    """The clock by which a process reckons how old what it knows is."""

    seconds = 0.0

    def __call__(self):
        return self.seconds


@pytest.fixture
def clock(monkeypatch):
    found = Clock()
    monkeypatch.setattr(copies, "monotonic", found)
    return found


@pytest.fixture(autouse=True)
def kept(settings, clock):
    settings.PUBLIC_COPY_SECONDS = 1
    redis.from_url(settings.REDIS_URL).flushdb()
    limits._resume_at = 0.0


@pytest.fixture
def shown(amina, wanjiku, sato):
    return drafts.published(amina, wanjiku, sato, extract="REQUESTED")


@pytest.fixture
def client():
    return Client()  # a process of its own: nothing is kept of what others were answered


def exits(notice):
    page, service = f"{LIST}{notice.slug}/", f"/notices/v1/red/{notice.slug}"
    return [LIST, page, "/notices/v1/red", service]


def is_copy(client, address, **how):
    """Whether an answer asks the database for nothing."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address, **how).status_code == 200
    return not captured.captured_queries


def commit():
    """Do what the database does at a commit."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def test_what_a_stranger_asks_first_is_answered_once_from_the_database(shown, client, clock):
    for address in exits(shown):
        made = client.get(address)
        assert is_copy(client, address), address
        copy = client.get(address)
        assert copy.content == made.content
        own = {"X-Request-Id"}
        assert {n: v for n, v in copy.items() if n not in own} == {
            n: v for n, v in made.items() if n not in own
        }
        assert copy["X-Request-Id"] != made["X-Request-Id"]
        assert "nonce" not in copy.text and "csrf" not in copy.text.lower()
        assert not copy.cookies
    clock.seconds = copies.LIFE_S + 1
    assert not is_copy(client, LIST)


@pytest.mark.parametrize("end", ["withdraw", "level"])
def test_a_notice_is_gone_once_a_second_is_over(shown, wanjiku, client, clock, end):
    before = [client.get(address).status_code for address in exits(shown)]
    assert before == [200] * 4
    if end == "withdraw":
        circulating.withdraw(shown, by=wanjiku)
    else:
        shown.case.classification = 2
        shown.case.save()
    commit()

    clock.seconds = 1.0
    for address, status in zip(exits(shown), (200, 404, 200, 404), strict=True):
        answer = client.get(address)
        assert answer.status_code == status, address
        assert "IBRAHIM" not in answer.text, address


def test_a_notice_that_ends_with_its_day_is_in_no_copy_of_the_next(shown, client, monkeypatch):
    from datetime import datetime, timedelta
    from types import SimpleNamespace

    client.get(LIST)
    after = shown.valid_until + timedelta(days=1)
    midnight = datetime(after.year, after.month, after.day, tzinfo=shown.published_at.tzinfo)
    for place in ("notices.queries.timezone", "notices.views.copies.timezone"):
        monkeypatch.setattr(place, SimpleNamespace(now=lambda: midnight))
    assert "IBRAHIM" not in client.get(LIST).text


def test_nobody_gets_the_language_colours_or_form_of_somebody_else(shown, client):
    page = f"{LIST}{shown.slug}/"
    ways = {
        "en": {},
        "ar": {"headers": {"Accept-Language": "ar"}},
        "fr": {"headers": {"Accept-Language": "fr,en;q=0.5"}},
        "packed": {"headers": {"Accept-Encoding": "gzip, br"}},
    }
    for _round in range(2):
        for language, how in ways.items():
            answer = client.get(page, **how)
            assert (answer.get("Content-Encoding") == "gzip") == (language == "packed")
            if language != "packed":
                assert f'<html lang="{language}"' in answer.text
    for cookie, value, said in (
        ("django_language", "ru", '<html lang="ru"'),
        ("theme", "dark", 'data-theme="dark"'),
        ("theme", "x", 'data-theme="x"'),
    ):
        browser = Client(handler=None)
        browser.handler = client.handler  # the same process
        browser.cookies[cookie] = value
        assert said in browser.get(page).text and said in browser.get(page).text
        assert said not in client.get(page).text
    assert 'lang="ar"' in client.get(f"{page}?lang=ar").text[:200]
    client.cookies.clear()
    assert is_copy(client, page) and '<html lang="en"' in client.get(page).text


def test_officers_are_never_answered_by_a_copy_and_never_leave_one(shown, amina, signed_in):
    officer = signed_in(amina)
    stranger = Client()
    stranger.handler = officer.handler  # the same process
    for address in exits(shown):
        assert officer.get(address)["Cache-Control"] == "no-store"
        assert not is_copy(stranger, address), address
        assert is_copy(stranger, address)
        assert not is_copy(officer, address)
        assert amina.name not in stranger.get(address).text
    for somebody in (
        {"headers": {"Authorization": "Bearer x"}},
        {"headers": {"HX-Request": "true"}},
        {"headers": {"Cookie": "messages=x"}},
        {"headers": {"Cookie": "iisa_session=x"}},
        {"query_params": {"q": "Ibrahim"}},
    ):
        assert not is_copy(stranger, LIST, **somebody), somebody
    odd = stranger.get(LIST, headers={"Accept": "text/html;q*=utf-16''x"})
    assert odd.status_code == 415
    assert stranger.post(LIST).status_code == 200  # no form is answered by a copy
    assert stranger.get(f"{LIST}{shown.slug}").status_code == 301


def test_other_ways_of_asking_get_what_they_always_got(shown, client):
    for address in exits(shown):
        head = client.head(address)  # leaves no copy
        assert not is_copy(client, address)
        again = client.head(address)
        assert head.content == again.content == b""
        assert head["Content-Length"] == again["Content-Length"]
        assert client.get(address, headers={"If-None-Match": "*"}).status_code == 200
    here = client.get("/notices/v1/red").json()["_links"]["self"]["href"]
    there = client.get("/notices/v1/red", headers={"Host": "localhost:81"}).json()
    assert here.startswith("http://testserver/")
    assert there["_links"]["self"]["href"].startswith("http://localhost:81/")
    for never in ("feed.atom", "?page=x", "2026-999999/"):
        client.get(f"{LIST}{never}")
        with CaptureQueriesContext(connection) as captured:
            client.get(f"{LIST}{never}")
        assert len(captured) > 0, never


def test_copies_count_as_calls_and_are_refused_beyond_the_limit(shown, client, settings):
    settings.PAGE_RATE_ADDRESS = 5
    codes = [client.get(LIST).status_code for _ in range(8)]
    assert codes == [200] * 5 + [429] * 3
    refused = client.get(LIST)
    assert int(refused["Retry-After"]) > 0 and "Too many calls" in refused.text


def test_a_database_that_does_not_answer_is_no_reason_for_old_copies(
    shown, client, clock, monkeypatch
):
    client.get(LIST)
    assert is_copy(client, LIST)

    def silent():
        raise copies.DatabaseError

    monkeypatch.setattr(copies, "_asked", silent)
    clock.seconds = 1.0
    assert not is_copy(client, LIST)


def test_copies_take_no_more_room_than_they_may():
    kept = Copies(max_bytes=100, max_bytes_each=60)
    for number in range(50):
        kept.keep(1, number, Copy((), b"x" * 30, None, 9.0))
        kept.get(1, 0, 0.0)
    assert kept.bytes <= 100 and kept.get(1, 0, 0.0) and kept.get(1, 49, 0.0)
    kept.keep(1, "large", Copy((), b"x" * 61, None, 9.0))
    assert kept.get(1, "large", 0.0) is None
    assert kept.get(2, 49, 0.0) is None, "of another version"
    assert kept.get(1, 49, 9.0) is None, "its time is over"
    kept.keep(2, 1, Copy((), b"y", None, 9.0))
    assert kept.bytes == 1 and kept.get(1, 49, 0.0) is None
