"""Searching through everybody's names, trying codes and passwords, filling the ledger."""

import pytest
import redis
from django.test import Client

from central_offices.access import limits, refusals
from central_offices.models import Purpose
from ledger.models import DailyCount, Event
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def counted(settings):
    """The limits as they are outside of tests, and nothing counted yet."""
    settings.PAGE_RATE_OFFICER, settings.SEARCH_RATE_OFFICER = 60, 20
    settings.PAGE_RATE_ADDRESS, settings.VERIFY_RATE_ADDRESS = 40, 15
    settings.SIGN_IN_RATE_ADDRESS = 8
    redis.from_url(settings.REDIS_URL).flushdb()
    limits._resume_at = 0.0
    limits._own.clear()


@pytest.fixture(params=["redis", "without redis"])
def either(request, settings):
    """With Redis, and while it is away."""
    if request.param == "without redis":
        settings.REDIS_URL = "redis://127.0.0.1:1/0"
    limits._server.cache_clear()
    yield
    limits._server.cache_clear()
    limits._resume_at = 0.0


def refused_after(ask, times):
    """How many of so many calls were answered before the first 429; all that follow are 429."""
    codes = [ask(number).status_code for number in range(times)]
    assert 429 in codes, set(codes)
    first = codes.index(429)
    assert set(codes[first:]) == {429}
    return first


def test_an_officer_cannot_read_names_by_the_hundred(amina, signed_in, either):
    browser = signed_in(amina)
    browser.post("/cases/purpose", {"purpose": Purpose.INFORMATION, "next": "/cases/"})
    ways = ["/cases/?q=an{}", "/persons/?q=an{}", "/search?q=an{}", "/requests/?q=an{}"]
    ways += ["/notices/?q=an{}", "/cases/known-persons?p-as_written=an{}"]

    assert refused_after(lambda n: browser.get(ways[n % len(ways)].format(n)), 26) == 20
    answer = browser.get("/cases/?q=anna")
    assert 1 <= int(answer["Retry-After"]) <= 60
    assert b"Too many calls" in answer.content
    assert browser.get("/cases/").status_code == 200, "work goes on"


def test_the_limit_of_searches_holds_over_the_api_too(amina, over_api):
    caller = over_api(amina)
    ask = {"headers": {"X-Purpose": Purpose.INFORMATION}}

    assert refused_after(lambda n: caller.get(f"/api/v1/persons/?q=an{n}", **ask), 24) == 20


def test_an_officer_who_does_too_much_does_not_stop_another(amina, otieno, signed_in):
    browser = signed_in(amina)

    assert refused_after(lambda n: browser.get("/offices/"), 64) == 60
    assert signed_in(otieno).get("/offices/").status_code == 200
    event = Event.objects.get(verb="api.throttled", actor_id=amina.pk)
    assert (event.denied, event.data) == (True, {"policy": '"pages";q=60;w=60'})


def test_one_address_tries_few_codes_and_leaves_no_event_for_each(either):
    client, before = Client(), Event.objects.count()

    assert refused_after(lambda n: client.get(f"/verify/ABCD-EFGH-{n:04}"), 20) == 15
    assert client.get("/verify/ABCD-EFGH-0001", REMOTE_ADDR="198.51.100.7").status_code == 404
    assert Event.objects.count() - before == 1, "that there were too many, once"
    row = DailyCount.objects.get(what="paper.verify unknown")
    assert row.times == 16


def test_an_officers_question_about_a_paper_stays_an_event(amina, signed_in):
    signed_in(amina).get("/verify/ABCD-EFGH-JKMN")

    event = Event.objects.get(verb="paper.verify")
    assert (event.chain, event.actor_id, event.denied) == ("KEN", amina.pk, True)


def test_passwords_and_resets_are_tried_few_times_a_minute_from_one_address(either):
    client = Client()
    for page in ("/accounts/login/", "/accounts/password/reset/"):
        given = {"REMOTE_ADDR": f"192.0.2.{len(page)}"}

        def guess(number, page=page, given=given):
            form = {"login": f"a{number}@b.example", "email": f"a{number}@b.example"}
            return client.post(page, form | {"password": "wrong"}, **given)

        assert refused_after(guess, 12) == 8
        assert client.get(page, **given).status_code == 200


def test_a_stranger_in_the_offices_network_takes_nothing_from_its_desks(amina, settings, either):
    amina.set_password(world.PASSWORD)
    amina.save(update_fields=["password"])
    desk, stranger, login = Client(), Client(), "/accounts/login/"
    right = {"login": amina.email, "password": world.PASSWORD}
    assert desk.post(login, right).status_code == 302
    desk.post("/accounts/logout/")

    settings.SIGN_IN_RATE_ADDRESS = 35  # what is counted elsewhere would show
    for n in range(36):
        stranger.post(login, {"login": f"a{n}@b.example", "password": "wrong"})
    for _ in range(10):
        stranger.get("/public/nothing")
    assert stranger.get(login).status_code == 429

    assert desk.get(login).status_code == 200
    assert desk.post(login, right).status_code == 302
    desk.post("/accounts/logout/")
    settings.SIGN_IN_RATE_ADDRESS = 8
    wrong = {"login": "a@b.example", "password": "wrong"}
    assert refused_after(lambda n: desk.post(login, wrong), 8) < 8, "it has an end of its own"


def test_a_stranger_reads_so_many_pages_and_no_more():
    client = Client()

    assert refused_after(lambda n: client.get("/public/"), 44) == 40
    assert client.get("/livez").status_code == 200


def test_who_asks_under_a_foreign_name_is_counted_and_leaves_one_line(caplog, either):
    browser = Client(headers={"Host": "evil.example"})

    assert refused_after(lambda n: browser.get(f"/accounts/login/?{n}"), 44) == 40
    assert [row.getMessage() for row in caplog.records if "evil" in row.getMessage()] == [
        "Asked for as 'evil.example', no name of ALLOWED_HOSTS."
    ]
    assert not any(row.exc_info and "DisallowedHost" in row.name for row in caplog.records)
    api = [browser.get("/api/v1/cases/").status_code for _ in range(3)]
    assert api == [400] * 3, "it has a limit of its own"


def test_a_thousand_hostile_writes_show_and_fill_nothing(amina, pierre, signed_in):
    browser = signed_in(pierre)
    paths = [f"/cases/KEN-2026-{n:06}/note" for n in range(40)]

    codes = {browser.post(path, {"text": "x"}).status_code for path in paths}

    assert codes == {404}
    own = Event.objects.filter(actor_id=pierre.pk, denied=True)
    assert own.filter(verb="officer.refused").count() == refusals.EVENTS
    assert own.filter(verb="officer.refused_often").count() == 1
    assert DailyCount.objects.get(what="officer.refused 404").times == 40
    first = own.filter(verb="officer.refused").first()
    assert (first.chain, first.data) == (
        "PRT",
        {"status": 404, "method": "POST", "view": "cases:note"},
    )


def test_what_strangers_are_refused_is_a_row_a_day():
    strict, before = Client(enforce_csrf_checks=True), Event.objects.count()

    codes = {strict.post("/verify/", {"n": n}).status_code for n in range(10)}

    assert codes == {403}
    assert Event.objects.count() == before
    assert DailyCount.objects.get(what="stranger.refused 403").times == 10
