"""What an officer proves to get in: a password as typed, a code once, a session of its own."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings as product
from django.contrib.sessions.models import Session
from django.test import Client

from central_offices.accounts import resets
from central_offices.sign_in.session_store import digest
from tests import world

pytestmark = pytest.mark.django_db
LOGIN, CHANGE = "/accounts/login/", "/accounts/password/change/"


@pytest.fixture(autouse=True)
def _quick_passwords(settings, amina):
    """Argon2 is slow on purpose, and here nothing depends on it."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    amina.set_password(world.PASSWORD)
    amina.save(update_fields=["password"])


def enter(officer, password=world.PASSWORD):
    browser = Client()
    return browser, browser.post(LOGIN, {"login": officer.email, "password": password})


def name_of(browser) -> str:
    return browser.cookies[product.SESSION_COOKIE_NAME].value


def change(browser, new: str, present=world.PASSWORD):
    return browser.post(CHANGE, {"oldpassword": present, "password1": new, "password2": new})


NEW = [
    "nur kleine buchstaben",
    "3141592653589793238462643383",
    "  Blanks at both ends  ",
    "كلمة سر طويلة جدا 秘密の言葉",
    "long " * 24 + "word",
]


@pytest.mark.parametrize("new", NEW)
def test_a_password_of_any_characters_and_length_counts_as_it_was_typed(new, amina):
    browser, _ = enter(amina)
    assert change(browser, new).status_code == 302

    assert enter(amina, new)[1].status_code == 302
    for other in {new.strip(), new[:-1], new[:64], new.swapcase()} - {new}:
        assert enter(amina, other)[1].status_code == 200, other


def test_a_new_password_needs_the_present_one(amina):
    browser, _ = enter(amina)

    assert change(browser, NEW[0], present="not the present one").status_code == 200
    assert change(browser, NEW[0], present="").status_code == 200

    amina.refresh_from_db()
    assert amina.check_password(world.PASSWORD)


@pytest.mark.parametrize("new", ["elevenchars", "password1234"])
def test_a_short_or_common_password_is_not_taken_for_a_new_one(new, amina):
    assert change(enter(amina)[0], new).status_code == 200


def test_other_sessions_end_when_the_password_changes(amina):
    (one, _), (two, _) = enter(amina), enter(amina)
    assert two.get("/").status_code == 200

    change(one, NEW[0])

    assert two.get("/").status_code == 302


def test_a_field_for_a_password_hides_it_and_lets_a_password_manager_fill_it_in(amina):
    for browser, page in ((Client(), LOGIN), (enter(amina)[0], CHANGE)):
        text = browser.get(page).content.decode()
        fields = re.findall(r"<input(?![^>]*hidden)[^>]*password[^>]*>", text)
        assert fields and all('type="password"' in field for field in fields)
        assert all("autocomplete=" in field and "=off" not in field for field in fields)
        assert "onpaste" not in text


def test_a_session_gets_a_new_name_when_somebody_signs_in(amina):
    browser = Client()
    browser.get(LOGIN)
    stranger = browser.session  # kept by a cookie that somebody else may have set
    stranger["left"] = "by somebody else"
    stranger.save()
    browser.cookies[product.SESSION_COOKIE_NAME] = stranger.session_key

    browser.post(LOGIN, {"login": amina.email, "password": world.PASSWORD})

    assert browser.get("/").status_code == 200
    assert name_of(browser) != stranger.session_key and len(name_of(browser)) == 32


def test_the_cookie_of_a_session_that_was_ended_opens_nothing(amina):
    browser, _ = enter(amina)
    kept = name_of(browser)
    browser.post("/accounts/logout/")

    thief = Client()
    thief.cookies[product.SESSION_COOKIE_NAME] = kept
    assert thief.get("/").status_code == 302
    assert not Session.objects.filter(session_key=digest(kept)).exists()


@pytest.fixture
def secret(amina):
    """The seed of amina's second factor."""
    made = generate_totp_secret()
    TOTP.activate(amina, made)
    return made


def with_code(officer, code: str) -> int:
    """The status after a sign-in with the right password and this code: 200 is the start page."""
    browser, _ = enter(officer)
    browser.post("/accounts/2fa/authenticate/", {"code": code})
    return int(browser.get("/").status_code)


def test_a_code_counts_once(amina, secret):
    now = next(auth.yield_hotp_counters_from_time())
    code = auth.format_hotp_value(auth.hotp_value(secret, now))

    assert with_code(amina, code) == 200
    assert with_code(amina, code) == 302


def test_a_code_of_another_half_minute_does_not_count(amina, secret):
    now = next(auth.yield_hotp_counters_from_time())
    for counter in (now - 20, now - 2, now + 2):
        assert with_code(amina, auth.format_hotp_value(auth.hotp_value(secret, counter))) == 302


def test_a_recovery_code_counts_once(amina, secret):
    code = RecoveryCodes.activate(amina).get_unused_codes()[0]

    assert with_code(amina, code) == 200
    assert with_code(amina, code) == 302
    assert Authenticator.objects.filter(user=amina).count() == 2


def test_a_link_to_a_new_password_is_no_way_round_the_second_factor(
    amina, secret, settings, mailoutbox, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with django_capture_on_commit_callbacks(execute=True):
        resets.send(amina.email)  # what a worker does after the form
    address = re.search(r"/accounts/password/reset/key/\S+", mailoutbox[0].body)[0]
    browser = Client()
    form = browser.get(address).url

    assert browser.post(form, {"password1": NEW[0], "password2": NEW[0]}).status_code == 302
    assert browser.get("/").status_code == 302
    assert enter(amina, NEW[0])[1].url.startswith("/accounts/2fa/authenticate/")
