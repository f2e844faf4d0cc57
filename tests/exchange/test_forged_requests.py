"""Forged calls: each is refused with 401 or 403, and leaves one Event and nothing else."""

import json

import pytest

from central_offices.models import SignedCall
from exchange.models import Request
from ledger.models import Event, EventDetail, Message
from tests.exchange import forged_tokens as forged_tokens
from tests.exchange.forgeries import FORGERIES, WORDS
from tests.signatures import System

pytestmark = pytest.mark.django_db


@pytest.fixture
def us(db):
    return System("BRA")


@pytest.fixture
def them(db):
    return System("PRT")


class Ledger:
    """The rows there before a call, and those that it added."""

    def __init__(self) -> None:
        self.known = set(Event.objects.values_list("pk", flat=True))

    def added(self) -> list[Event]:
        return list(Event.objects.exclude(pk__in=self.known).order_by("pk"))


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forged_call_is_refused_written_down_once_and_does_nothing(name, us, them):
    ledger = Ledger()

    reply = FORGERIES[name](us, them)

    assert reply.status_code in (401, 403), reply.content
    assert reply["Content-Type"] == "application/problem+json"
    refused = [event for event in ledger.added() if event.denied]
    assert [event.verb for event in refused] == ["api_client.refused"]
    assert refused[0].data["why"]
    assert not Request.objects.exists()
    assert not Message.objects.filter(type__startswith="request.").exists()
    assert SignedCall.objects.count() == (refused[0].data["why"] == "replay")
    nothing_is_repeated(us, reply, refused)


def nothing_is_repeated(us: System, reply, refused) -> None:
    """Neither the answer nor the ledger repeats what came in a header."""
    told = reply.content.decode() + json.dumps([event.data for event in refused])
    told += json.dumps(list(EventDetail.objects.values_list("body", flat=True)))
    token = us.caller._credentials["HTTP_AUTHORIZATION"].removeprefix("Bearer ")
    assert token not in told and us.key.as_dict(private=True)["d"] not in told


def test_there_are_more_than_thirty_of_them():
    assert len(FORGERIES) > 60


def test_a_good_call_is_accepted_so_that_the_others_are_refused_for_what_is_forged(us, them):
    assert us.post("/api/v1/requests/", WORDS).status_code == 201


def test_a_wrong_clock_is_told_the_time_here(us, them):
    reply = FORGERIES["the clock six minutes behind"](us, them)

    assert reply.json()["type"] == "/api/v1/problems/clock_skew"
    assert "Here it is 20" in reply.json()["detail"]


def test_a_client_that_may_not_take_a_step_is_written_down_as_well(us, them):
    ledger = Ledger()
    reply = us.caller.get("/api/v1/cases/")

    assert reply.status_code == 403
    (event,) = ledger.added()
    assert (event.verb, event.data) == ("api_client.refused", {"why": "permission_denied"})
