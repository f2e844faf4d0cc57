"""An outsider uses the page of the forgotten password to learn addresses, or to catch a link."""

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from central_offices import tasks
from central_offices.accounts import staff
from ledger.delivery import wakeup

pytestmark = pytest.mark.django_db
PAGE = "/accounts/password/reset/"


@pytest.fixture(autouse=True)
def _mail_is_kept(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.ACCOUNT_RATE_LIMITS = False


@pytest.fixture
def asked(monkeypatch):
    """The calls that the page handed to the worker."""
    found = []
    monkeypatch.setattr(wakeup, "run_soon", lambda task, queue, *given: found.append((task, given)))
    return found


def ask(email, **headers):
    return Client().post(PAGE, {"email": email}, headers=headers)


def test_the_page_does_the_same_work_for_a_known_address_and_an_unknown_one(amina, asked):
    told = []
    for email in (amina.email, "nobody@office.test", amina.email.upper()):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = ask(email)
        statements = [query["sql"].split(" WHERE ")[0][:60] for query in queries]
        told.append((answer.status_code, answer.url, len(statements)))
        assert not any("central_offices_officer" in query["sql"] for query in queries)
    assert len(set(told)) == 1
    assert [given for _, given in asked] == [
        (amina.email,),
        ("nobody@office.test",),
        (amina.email,),
    ]
    assert not mail.outbox


@pytest.mark.parametrize("host", ["testserver:8443", "localhost:1", "127.0.0.1:666"])
def test_the_link_names_the_public_address_whatever_the_caller_said(
    amina, settings, asked, host, django_capture_on_commit_callbacks
):
    settings.PUBLIC_URL = "https://iisa.example"
    ask(amina.email, Host=host)
    ((task, given),) = asked
    assert task == "central_offices.tasks.mail_reset"
    with django_capture_on_commit_callbacks(execute=True):
        tasks.mail_reset(*given)

    (message,) = mail.outbox
    assert message.body.count("https://iisa.example/accounts/password/reset/key/") == 1
    assert host not in message.body


def test_only_somebody_who_can_sign_in_gets_a_link(
    amina, otieno, adler, django_capture_on_commit_callbacks
):
    staff.disable(otieno, by=adler, reason="Left")
    amina.set_unusable_password()
    amina.save(update_fields=["password"])
    with django_capture_on_commit_callbacks(execute=True):
        for email in (otieno.email, amina.email, "nobody@office.test", "system@ken.iisa.invalid"):
            tasks.mail_reset(email)
    assert not mail.outbox


def test_the_link_works_once_and_ends_every_session(
    amina, signed_in, django_capture_on_commit_callbacks
):
    browser = signed_in(amina)
    browser.get("/")
    with django_capture_on_commit_callbacks(execute=True):
        tasks.mail_reset(amina.email)
    link = mail.outbox[0].body.split()[-1]
    path = "/" + link.split("/", 3)[3]
    new = {"password1": "quiet-harbour-lantern-77", "password2": "quiet-harbour-lantern-77"}
    stranger = Client()
    form = stranger.get(path)
    done = stranger.post(form.url, new)

    assert done.status_code == 302
    assert browser.get("/").status_code == 302
    amina.refresh_from_db()
    assert amina.check_password(new["password1"])
    assert Client().get(path).status_code == 200, "the page says that the link is gone"
    assert stranger.get("/").status_code == 302, "a link signs nobody in"
