"""Outside the demo: somebody has an officer's password, and nothing else."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from ledger.models import Event
from tests import world

pytestmark = pytest.mark.django_db
ENROL = "/accounts/2fa/"
FILLED = {"uuid": "0198c0de-0000-7000-8000-000000000000", "int": "1", "slug": "x", "str": "x"}
FILLED["path"] = "x"


@pytest.fixture(autouse=True)
def _outside_the_demo(settings):
    settings.DEMO = False
    settings.SECURE_SSL_REDIRECT = False
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def code_of(seed: str, ahead: int = 0) -> str:
    counters = list(auth.yield_hotp_counters_from_time())
    return auth.format_hotp_value(auth.hotp_value(seed, counters[0] + ahead))


def password_only(officer) -> Client:
    officer.set_password(world.PASSWORD)
    officer.save(update_fields=["password"])
    browser = Client()
    given = {"login": officer.email, "password": world.PASSWORD}
    assert browser.post("/accounts/login/", given).status_code == 302
    return browser


def addresses(patterns=None, before="/"):
    """Every address of the URLconf that only the signed-in open, with something filled in."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        text = re.sub(r"<(?:(\w+):)?\w+>", lambda m: FILLED[m[1] or "str"], str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, before + text)
        elif isinstance(pattern, URLPattern) and _is_closed(pattern, before + text):
            yield before + text


def _is_closed(pattern, address: str) -> bool:
    is_plain = not re.search(r"[\\(^$]", address)
    is_api = address.startswith("/api/")  # REST framework marks its views as open
    return is_plain and (is_api or getattr(pattern.callback, "login_required", True))


def test_no_page_of_any_role_opens_before_the_second_factor_is_there(
    amina, wanjiku, mutua, sato, adler, auditor
):
    """Generated from the URLconf; officers, head, duty officer, reviewer, oversight alike."""
    found = [one for one in addresses() if not one.startswith(("/accounts/", "/i18n/"))]
    assert len(found) > 150
    for officer in (amina, wanjiku, mutua, sato, adler, auditor):
        browser = password_only(officer)
        for address in found if officer == amina else found[::9]:
            for send in (browser.get, browser.post):
                answer = send(address)
                if address.startswith("/api/"):
                    assert answer.status_code == 403, address
                    assert answer.json()["code"] == "second_factor_needed", address
                else:
                    assert (answer.status_code, answer.headers.get("Location")) == (302, ENROL)


def test_neither_do_the_pages_of_the_own_account(amina):
    browser = password_only(amina)
    for address in ("/accounts/sessions/", "/accounts/password/change/", "/settings/account/"):
        assert browser.get(address).url == ENROL
    assert browser.get(ENROL).status_code == 200
    assert browser.get("/livez").status_code == 200


def test_a_newcomer_enrols_at_the_first_sign_in_and_then_goes_on(
    amina, django_capture_on_commit_callbacks
):
    browser = password_only(amina)
    page = browser.get("/accounts/2fa/totp/activate/")
    assert page.status_code == 200, "the password just typed is enough for the first factor"
    seed = browser.session["mfa.totp.secret"]
    wrong = browser.post("/accounts/2fa/totp/activate/", {"code": "000000"})
    assert wrong.status_code == 200 and browser.get("/").url == ENROL

    with django_capture_on_commit_callbacks(execute=True):
        done = browser.post("/accounts/2fa/totp/activate/", {"code": code_of(seed)})

    assert done.url == "/accounts/2fa/recovery-codes/"
    app = TOTP(Authenticator.objects.get(user=amina, type="totp"))
    cache.delete(app._get_used_cache_key(code_of(seed)))  # as if half a minute had gone
    shown = browser.post("/accounts/reauthenticate/", {"proof": code_of(seed), "next": "/"})
    assert shown.url == "/" and browser.get("/").status_code == 200
    assert Event.objects.filter(verb="officer.change_factor", actor=amina).exists()


def test_a_password_typed_six_minutes_ago_enrols_nobody(amina):
    browser = password_only(amina)
    session = browser.session
    for row in session["account_authentication_methods"]:
        row["at"] -= 360
    session.save()

    asked = browser.get("/accounts/2fa/totp/activate/")
    assert asked.url.startswith("/accounts/reauthenticate/")
    assert browser.get(asked.url).status_code == 200
    typed = {"proof": world.PASSWORD, "next": "/accounts/2fa/totp/activate/"}
    assert browser.post("/accounts/reauthenticate/", typed).url == typed["next"]
    assert browser.get(typed["next"]).status_code == 200
    assert browser.get("/").url == ENROL, "a password is still no second factor"


def test_the_code_that_set_the_factor_up_signs_in_elsewhere(amina):
    browser = password_only(amina)
    page = browser.get("/accounts/2fa/totp/activate/")
    code = code_of(page.context["form"].secret)
    assert browser.post("/accounts/2fa/totp/activate/", {"code": code}).status_code == 302

    app = TOTP(Authenticator.objects.get(user=amina, type="totp"))
    assert not app.validate_code(code)


def test_the_thief_of_a_password_adds_no_second_key_to_an_account_that_has_one(amina):
    TOTP.activate(amina, generate_totp_secret())
    browser = password_only(amina)
    for address in (
        "/accounts/2fa/webauthn/add/",
        "/accounts/2fa/totp/deactivate/",
        "/accounts/2fa/recovery-codes/",
        "/accounts/2fa/recovery-codes/generate/",
        "/accounts/2fa/recovery-codes/download/",
    ):
        answer = browser.get(address)
        assert answer.status_code == 302, address
        assert "/login/" in answer.url or "/reauthenticate/" in answer.url, address
    assert Authenticator.objects.filter(user=amina).count() == 1


def test_an_officer_with_recovery_codes_only_shows_one_before_anything_opens(amina):
    """Codes that a head handed out: allauth asks nobody for them at sign-in."""
    codes = RecoveryCodes.activate(amina).generate_codes()
    browser = password_only(amina)
    asked = browser.get("/cases/")
    assert asked.url.startswith("/accounts/reauthenticate/")

    assert browser.post(asked.url, {"proof": "00000000", "next": "/cases/"}).status_code == 403
    assert browser.get("/cases/").status_code == 302
    assert browser.post(asked.url, {"proof": codes[0], "next": "/cases/"}).url == "/cases/"
    assert browser.get("/cases/").status_code == 200
    again = password_only(amina)
    assert again.post(asked.url, {"proof": codes[0], "next": "/cases/"}).status_code == 403


def test_a_code_is_good_for_one_proof_only(wanjiku, signed_in):
    seed = generate_totp_secret()
    TOTP.activate(wanjiku, seed)
    code = code_of(seed)
    one, two = signed_in(wanjiku, proof=None), signed_in(wanjiku, proof=None)
    assert one.post("/accounts/reauthenticate/", {"proof": code}).status_code == 302

    overheard = two.post("/accounts/reauthenticate/", {"proof": code})
    assert overheard.status_code == 403 and "used already" in overheard.text


def test_outside_the_demo_the_password_is_no_proof(adler, amina, signed_in):
    """Also of nobody who somehow has no factor any more."""
    from tests.attacks.test_unlocked_desk import sent

    browser = signed_in(adler, proof=301)
    address = f"/officers/{amina.pk}/disable"
    adler.set_password(world.PASSWORD)
    adler.save(update_fields=["password"])
    answer = sent(signed_in(adler, proof=301), address, {"reason": "x", "proof": world.PASSWORD})

    assert browser.get("/").status_code == 302
    assert answer.status_code in (200, 403)
    amina.refresh_from_db()
    assert amina.is_active
