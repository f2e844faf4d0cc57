"""Somebody has a copy of the database: nothing in it opens a session or makes a code."""

import json
import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client

from central_offices.sign_in import second_factors
from central_offices.sign_in.session_store import SessionStore
from kernel import sealing

pytestmark = pytest.mark.django_db
COOKIE = settings.SESSION_COOKIE_NAME


def dumped() -> str:
    """Every value of every row of the tables that sign-in uses, as a dump shows them."""
    tables = ["django_session", "usersessions_usersession", "mfa_authenticator"]
    tables += ["central_offices_officer", "central_offices_remembered", "axes_accessattempt"]
    found = []
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT to_jsonb({table})::text FROM {table}")
            found += [row[0] for row in cursor.fetchall()]
    return "\n".join(found)


def with_cookie(value: str) -> Client:
    browser = Client()
    browser.cookies[COOKIE] = value
    return browser


def test_no_word_of_the_dump_works_as_a_cookie(amina, signed_in):
    browser = signed_in(amina)
    assert browser.get("/").status_code == 200
    key = browser.cookies[COOKIE].value

    stolen = dumped()

    assert key not in stolen
    words = set(re.findall(r"[\w:-]{16,}", stolen))
    assert len(words) > 3
    for word in words:
        assert with_cookie(word).get("/").status_code == 302, word
    assert browser.get("/").status_code == 200


def test_a_row_copied_to_a_name_of_the_thiefs_own_opens_nothing(amina, signed_in):
    """A thief who also writes to the database knows a key for his name, but no FILE_KEY."""
    browser = signed_in(amina)
    browser.get("/")
    theirs = SessionStore()
    theirs.create()
    row = Session.objects.get(session_key=browser.session.name)
    Session.objects.filter(session_key=theirs.name).update(session_data=row.session_data)

    assert with_cookie(theirs.session_key).get("/").status_code == 302


def test_a_session_written_in_clear_opens_nothing(amina, signed_in):
    browser = signed_in(amina)
    content = dict(browser.session.items())
    theirs = SessionStore()
    theirs.create()
    for forged in (json.dumps(content), theirs.encode(content), ""):
        Session.objects.filter(session_key=theirs.name).update(session_data=forged)
        assert with_cookie(theirs.session_key).get("/").status_code == 302


def test_the_seed_that_an_officer_is_setting_up_is_not_in_the_dump(amina, signed_in):
    browser = signed_in(amina)
    session = browser.session
    session["mfa.totp.secret"] = seed = generate_totp_secret()
    session.save()

    assert seed not in dumped()
    assert browser.session["mfa.totp.secret"] == seed


def test_seeds_and_recovery_codes_are_not_in_the_dump(amina):
    seed = generate_totp_secret()
    TOTP.activate(amina, seed)
    codes = RecoveryCodes.activate(amina)

    stolen = dumped()

    secrets = [seed, second_factors.unseal(codes.instance.data["seed"]), *codes.generate_codes()]
    assert len(secrets) == 12
    for secret in secrets:
        assert secret not in stolen


def test_a_seed_planted_in_clear_is_no_factor(amina):
    """A thief who writes one row but has no key would otherwise choose the officer's seed."""
    row = TOTP.activate(amina, generate_totp_secret()).instance
    row.data["secret"] = generate_totp_secret()
    row.save()

    with pytest.raises(ValidationError):
        Authenticator.objects.get(pk=row.pk).wrap().validate_code("000000")


def test_the_list_of_sessions_names_none_that_can_be_used(amina, signed_in):
    browser = signed_in(amina)
    browser.get("/")
    page = browser.get("/accounts/sessions/").text

    assert browser.cookies[COOKIE].value not in page
    assert UserSession.objects.get(user=amina).session_key == browser.session.name


def test_after_a_change_of_the_key_the_old_one_opens_nothing_and_nobody_is_signed_out(
    amina, signed_in, settings
):
    """The key was stolen too: it is changed, and everything sealed is brought under the new one."""
    browser = signed_in(amina)
    browser.get("/")
    seed = generate_totp_secret()
    TOTP.activate(amina, seed)
    old = settings.FILE_KEY
    settings.FILE_KEY, settings.FILE_KEY_FALLBACKS = "n" * 60, [old]
    done = {name: rotation() for name, rotation in sealing.rotations().items()}
    assert done["sessions"] == 1 and done["seeds of second factors"] == 1

    settings.FILE_KEY_FALLBACKS = []
    assert browser.get("/").status_code == 200
    kept = Authenticator.objects.get(user=amina).data["secret"]
    assert second_factors.unseal(kept) == seed
    settings.FILE_KEY = old
    assert browser.get("/").status_code == 302
    with pytest.raises(sealing.NotOurs):
        second_factors.unseal(kept)
