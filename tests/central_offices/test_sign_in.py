"""Signing in: written down, slowed after ten failures, ended when it must end."""

import re
import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.utils import timezone

from central_offices import tasks
from central_offices.accounts import sessions, sign_ins, staff
from central_offices.sign_in import lockout
from ledger.models import Event
from tests import persons, world

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def _quick_passwords(settings, amina, otieno):
    """Argon2 is slow on purpose, and here nothing depends on it."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    for officer in (amina, otieno):
        officer.set_password(world.PASSWORD)
        officer.save(update_fields=["password"])


def attempt(officer, password=world.PASSWORD, browser=None, **headers):
    return (browser or Client()).post(
        LOGIN, {"login": officer.email, "password": password}, headers=headers
    )


def test_signing_in_and_out_is_written_down(amina):
    browser = Client()
    assert attempt(amina, browser=browser).status_code == 302
    browser.post("/accounts/logout/")

    came, went = Event.objects.filter(chain="KEN").order_by("id")
    assert (came.verb, went.verb) == ("officer.sign_in", "officer.sign_out")
    assert came.actor == went.actor == amina
    assert came.data == {"methods": ["password"]}
    assert came.detail.body["ip"] == "127.0.0.1"


def test_ten_wrong_passwords_lock_and_the_right_one_is_refused_meanwhile(amina):
    for _ in range(9):
        assert attempt(amina, "wrong password").status_code == 200
    assert attempt(amina, "wrong password").status_code == 429

    answer = attempt(amina)

    assert answer.status_code == 429
    assert "Locked for now" in answer.text
    failed = Event.objects.filter(verb="officer.sign_in_failed", chain="KEN", denied=True)
    assert failed.count() == 10
    assert Event.objects.filter(verb="officer.locked_out", chain="KEN").exists()


def test_capitals_do_not_go_round_the_lock(amina):
    for n in range(10):
        login = amina.email.upper() if n % 2 else amina.email
        Client().post(LOGIN, {"login": login, "password": "wrong password"})

    assert attempt(amina).status_code == 429


def test_an_administrator_unlocks(amina, adler):
    for _ in range(10):
        attempt(amina, "wrong password")
    assert "unlock" in staff.open_to(adler, amina)

    staff.unlock(amina, by=adler)

    assert not lockout.is_slowed(amina.email)
    assert attempt(amina).status_code == 302


def test_a_success_forgets_the_failures_before(amina):
    for _ in range(9):
        attempt(amina, "wrong password")
    assert attempt(amina).status_code == 302

    assert attempt(amina, "wrong password").status_code == 200


def test_an_unknown_address_is_answered_like_a_wrong_password(amina):
    known = attempt(amina, "wrong password").text
    amina.email = "nobody@office.test"
    unknown = attempt(amina, "wrong password").text

    def plain(text):
        return re.sub(r"[\w.]+@office.test|csrf.*?>|nonce.*?>", "", text)

    assert plain(known) == plain(unknown)
    event = Event.objects.get(verb="officer.sign_in_failed", chain="PUBLIC")
    assert event.actor is None and event.subject_id is None


def test_a_disabled_officer_cannot_sign_in(amina, adler):
    staff.disable(amina, by=adler, reason="Left")
    browser = Client()

    attempt(amina, browser=browser)

    assert browser.get("/").status_code == 302


def test_an_idle_session_ends(amina, signed_in, settings):
    browser = signed_in(amina)
    assert browser.get("/").status_code == 200
    session = browser.session
    session["seen"] = int(time.time()) - settings.SESSION_IDLE_SECONDS - 1
    session.save()

    assert browser.get("/").status_code == 302
    assert Event.objects.get(verb="officer.sign_out").data == {"by": "idle"}


@pytest.fixture
def with_code(amina):
    """amina's second factor; the value is the right code now."""
    secret = generate_totp_secret()
    TOTP.activate(amina, secret)
    return auth.format_hotp_value(
        auth.hotp_value(secret, next(auth.yield_hotp_counters_from_time()))
    )


def test_a_second_factor_is_asked_for(amina, with_code):
    browser = Client()
    assert attempt(amina, browser=browser).url.startswith("/accounts/2fa/authenticate/")
    assert browser.get("/").status_code == 302

    done = browser.post("/accounts/2fa/authenticate/", {"code": with_code})

    assert done.status_code == 302 and done.url == "/"
    assert browser.get("/").status_code == 200
    assert Event.objects.get(verb="officer.sign_in").data == {"methods": ["password", "mfa"]}


