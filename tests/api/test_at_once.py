"""Fifty callers at the same moment, on a real server: one effect."""

from collections import Counter

from central_offices.models import CentralOffice
from exchange.models import Request
from ledger.models import Event, Message
from tests import systems
from tests.api.callers import at_once, token_of
from tests.exchange.test_api import WORDS

MANY = 50


def register(code: str):
    return systems.register(CentralOffice.objects.get(code=code))


def test_fifty_posts_with_one_key_are_one_request_and_fifty_equal_answers(
    committed, live_server_url
):
    token = token_of(register("BRA"), live_server_url)
    key = {"Idempotency-Key": "our-file-4711"}

    answers = at_once(
        MANY, "POST", f"{live_server_url}/api/v1/requests/", token, json=WORDS, headers=key
    )

    assert Counter(answer.status_code for answer in answers) == {201: MANY}
    assert all(answer.json() == answers[0].json() for answer in answers)
    same = {(answer.headers["Location"], answer.headers["ETag"]) for answer in answers}
    assert len(same) == 1
    assert Counter("Idempotent-Replayed" in answer.headers for answer in answers)[True] == MANY - 1
    assert Request.objects.get().status == "SENT"
    assert Message.objects.count() == 1
    assert Event.objects.filter(verb="request.draft").count() == 1


def test_fifty_changes_with_one_tag_are_one_change(committed, live_server_url):
    token = token_of(register("BRA"), live_server_url)
    address = f"{live_server_url}/api/v1/requests/"
    made = at_once(1, "POST", address, token, json=WORDS | {"send": False})[0]
    url = address + made.json()["id"] + "/"
    tag = {"If-Match": at_once(1, "GET", url, token)[0].headers["ETag"]}

    answers = at_once(MANY, "PATCH", url, token, json={"title": "New"}, headers=tag)

    assert Counter(answer.status_code for answer in answers) == {200: 1, 412: MANY - 1}
    assert Request.objects.get().version == made.json()["version"] + 1
    assert Event.objects.filter(verb="request.revise").count() == 1


def test_fifty_acknowledgements_with_one_key_are_one(committed, live_server_url):
    from tests.exchange.conftest import cast, deliver_all, sent

    token = token_of(register("BRA"), live_server_url)
    request = sent(cast("amina"), "BRA")
    deliver_all()
    url = f"{live_server_url}/api/v1/requests/{request.pk}/acknowledge/"

    answers = at_once(MANY, "POST", url, token, headers={"Idempotency-Key": "acknowledge-1"})

    assert Counter(answer.status_code for answer in answers) == {200: MANY}
    assert all(answer.json() == answers[0].json() for answer in answers)
    assert Event.objects.filter(verb="requestrecipient.acknowledge").count() == 1
