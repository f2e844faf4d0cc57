"""What programs ask a public site for: a feed of notices, what may be indexed, whom to tell."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from agency import environment
from notices.models import PublicExtract
from notices.public import search
from notices.workflow import circulating
from tests.notices import drafts

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
FEED = "/public/notices/feed.atom"


@pytest.fixture
def shown(amina, wanjiku, sato):
    return drafts.published(amina, wanjiku, sato, extract="REQUESTED")


def feed(client, query: str = ""):
    answer = client.get(FEED + query)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert answer["Cache-Control"] == "no-store"
    return ElementTree.fromstring(answer.content)


def titles(client, query: str = "") -> list[str]:
    return [entry.findtext(f"{ATOM}title") for entry in feed(client, query).iter(f"{ATOM}entry")]


def test_the_feed_has_every_notice_of_the_public_list_with_what_the_list_says(shown, client):
    found = feed(client)

    (entry,) = found.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == f"Red notice {shown.reference}: IBRAHIM, Ali"
    assert entry.findtext(f"{ATOM}summary").startswith("12 April 1981 · Kenya · ")
    assert "presumed innocent" in entry.findtext(f"{ATOM}summary")
    address = entry.find(f"{ATOM}link").get("href")
    assert address == entry.findtext(f"{ATOM}id")
    assert client.get(address).status_code == 200
    assert {link.get("rel") for link in found.findall(f"{ATOM}link")} == {"self", "alternate"}
    for name in ("title", "id", "updated", "subtitle"):  # RFC 4287, section 4.1.1
        assert found.findtext(f"{ATOM}{name}")


@pytest.mark.parametrize("end", ["withdraw", "suspend", "cancel", "run out"])
def test_a_notice_that_ended_is_gone_from_the_feed(end, shown, wanjiku, sato, client, monkeypatch):
    assert len(titles(client)) == 1

    if end == "withdraw":
        circulating.withdraw(shown, by=wanjiku)
    elif end == "suspend":
        until = timezone.now().date() + timedelta(days=20)
        circulating.suspend(shown, by=wanjiku, reason="A doubt.", until=until)
    elif end == "cancel":
        circulating.cancel(shown, by=sato, code="CONDITIONS_NOT_MET", reason="No warrant.")
    else:
        later = timezone.now() + timedelta(days=6 * 365)
        monkeypatch.setattr("notices.queries.timezone", SimpleNamespace(now=lambda: later))

    assert titles(client) == []
    assert "IBRAHIM" not in client.get(FEED).content.decode()


def test_the_feed_tells_nothing_that_the_public_list_does_not(amina, wanjiku, sato, client):
    drafts.published(amina, wanjiku, sato, extract="NONE")
    assert titles(client) == []
    drafts.published(amina, wanjiku, sato, extract="REQUESTED")
    listed = client.get("/public/notices/").content.decode()
    known = "".join(feed(client).itertext())
    for secret in ("Armed robbery", "1.82", "warrant", "Nairobi", "Amina", "photo"):
        assert secret not in known or secret in listed


def test_a_feed_follows_one_question_in_one_language(shown, client):
    for query, count in (
        ("?kind=red", 1),
        ("?kind=yellow", 0),
        ("?country=KE", 1),
        ("?q=Ibrahim", 1),
    ):
        assert len(titles(client, query)) == count, query
    for nonsense in (
        "?country=XX",
        "?kind=blue",
        "?lang=xx",
        "?page=9",
        "?q=" + "a" * 3000,
    ):
        assert client.get(FEED + nonsense).status_code == 200, nonsense
    for code in ("ar", "zh-hans", "fr", "ru", "es"):
        assert "Red notice" not in titles(client, f"?lang={code}")[0]
    assert feed(client, "?lang=ar").get("{http://www.w3.org/XML/1998/namespace}lang") == "ar"
    for method in ("post", "put", "delete"):
        assert getattr(client, method)(FEED).status_code in (403, 405)


def test_a_name_that_no_xml_can_hold_breaks_no_feed(shown, client, monkeypatch):
    row = PublicExtract.objects.get()
    row.name = "IBRA\x0bHIM <script> & \ufffe"
    monkeypatch.setattr(search, "rows", lambda given: [row])
    row.data = {**row.data, "date_of_birth": "<b>1960</b>"}

    assert "IBRAHIM <script> & " in titles(client)[0]
    summary = feed(client).find(f".//{ATOM}summary")
    assert summary.get("type") == "html" and summary.text.startswith("&lt;b&gt;1960")


def test_the_public_list_leads_to_the_feed_of_what_it_lists(shown, client):
    page = client.get("/public/notices/?kind=red&page=1").content.decode()
    assert page.count('href="/public/notices/feed.atom?kind=red"') == 2
    assert 'rel="alternate"' in page
    assert 'href="/public/notices/feed.atom"' in client.get("/public/notices/").content.decode()


def test_crawlers_may_read_public_pages_and_nothing_else(client):
    answer = client.get("/robots.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    rules = RobotFileParser()
    rules.parse(answer.text.splitlines())
    for path in ("/public/", "/public/notices/", "/public/notices/2026-1/", "/static/css/a.css"):
        assert rules.can_fetch("Anybody", path), path
    for path in (
        "/",
        "/cases/",
        "/accounts/login/",
        "/verify/AAAA",
        "/api/v1/cases/",
        "/notices/v1/red",
    ):
        assert not rules.can_fetch("Anybody", path), path
    # Which rules with wildcards mean, this reader does not know.
    assert "Disallow: /public/notices/*/photo\n" in answer.text
    assert "Disallow: /public/notices/?\n" in answer.text


def test_whoever_finds_a_weakness_reads_whom_to_tell(client, settings):
    settings.SECURITY_CONTACT = ["mailto:cert@agency.example", "https://agency.example/report"]
    answer = client.get("/.well-known/security.txt")

    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    said = [line.split(": ", 1) for line in answer.text.splitlines()]
    assert [value for name, value in said if name == "Contact"] == settings.SECURITY_CONTACT
    (expires,) = [value for name, value in said if name == "Expires"]
    left = datetime.fromisoformat(expires) - datetime.now(UTC)
    assert timedelta(days=30) < left < timedelta(days=365)
    (canonical,) = [value for name, value in said if name == "Canonical"]
    assert canonical == f"{settings.PUBLIC_URL}/.well-known/security.txt"


def test_nobody_is_named_where_nobody_was_set(client, settings, monkeypatch):
    settings.SECURITY_CONTACT = []
    assert client.get("/.well-known/security.txt").status_code == 404
    for wrong in ("security@agency.example", "http://agency.example", "mailto:nobody", "a b"):
        monkeypatch.setenv("SECURITY_CONTACT", wrong)
        with pytest.raises(ImproperlyConfigured, match="mailto:security@iisa.example"):
            environment.contacts("SECURITY_CONTACT")
