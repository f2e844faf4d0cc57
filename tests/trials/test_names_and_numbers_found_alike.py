"""A name or number finds the same for officers, systems and the public: ranked, with the reason."""

import importlib

import pytest
from django.apps import apps

from cases.drafts import DocumentDraft
from notices.models import PublicExtract
from notices.payload import public_extract
from notices.public import search as public_search
from tests.cases import browsing, factories
from tests.notices import drafts
from tests.plumbing.by_the_owner import by_the_owner

pytestmark = pytest.mark.django_db
WHY = {"headers": {"X-Purpose": "LOCATE"}}
DOCUMENT = DocumentDraft("PASSPORT", "QX 0012345")
TYPED = ["Ibrahim Ali", "ibraheem ali", "Ali Ibrahim", "إبراهيم علي", "Ibrahm Ali", "Ибрагим Али"]


@pytest.fixture
def out(amina, wanjiku, sato):
    return drafts.published(amina, wanjiku, sato, extract="REQUESTED")


def test_one_name_is_found_at_every_exit_with_score_and_reason(out, pierre, signed_in, over_api):
    browser, caller = browsing.with_purpose(signed_in(pierre)), over_api(pierre)
    for typed in TYPED:
        row = caller.get("/api/v1/notices/", {"q": typed}, **WHY).json()["results"][0]
        assert row["id"] == str(out.pk) and 0.7 < row["score"] <= 1 and row["matched"], typed
        assert browser.get("/notices/", {"q": typed}).context["page"].rows == [out], typed
        found = browser.get("/search", {"q": typed}).context["found"]
        assert any(str(out) in line.reference for part in found for line in part.results), typed
    exact = caller.get("/api/v1/notices/", {"q": str(out)}, **WHY).json()["results"]
    assert [(row["id"], row["score"], row["matched"]) for row in exact] == [
        (str(out.pk), 1.0, str(out))
    ]
    plain = caller.get("/api/v1/notices/", **WHY).json()["results"]
    assert {(row["score"], row["matched"]) for row in plain} == {(None, None)}


def test_the_likest_notice_comes_first_and_pages_follow_the_rank(
    amina, wanjiku, sato, pierre, over_api
):
    rows = [
        drafts.published(amina, wanjiku, sato, case=drafts.person(amina, name=name))
        for name in ("OKELLO Daniel", "OKELO Danyel", "OKELLO Daniela Maria")
    ]
    caller = over_api(pierre)
    first = caller.get("/api/v1/notices/", {"q": "Daniel Okello", "limit": 1}, **WHY).json()
    assert [row["id"] for row in first["results"]] == [str(rows[0].pk)]
    seen, page = [], first
    while page["next"]:
        page = caller.get(page["next"], **WHY).json()
        seen += [row["score"] for row in page["results"]]
    assert seen == sorted(seen, reverse=True) and seen


def test_a_number_of_a_document_finds_the_person_everywhere(amina, bela, signed_in, over_api):
    case = factories.case(amina, people=[factories.person("Okello Daniel", documents=[DOCUMENT])])
    browser, caller = browsing.with_purpose(signed_in(amina)), over_api(amina)
    for typed in (
        "QX0012345",
        "qx 001-2345",
        "ＱＸ００１２３４５",
        "passport QX0012345",
        "QX/0012345",
    ):
        assert [str(one) for one in browser.get("/persons/", {"q": typed}).context["page"].rows]
        assert [row.pk for row in browser.get("/cases/", {"q": typed}).context["page"].rows] == [
            case.pk
        ]
        found = browser.get("/search", {"q": typed}).context["found"]
        assert any("Okello" in line.title for part in found for line in part.results), typed
        rows = caller.get("/api/v1/persons/", {"q": typed}, **WHY).json()["results"]
        assert [(row["score"], row["matched"]) for row in rows] == [(1.0, "QX 0012345")], typed
    for typed in ("QX0012346", "QX001234", "0012345", "QX"):
        assert caller.get("/api/v1/persons/", {"q": typed}, **WHY).json()["results"] == [], typed
    other = over_api(bela)
    assert other.get("/api/v1/persons/", {"q": "QX0012345"}, **WHY).json()["results"] == []
    nobody = browsing.with_purpose(signed_in(bela))
    assert nobody.get("/persons/", {"q": "QX0012345"}).context["page"].rows == []
    assert nobody.get("/search", {"q": "QX0012345"}).context["found"] == []


def test_the_public_finds_names_however_they_are_written_and_nothing_else(out, client):
    for typed in TYPED:
        page = client.get("/public/notices/", {"q": typed}).context
        assert [row[0].notice_id for row in page["rows"]] == [out.pk], typed
        body = client.get("/notices/v1/red", {"name": typed}).json()
        row = body["_embedded"]["notices"][0]
        assert body["total"] == 1 and row["matched"] and 0.7 < row["score"] <= 1
    assert len(client.get("/public/notices/", {"q": str(out)}).context["rows"]) == 1
    for typed in ("robbery", "Mombasa", "INTERPOL", "Kenya", "%", "'", "a" * 5000):
        assert client.get("/notices/v1/red", {"name": typed}).json()["total"] == 0, typed
        assert client.get("/public/notices/", {"q": typed}).context["rows"] == [], typed
    assert client.get("/notices/v1/red", {"freeText": "ROBBERY"}).json()["total"] == 1
    assert client.get("/notices/v1/red", {"nationality": "Kenya"}).json()["total"] == 1
    assert client.get("/notices/v1/red", {"nationality": "Congo"}).json()["total"] == 0


def test_places_and_remarks_of_the_un_are_no_names():
    data = {
        "name": "BADI",
        "forename": "Salah",
        "aliases": [{"name": "Bady", "forename": None, "name_in_original_script": "صلاح بادي"}],
        "summary": "INTERPOL-UN Security Council Special Notice",
        "place_of_birth": "Misrata",
    }
    assert public_extract.names_of(data) == ["Salah BADI", "Bady", "صلاح بادي"]
    columns = public_extract.searched(data)
    assert "interpol" in columns["search_text"] and "interpol" not in columns["search_names"]


def test_the_public_finds_a_hundred_at_most(monkeypatch, out):
    monkeypatch.setattr(public_search, "MAX_FOUND", 0)
    assert list(public_search.rows({"name": "Ibrahim Ali"})) == []


def test_an_extract_that_was_kept_before_is_found_by_name(out, client):
    with by_the_owner():
        extract = PublicExtract.objects.get()
        PublicExtract.objects.filter(pk=extract.pk).delete()
        extract.names, extract.name_keys, extract.search_names, extract.search_text = [], [], "", ""
        extract.save(force_insert=True)
        importlib.import_module("notices.migrations.0021_extracts_are_found_by_name").enter(
            apps, None
        )
    assert client.get("/notices/v1/red", {"name": "Ibrahim"}).json()["total"] == 1