def test_wrong_codes_lock_like_wrong_passwords(amina, with_code):
    browser = Client()
    attempt(amina, browser=browser)
    for _ in range(10):
        browser.post("/accounts/2fa/authenticate/", {"code": "000000"})

    browser.post("/accounts/2fa/authenticate/", {"code": with_code})

    assert browser.get("/").status_code == 302
    assert lockout.is_slowed(amina.email)
    assert attempt(amina).status_code == 429


def test_asking_for_the_password_again_counts_wrong_ones(amina, signed_in):
    browser = signed_in(amina, proof=301)
    assert browser.get("/accounts/2fa/totp/activate/").url.startswith("/accounts/reauthenticate/")
    for _ in range(10):
        browser.post("/accounts/reauthenticate/", {"proof": "wrong password"})

    assert lockout.is_slowed(amina.email)
    right = browser.post("/accounts/reauthenticate/", {"proof": world.PASSWORD})
    assert right.status_code == 403 and "too many attempts" in right.text


def test_an_administrator_takes_a_lost_second_factor_away(amina, adler, with_code, signed_in):
    browser = signed_in(amina)
    assert browser.get("/").status_code == 200 and "remove_factors" in staff.open_to(adler, amina)

    persons.remove_factors(amina, by=adler)

    assert browser.get("/").status_code == 302
    assert attempt(amina).url == "/"
    assert "remove_factors" not in staff.open_to(adler, amina)


def test_what_has_run_out_leaves_the_database(amina, signed_in):
    browser = signed_in(amina)
    browser.get("/")
    attempt(amina, "wrong password")
    sessions.tidy()
    assert UserSession.objects.exists() and AccessAttempt.objects.exists()

    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(days=2))
    sessions.tidy()

    assert not UserSession.objects.exists() and not AccessAttempt.objects.exists()


def test_other_sessions_end_when_the_second_factor_goes(amina, signed_in):
    Authenticator.objects.all().delete()
    TOTP.activate(amina, generate_totp_secret())
    one, two = Client(), signed_in(amina)
    assert two.get("/").status_code == 200
    one.force_login(amina, backend="central_offices.sign_in.who_acts.OfficerBackend")
    one.get("/")
    from django.test import RequestFactory

    request = RequestFactory().get("/")
    request.session = one.session
    sign_ins.factor_changed(None, request, amina, Authenticator.objects.filter(user=amina).first())

    assert one.get("/").status_code == 200
    assert two.get("/").status_code == 302


def test_own_sessions_are_listed_and_ended(amina, signed_in):
    one, two, three = signed_in(amina), signed_in(amina), signed_in(amina)
    for browser in (one, two, three):
        browser.get("/")
    page = one.get("/accounts/sessions/")
    rows = page.context["sessions"]
    assert len(rows) == 3
    other = next(row for row in rows if row.session_key == two.session.name)

    one.post("/accounts/sessions/", {"session": other.pk})
    assert (two.get("/").status_code, three.get("/").status_code) == (302, 200)

    one.post("/accounts/sessions/")
    assert (one.get("/").status_code, three.get("/").status_code) == (200, 302)
    assert Event.objects.filter(verb="officer.end_session", actor=amina).count() == 2


def test_nobody_ends_the_session_of_another_by_its_number(amina, pierre, signed_in):
    theirs = signed_in(pierre)
    theirs.get("/")
    row = theirs.get("/accounts/sessions/").context["sessions"][0]

    signed_in(amina).post("/accounts/sessions/", {"session": row.pk})

    assert theirs.get("/").status_code == 200


def test_the_forgotten_password_mail_names_nobody(
    amina, settings, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with django_capture_on_commit_callbacks(execute=True):
        tasks.mail_reset(amina.email)

    (message,) = mail.outbox
    assert "/accounts/password/reset/key/" in message.body
    for private in (amina.name, amina.email, "Kenya", "example.com"):
        assert private not in message.subject + message.body


@pytest.mark.parametrize("address", ["/accounts/signup/", "/accounts/confirm-email/"])
def test_nobody_signs_up(address, db):
    assert Client().get(address).url == LOGIN
    assert Client().post(address, {"email": "x@office.test"}).status_code == 302
