"""The frame of every page: menu, errors, language, theme, sign-in."""

import re

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import resolve
from django.utils import translation

from agency.pages import errors_and_health, menu
from kernel.api import problems
from kernel.errors import NotReady, Stale, WrongState


def labels(officer) -> list[str]:
    return [str(e["label"]) for _group, entries in menu.for_officer(officer, "/") for e in entries]


def test_the_menu_leads_only_to_pages_that_exist(wanjiku):
    for _group, entries in menu.for_officer(wanjiku, "/"):
        for entry in entries:
            assert resolve(entry["url"])


def test_the_menu_shows_what_the_role_may_open(amina, wanjiku, adler):
    assert "Approvals" in labels(wanjiku) and "Approvals" not in labels(amina)
    assert "Annual key issues" in labels(adler) and "Annual key issues" not in labels(amina)


def test_the_menu_marks_one_entry_as_the_page_one_is_on(amina):
    entries = [e for _g, group in menu.for_officer(amina, "/offices/KEN/") for e in group]

    assert [str(e["label"]) for e in entries if e["here"]] == ["Offices"]


def test_a_missing_page_keeps_the_menu_for_who_is_signed_in(amina, signed_in):
    reply = signed_in(amina).get("/offices/NOWHERE/")

    assert reply.status_code == 404
    assert b"There is nothing here that you may see" in reply.content
    assert b'href="/offices/"' in reply.content


def test_a_page_that_needs_the_password_again_asks_for_it(amina, signed_in):
    reply = signed_in(amina, proof=301).get("/accounts/2fa/totp/activate/")

    assert reply.status_code == 302
    assert reply["Location"].startswith("/accounts/reauthenticate/")


def test_a_missing_page_shows_no_menu_to_the_signed_out(db):
    reply = Client().get("/public/nothing-here")

    assert reply.status_code in (302, 404)
    assert b'href="/offices/"' not in reply.content


def test_the_page_for_a_bug_asks_neither_database_nor_session(db):
    request = RequestFactory().get("/anything")
    request.request_id = "0199-abcd"

    def refuse(*_args):
        raise AssertionError("The page for a bug asked the database.")

    with connection.execute_wrapper(refuse):
        reply = errors_and_health.server_error(request)

    assert reply.status_code == 500
    assert b"0199-abcd" in reply.content


@pytest.mark.parametrize(
    ("refusal", "status", "heading"),
    [
        (WrongState("This request was answered on 3 May."), 409, "This is not possible"),
        (Stale("Pierre saved this case at 09:38."), 412, "Somebody else saved this meanwhile"),
        (NotReady("State two things.", [("a", "State the law.")]), 422, "Something is missing"),
    ],
)
def test_a_refusal_is_a_sentence_with_a_way_back(amina, refusal, status, heading):
    request = RequestFactory().post("/x", HTTP_REFERER="http://testserver/offices/KEN/")
    request.user = amina

    reply = problems.page(request, refusal)

    shown = reply.content.decode()
    assert reply.status_code == status
    assert heading in shown and str(refusal) in shown
    assert 'href="http://testserver/offices/KEN/"' in shown
    assert all(sentence in shown for _field, sentence in getattr(refusal, "missing", []))


def test_a_way_back_never_leads_to_another_site(amina):
    request = RequestFactory().post("/x", HTTP_REFERER="https://elsewhere.example/")
    request.user = amina

    assert b"elsewhere" not in problems.page(request, WrongState("No.")).content


def test_an_address_can_ask_for_a_language_and_it_is_remembered(db):
    client = Client()

    first = client.get("/accounts/login/?lang=ar").content.decode()
    later = client.get("/accounts/login/").content.decode()

    assert '<html lang="ar" dir="rtl"' in first and '<html lang="ar" dir="rtl"' in later


@pytest.mark.parametrize("asked", ["xx", "", "../../etc", "<script>"])
def test_an_unknown_language_changes_nothing(db, asked):
    reply = Client().get("/accounts/login/", {"lang": asked})

    assert b'<html lang="en" dir="ltr"' in reply.content
    assert not reply.cookies.get("django_language")


def test_an_officer_gets_the_own_language_in_a_new_browser(amina, signed_in):
    amina.language = "ar"
    amina.save(update_fields=["language"])

    reply = signed_in(amina).get("/offices/")

    assert b'dir="rtl"' in reply.content
    assert reply["Content-Language"] == "ar"
    assert translation.get_language() == "en"


def test_chosen_colours_and_language_also_hold_on_the_sign_in_page(amina, signed_in):
    client = signed_in(amina)
    client.post("/settings/preferences", {"theme": "dark", "language": "fr", "next": "/offices/"})
    client.post("/accounts/logout/")

    page = client.get("/accounts/login/").content.decode()

    assert re.search(r'<html lang="fr" dir="ltr"\s+data-theme="dark">', page)


def test_single_keys_can_be_turned_off(amina, signed_in):
    client = signed_in(amina)
    assert b'data-shortcuts="on"' in client.get("/offices/").content

    client.post("/settings/preferences", {"shortcuts": "0", "next": "/offices/"})

    assert b'data-shortcuts="off"' in client.get("/offices/").content


def test_every_signed_in_page_is_marked_top_and_bottom_and_kept_out_of_history(amina, signed_in):
    page = signed_in(amina).get("/offices/").content.decode()

    assert page.count('class="marking') == 2
    assert 'hx-history="false"' in page and '"historyCacheSize":0' in page
    assert '"allowEval":false' in page and '"includeIndicatorStyles":false' in page


def test_the_pages_of_the_own_account_stand_in_the_same_frame(amina, signed_in):
    page = signed_in(amina).get("/accounts/sessions/").content.decode()

    assert 'class="topbar"' in page and 'class="side"' in page
