"""An outsider tries wrong passwords to keep an officer from signing in, or to guess."""

import re
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.utils import timezone

from central_offices.sign_in import devices, lockout
from ledger.models import Event
from tests import world

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def _quick_passwords(settings, amina, otieno):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.PROXY_COUNT = 1
    settings.ACCOUNT_RATE_LIMITS = False
    for officer in (amina, otieno):
        officer.set_password(world.PASSWORD)
        officer.save(update_fields=["password"])


def attempt(email, password="wrong password", browser=None, ip="198.51.100.7"):
    given = {"login": email, "password": password}
    return (browser or Client()).post(LOGIN, given, headers={"X-Forwarded-For": ip})


def at_the_usual_desk(officer) -> Client:
    """A browser in which the officer has signed in before, and out again."""
    browser = Client()
    assert attempt(officer.email, world.PASSWORD, browser, ip="192.0.2.10").status_code == 302
    browser.post("/accounts/logout/")
    return browser


def minutes_later(minutes):
    then = timezone.now() - timedelta(minutes=minutes)
    AccessAttempt.objects.update(attempt_time=then)


def test_forty_wrong_passwords_from_everywhere_do_not_stop_the_usual_desk(amina):
    desk = at_the_usual_desk(amina)
    for n in range(40):
        attempt(amina.email, ip=f"198.51.{n % 100}.{n % 250 + 1}")

    assert attempt(amina.email, world.PASSWORD, desk, ip="192.0.2.10").status_code == 302


def test_wrong_passwords_from_the_officers_own_network_do_not_stop_the_usual_desk(amina):
    desk = at_the_usual_desk(amina)
    for _ in range(12):
        attempt(amina.email, ip="192.0.2.10")

    assert attempt(amina.email, world.PASSWORD, ip="192.0.2.10").status_code == 429
    assert attempt(amina.email, world.PASSWORD, desk, ip="192.0.2.10").status_code == 302


def test_elsewhere_the_officer_waits_a_minute_at_most(amina):
    for _ in range(15):
        attempt(amina.email)
    waiting = attempt(amina.email, world.PASSWORD)

    assert waiting.status_code == 429 and 0 < int(waiting.headers["Retry-After"]) <= 60
    assert attempt(amina.email, world.PASSWORD, ip="203.0.113.9").status_code == 302
    minutes_later(2)
    assert attempt(amina.email, world.PASSWORD).status_code == 302


def test_an_attempt_that_was_not_let_through_prolongs_nothing(amina):
    for _ in range(10):
        attempt(amina.email)
    was = AccessAttempt.objects.get(username=amina.email)
    for _ in range(5):
        assert attempt(amina.email).status_code == 429
    now = AccessAttempt.objects.get(username=amina.email)

    assert (was.failures_since_start, was.attempt_time) == (10, now.attempt_time)


def test_guessing_goes_on_at_one_a_minute_only(amina):
    for _ in range(10):
        attempt(amina.email)
    for _ in range(4):
        minutes_later(2)
        assert attempt(amina.email).status_code == 429, "this one was looked at, and told to wait"
        assert attempt(amina.email).status_code == 429
    assert AccessAttempt.objects.get(username=amina.email).failures_since_start == 14


def test_of_guesses_that_each_come_from_another_network_twenty_are_looked_at(amina):
    desk = at_the_usual_desk(amina)
    codes = [attempt(amina.email, ip=f"198.51.100.{n + 1}").status_code for n in range(25)]

    assert codes == [200] * 19 + [429] * 6, "the twentieth is looked at, and told to wait"
    assert attempt(amina.email, world.PASSWORD, desk, ip="192.0.2.10").status_code == 302


def test_guessing_from_many_networks_is_slowed_for_all_together(amina):
    for n in range(lockout.FAILURES_FROM_ANYWHERE):
        attempt(amina.email, ip=f"198.51.100.{n + 1}")

    assert attempt(amina.email, world.PASSWORD, ip="203.0.113.50").status_code == 429
    minutes_later(2)
    assert attempt(amina.email, world.PASSWORD, ip="203.0.113.50").status_code == 302


def test_other_accounts_are_not_touched(amina, otieno):
    for _ in range(15):
        attempt(amina.email)
    assert attempt(otieno.email, world.PASSWORD).status_code == 302


def test_the_usual_desk_itself_is_locked_after_ten_and_it_alone(amina):
    """Whoever found the laptop does not guess on; the officer signs in elsewhere."""
    desk = at_the_usual_desk(amina)
    for _ in range(10):
        attempt(amina.email, browser=desk)

    assert attempt(amina.email, world.PASSWORD, desk).status_code == 429
    assert attempt(amina.email, world.PASSWORD, ip="203.0.113.9").status_code == 302
    minutes_later(10)
    assert attempt(amina.email, world.PASSWORD, desk).status_code == 429
    minutes_later(16)
    assert attempt(amina.email, world.PASSWORD, desk).status_code == 302


def test_a_desk_that_two_officers_share_is_known_as_both_of_theirs(amina, otieno):
    desk = at_the_usual_desk(amina)
    attempt(otieno.email, world.PASSWORD, desk)
    desk.post("/accounts/logout/")
    for _ in range(12):
        attempt(amina.email, ip="192.0.2.10")
        attempt(otieno.email, ip="192.0.2.10")

    for officer in (amina, otieno):
        found = attempt(officer.email, world.PASSWORD, desk, ip="192.0.2.10")
        assert found.status_code == 302
        desk.post("/accounts/logout/")


def test_a_cookie_of_ones_own_making_is_no_known_desk(amina, otieno):
    theirs = at_the_usual_desk(otieno).cookies[devices.cookie_name()].value
    for value in (theirs, theirs[:-1], theirs.swapcase(), "x", "", "a:b:c", theirs * 20):
        browser = Client()
        browser.cookies[devices.cookie_name()] = value
        for _ in range(10):
            attempt(amina.email, browser=browser)
        assert attempt(amina.email, world.PASSWORD, browser).status_code == 429, value
        lockout.forget(amina.email)


def test_the_cookie_of_a_desk_says_nobodys_name_and_opens_nothing(amina):
    desk = at_the_usual_desk(amina)
    cookie = desk.cookies[devices.cookie_name()]

    assert cookie["httponly"] and cookie["samesite"] == "Lax"
    assert amina.email not in cookie.value and "amina" not in cookie.value
    assert desk.get("/").status_code == 302


def test_a_wrong_password_alone_makes_no_desk_known(amina):
    browser = Client()
    attempt(amina.email, browser=browser)
    assert devices.cookie_name() not in browser.cookies


def test_capitals_and_spaces_do_not_go_round_it(amina):
    for n in range(10):
        attempt([amina.email.upper(), f" {amina.email} ", amina.email][n % 3])
    assert attempt(amina.email, world.PASSWORD).status_code == 429


def test_neither_what_was_typed_nor_how_often_fills_the_database(amina):
    for n in range(30):
        browser = Client(headers={"User-Agent": f"Agent {n}"})
        attempt(amina.email, f"secret-guess-{n}", browser)

    row = AccessAttempt.objects.get(username=amina.email)
    assert (row.post_data, row.get_data) == ("", "")
    assert Event.objects.filter(verb="officer.sign_in_failed").count() == 10
    assert Event.objects.filter(verb="officer.locked_out").count() == 1


def test_the_page_of_who_waits_is_the_same_for_an_unknown_address(amina):
    def told(email):
        for _ in range(11):
            answer = attempt(email)
        return re.sub(r"csrf.*?>|nonce.*?>|[\w.]+@office.test", "", answer.text)

    assert told(amina.email) == told("nobody@office.test")
