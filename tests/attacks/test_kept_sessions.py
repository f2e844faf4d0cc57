"""Somebody copied an officer's cookie, and hopes that it lasts."""

import time

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from central_offices.accounts import staff
from central_offices.models import Officer
from ledger.models import Event
from tests import persons

pytestmark = pytest.mark.django_db
COOKIE = settings.SESSION_COOKIE_NAME


def copied(browser: Client) -> Client:
    """Another machine with the same cookie."""
    other = Client()
    other.cookies[COOKIE] = browser.cookies[COOKIE].value
    return other


def later(browser: Client, seconds: int, *names: str) -> None:
    """Let the session have begun, or been used, so much earlier."""
    session = browser.session
    for name in names:
        session[name] -= seconds
    session.save()


def test_a_session_in_use_all_day_ends_after_twelve_hours(amina, signed_in):
    browser = signed_in(amina)
    assert browser.get("/").status_code == 200
    later(browser, 12 * 3600 + 1, "began")

    assert browser.get("/").status_code == 302
    assert Event.objects.get(verb="officer.sign_out").data == {"by": "life"}


def test_using_it_does_not_prolong_it(amina, signed_in):
    browser = signed_in(amina)
    browser.get("/")
    began = browser.session["began"]
    later(browser, 600, "seen")
    browser.get("/")

    assert browser.session["began"] == began


def test_a_session_without_a_beginning_is_over(amina, signed_in):
    browser = signed_in(amina)
    session = browser.session
    del session["began"]
    session.save()

    assert browser.get("/").status_code == 302


@pytest.mark.parametrize("change", ["give_role", "change_clearance"])
def test_the_copy_is_worthless_once_the_officer_has_other_rights(amina, adler, signed_in, change):
    browser = signed_in(amina)
    browser.get("/")
    stolen = copied(browser)
    if change == "give_role":
        persons.give_role(amina, "ANALYST", by=adler)
    else:
        staff.lower_clearance(amina, 1, by=adler, reason="Less to see")

    assert browser.get("/").status_code == 200
    assert browser.cookies[COOKIE].value != stolen.cookies[COOKIE].value
    Session.objects.filter(expire_date__lt=in_a_minute()).delete()
    assert stolen.get("/").status_code == 302
    assert browser.get("/").status_code == 200


def in_a_minute():
    return timezone.now() + timezone.timedelta(minutes=1)


def test_what_was_under_way_when_the_key_changed_is_answered_and_prolongs_nothing(
    amina, adler, signed_in
):
    browser = signed_in(amina)
    browser.get("/")
    other = copied(browser)
    persons.give_role(amina, "ANALYST", by=adler)
    browser.get("/")

    later(other, 600, "seen")
    assert other.get("/").status_code == 200
    ends = Session.objects.filter(expire_date__lt=in_a_minute())
    assert ends.exists(), "the old key lives for seconds, however it is used"


def test_an_unknown_cookie_does_not_sign_the_browser_out(amina, signed_in):
    """A call that was late brings the old key: its answer must not take the new one away."""
    browser = signed_in(amina)
    answer = Client(headers={"Cookie": f"{COOKIE}=oldkeyoldkeyoldkeyoldkeyoldkey12"}).get("/")

    assert answer.status_code == 302 and COOKIE not in answer.cookies
    assert browser.get("/").status_code == 200


def test_all_other_sessions_end_with_a_new_password(amina, signed_in):
    from tests import world

    one, two = signed_in(amina), signed_in(amina)
    two.get("/")
    session = one.session
    method = {"method": "password", "at": time.time(), "reauthenticated": True}
    session["account_authentication_methods"] = [method]
    session.save()
    new = "quiet-harbour-lantern-77"
    given = {"oldpassword": world.PASSWORD, "password1": new, "password2": new}
    assert one.post("/accounts/password/change/", given).status_code == 302

    assert one.get("/").status_code == 200
    assert two.get("/").status_code == 302
    assert len(one.get("/accounts/sessions/").context["sessions"]) == 1
    assert Event.objects.filter(verb="officer.change_password", actor=amina).count() == 1


@pytest.mark.parametrize("number", ["9" * 5000, "٣" * 5, str(2**63), "-1", "1.5", "x"])
def test_a_number_that_no_session_has_is_answered_quietly(amina, signed_in, number):
    browser = signed_in(amina)
    assert browser.post("/accounts/sessions/", {"session": number}).status_code == 302
    assert browser.get("/").status_code == 200
    assert Officer.objects.filter(pk=amina.pk, is_active=True).exists()
