"""What may not be seen is answered exactly like what is not there (docs/laws.md L1)."""

import re
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases import filing, photos
from cases.models import CaseFile, Photo, Subject
from tests.cases import browsing, factories

pytestmark = pytest.mark.django_db

NOWHERE = UUID("01900000-0000-7000-8000-000000000000")
OURS = ("X-Request-Id", "RateLimit")  # a new one for every request, and one call less


@pytest.fixture
def hidden(amina):
    """A case with everything in it that Pierre may not see, and the addresses of its parts."""
    case = factories.case(amina, people=["Daniel Okello"])
    subject = Subject.objects.get()
    photos.add(subject, browsing.picture(), "face.png", by=amina)
    filing.add_document(case, browsing.picture(), "plan.png", by=amina)
    photo, kept = Photo.objects.get(), CaseFile.objects.get()
    return {
        "{case}": case.reference,
        "{case id}": case.pk,
        "{person}": subject.pk,
        "{photo}": photo.pk,
        "{file}": kept.pk,
    }


PAGES = [
    "/cases/{case}/",
    "/cases/{case}/edit",
    "/cases/{case}/step/close",
    "/cases/{case}/persons/",
    "/cases/{case}/documents/",
    "/cases/{case}/documents/{file}",
    "/cases/{case}/activity/",
    "/cases/{case}/access/",
    "/persons/{person}/",
    "/persons/{person}/edit",
    "/persons/{person}/photos/{photo}",
    "/api/v1/cases/{case id}/",
    "/api/v1/persons/{person}/",
    "/api/v1/persons/{person}/photos/{photo}/",
]
LISTS = [
    "/cases/?q={case}",
    "/persons/?case={case}",
    "/api/v1/cases/?reference={case}",
    "/api/v1/persons/?case={case}",
]
POSTS = [
    ("/cases/{case}/access/share", {"office": "PRT", "role": "OBSERVER"}),
    ("/cases/{case}/note", {"text": "x", "once": str(NOWHERE)}),
    ("/persons/{person}/photos/", {}),
    ("/api/v1/cases/{case id}/close/", {"reason": "x"}),
    ("/api/v1/cases/{case id}/notes/", {"text": "x"}),
]


def address(pattern: str, ids: dict) -> str:
    for name, value in ids.items():
        pattern = pattern.replace(name, str(value))
    return pattern


def missing(ids: dict) -> dict:
    return {name: "KEN-2026-999999" if name == "{case}" else NOWHERE for name in ids}


def answer(call, ids: dict):
    """Status, headers, body and SQL of an answer, without what the caller or chance put in."""
    with CaptureQueriesContext(connection) as queries:
        response = call()
    own = {str(value) for value in ids.values()}

    def plain(words: str) -> str:
        for value in own:
            words = words.replace(value, "…")
        words = re.sub(r"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}", "…", words)
        words = re.sub(
            r"(session_key\W+)[0-9a-f]{40}|'[0-9a-f]{32}(?:[0-9a-f]{32})?'", r"\1…", words
        )
        words = re.sub(r'csrfmiddlewaretoken" value="[^"]+"|X-CSRFToken": "[^"]+"', "…", words)
        return re.sub(r"\d\d:\d\d|'20\d\d-[^']+'::timestamptz", "…", words)

    headers = {name: plain(value) for name, value in response.items() if name not in OURS}
    sql = [plain(re.sub(r"SAVEPOINT \S+", "SAVEPOINT", query["sql"])) for query in queries]
    return response.status_code, headers, plain(response.content.decode()), sql


@pytest.mark.parametrize("pattern", PAGES)
def test_a_page_that_is_not_yours_answers_like_one_that_is_not_there(
    pattern, hidden, pierre, signed_in
):
    browser = browsing.with_purpose(signed_in(pierre))
    browser.get("/cases/")

    unseen = answer(lambda: browser.get(address(pattern, hidden)), hidden)
    unknown = answer(lambda: browser.get(address(pattern, missing(hidden))), missing(hidden))

    assert unseen[0] == 404
    assert unseen == unknown


@pytest.mark.parametrize("pattern", LISTS)
def test_a_search_for_what_is_not_yours_answers_like_one_for_nothing(
    pattern, hidden, pierre, signed_in
):
    browser = browsing.with_purpose(signed_in(pierre))
    browser.get("/cases/")

    unseen = answer(lambda: browser.get(address(pattern, hidden)), hidden)
    unknown = answer(lambda: browser.get(address(pattern, missing(hidden))), missing(hidden))

    assert unseen[0] == 200
    assert unseen[:3] == unknown[:3]
    assert len(unseen[3]) == len(unknown[3])


@pytest.mark.parametrize(("pattern", "data"), POSTS)
def test_a_change_to_what_is_not_yours_answers_like_one_to_nothing(
    pattern, data, hidden, pierre, over_api
):
    client = over_api(pierre)
    client.get("/api/v1/cases/")
    how = {"format": "json" if "/api/" in pattern else "multipart"}
    client.post(address(pattern, missing(hidden)), data, **how)  # what is asked once in a process

    unseen = answer(lambda: client.post(address(pattern, hidden), data, **how), hidden)
    unknown = answer(
        lambda: client.post(address(pattern, missing(hidden)), data, **how), missing(hidden)
    )

    assert unseen[0] == 404
    assert unseen == unknown


def test_two_names_one_of_them_not_yours_are_searched_with_equal_effort(hidden, pierre, signed_in):
    browser = browsing.with_purpose(signed_in(pierre))
    browser.get("/cases/?q=Somebody")

    with CaptureQueriesContext(connection) as of_hidden:
        browser.get("/cases/?q=Okello")
    with CaptureQueriesContext(connection) as of_nobody:
        browser.get("/cases/?q=Zzyzxq")

    assert len(of_hidden) == len(of_nobody)
