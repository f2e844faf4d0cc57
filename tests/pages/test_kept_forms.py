"""What was typed is not lost when a form cannot be taken (docs/laws.md L11)."""

import pytest
from django.conf import settings
from django.test import Client

from cases.models import Case
from central_offices.models import CentralOffice
from kernel.forms import kept_input
from tests import persons
from tests.pages.test_walk import sign_in

LONG = "Twelve forged passports were found in a container in Mombasa.\nمرحبا <b>x</b>"
OURS = {"Sec-Fetch-Site": "same-origin"}
FORM = {"title": "Half a case", "summary": LONG, "portfolios": ["FRAUD", "GRAFT"]}


def strict(officer=None) -> Client:
    """A browser whose forms need their token."""
    client = Client(enforce_csrf_checks=True)
    if officer:
        client.force_login(officer, backend="central_offices.sign_in.who_acts.OfficerBackend")
    return client


def test_a_form_without_its_token_is_offered_again_with_all_it_held(amina):
    reply = strict(amina).post("/cases/new", FORM, headers=OURS)

    assert reply.status_code == 403
    kept = reply.context["typed"]
    assert kept.address == "/cases/new" and dict(kept.fields)["summary"] == LONG
    assert [value for name, value in kept.fields if name == "portfolios"] == ["FRAUD", "GRAFT"]
    assert "&lt;b&gt;" in reply.content.decode() and "<b>x</b>" not in reply.content.decode()
    assert not Case.objects.exists()


@pytest.fixture
def kenya(db):
    return CentralOffice.objects.get(code="KEN")


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {},
    ],
)
def test_nobody_elses_form_gets_a_button_of_ours(amina, headers):
    for client in (strict(amina), strict()):
        reply = client.post("/cases/new", FORM, headers=headers)

        assert reply.status_code in (302, 403)
        assert b"Half a case" not in reply.content


def test_passwords_and_tokens_are_never_repeated(amina):
    secrets = {"password": "p4ss-w0rd", "client_secret": "s3cr3t", "csrfmiddlewaretoken": "t0k3n"}

    told = strict(amina).post("/cases/new", FORM | secrets, headers=OURS).content.decode()

    assert "Half a case" in told
    assert not any(value in told for value in secrets.values())


def test_what_is_typed_at_the_door_is_never_repeated(db):
    form = {"login": "amina@office.test", "password": "p4ss-w0rd"}

    assert b"amina@office.test" not in strict().post("/accounts/login/", form, headers=OURS).content


def test_a_password_chosen_by_a_one_time_link_is_never_repeated(adler, kenya):
    link = persons.new_link(
        persons.invite(by=adler, email="new@office.test", name="New", office=kenya, clearance=1)
    )
    form = {"password": "four words that nobody guesses", "again": "four words that nobody guesses"}

    reply = strict().post(link.removeprefix(settings.PUBLIC_URL), form, headers=OURS)

    assert reply.status_code == 403
    assert b"four words" not in reply.content


def test_who_was_signed_out_meanwhile_keeps_the_form_and_is_told(client, db):
    reply = client.post("/cases/new", FORM, headers=OURS)

    assert reply.status_code == 403
    assert "Your session ended while you were typing." in reply.content.decode()
    assert reply["Cache-Control"] == "no-store"
    assert dict(reply.context["typed"].fields)["title"] == "Half a case"


def test_who_only_looks_is_sent_to_sign_in(client, db):
    assert client.get("/cases/new", headers=OURS).status_code == 302


def test_a_body_that_cannot_be_read_is_not_repeated(rf):
    broken = rf.post("/cases/new", b"--x\r\n", content_type="multipart/form-data", headers=OURS)

    assert kept_input.typed(broken) is None or kept_input.typed(broken).fields == []


@pytest.mark.browser
def test_an_officer_signs_in_again_beside_the_form_and_files_the_case(page):
    sign_in(page, "amina")
    page.goto("/cases/new")
    page.get_by_label("Title", exact=True).fill("Half a case")
    page.get_by_label("Summary").fill(LONG)
    page.context.clear_cookies(name="iisa_session")
    page.get_by_role("button", name="Check the answers").last.click()

    page.get_by_role("heading", name="You are signed out").wait_for()
    with page.context.expect_page() as beside:
        page.get_by_role("link", name="Sign in on a new page").click()
    sign_in(beside.value, "amina")
    page.get_by_role("button", name="Send again").click()
    page.get_by_role("heading", name="Send the form again").wait_for()
    page.get_by_role("button", name="Send again").click()

    page.get_by_label("Summary").wait_for()
    assert page.get_by_label("Title", exact=True).input_value() == "Half a case"
    assert page.get_by_label("Summary").input_value().replace("\r", "") == LONG
