"""Who calls too often waits; a Redis that is dead, silent or wiped keeps nobody out."""

import logging
import socket

import pytest
import redis
from django.test import Client

from central_offices.access import addresses, limits
from central_offices.models import ApiClient
from ledger.models import Event
from tests.central_offices.systems import ask, calling, token

pytestmark = pytest.mark.django_db
OFFICES = "/api/v1/offices/?limit=1"


@pytest.fixture(autouse=True)
def counted(settings):
    """Small quotas, nothing counted yet, and no Redis that failed before."""
    settings.API_RATE_CLIENT, settings.API_RATE_OFFICER, settings.API_RATE_ADDRESS = 3, 4, 5
    redis.from_url(settings.REDIS_URL).flushdb()
    limits._server.cache_clear()
    limits._resume_at = 0.0
    limits._own.clear()
    yield
    limits._server.cache_clear()
    limits._resume_at = 0.0


@pytest.fixture
def alerts(monkeypatch):
    """The errors that operators are told of."""
    told: list[str] = []
    log = logging.getLogger("agency")
    monkeypatch.setattr(log, "error", lambda sentence, **more: told.append(sentence))
    return told


def test_every_answer_says_how_many_calls_are_left(system):
    caller = calling(token(system))

    answers = [caller.get(OFFICES) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200] * 3
    assert {answer["RateLimit-Policy"] for answer in answers} == {'"client";q=3;w=60'}
    left = [answer["RateLimit"].rsplit(";", 1)[0] for answer in answers]
    assert left == ['"client";r=2', '"client";r=1', '"client";r=0']


def test_one_call_too_many_is_429_says_how_long_to_wait_and_is_written_down_once(system):
    caller = calling(token(system))

    refused = [caller.get(OFFICES) for _ in range(6)][3:]

    assert {answer.status_code for answer in refused} == {429}
    assert refused[0]["Content-Type"] == "application/problem+json"
    assert refused[0].json()["code"] == "throttled"
    assert 1 <= int(refused[0]["Retry-After"]) <= 60
    event = Event.objects.get(verb="api.throttled")
    assert (event.chain, event.denied, event.data) == ("KEN", True, {"policy": '"client";q=3;w=60'})


def test_clients_officers_and_addresses_have_quotas_of_their_own(system, amina, otieno, over_api):
    client, first, second = calling(token(system)), over_api(amina), over_api(otieno)
    for caller, most in ((client, 3), (first, 4), (second, 4)):
        codes = [caller.get(OFFICES).status_code for _ in range(most + 1)]
        assert codes == [200] * most + [429]
    # The token above was one of the five.
    codes = [Client().get(OFFICES).status_code for _ in range(5)]
    assert codes == [401] * 4 + [429]


def test_guessing_a_secret_is_counted_per_address(system):
    client, _ = system
    codes = [ask(client.application.client_id, "wrong").status_code for _ in range(6)]
    assert codes == [401] * 5 + [429]


def test_an_address_that_the_caller_wrote_itself_is_no_new_caller(settings):
    settings.PROXY_COUNT = 1
    codes = [
        Client().get(OFFICES, headers={"X-Forwarded-For": f"198.51.100.{n}, 192.0.2.1"}).status_code
        for n in range(6)
    ]
    assert codes == [401] * 5 + [429]


def test_a_wiped_redis_begins_anew(system, settings):
    caller = calling(token(system))
    assert [caller.get(OFFICES).status_code for _ in range(4)][-1] == 429

    redis.from_url(settings.REDIS_URL).flushdb()

    assert caller.get(OFFICES).status_code == 200


@pytest.fixture
def black_hole():
    """A Redis that takes the connection and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"redis://127.0.0.1:{server.getsockname()[1]}/0"


@pytest.mark.parametrize("how", ["dead", "silent"])
def test_without_redis_each_process_counts_by_itself_and_operators_are_told_once(
    how, system, settings, alerts, black_hole
):
    caller = calling(token(system))
    settings.REDIS_URL = black_hole if how == "silent" else "redis://127.0.0.1:1/0"
    limits._server.cache_clear()

    codes = [caller.get(OFFICES).status_code for _ in range(10)]

    assert codes == [200] * 3 + [429] * 7
    assert alerts == ["Redis does not answer: each process counts calls by itself."]


def test_redis_is_tried_again_after_a_pause(system, settings, alerts):
    caller, good = calling(token(system)), settings.REDIS_URL
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    limits._server.cache_clear()
    caller.get(OFFICES)
    settings.REDIS_URL = good
    limits._server.cache_clear()
    assert ";r=1;" in caller.get(OFFICES)["RateLimit"], "still counted here"

    limits._resume_at = 0.0

    assert ";r=2;" in caller.get(OFFICES)["RateLimit"], "the first that Redis hears of"


@pytest.mark.parametrize(
    ("address", "networks", "enters"),
    [
        ("192.0.2.7", ["192.0.2.0/24"], True),
        ("192.0.3.7", ["192.0.2.0/24"], False),
        ("::ffff:192.0.2.7", ["192.0.2.0/24"], True),
        ("2001:db8:1::7", ["192.0.2.0/24", "2001:db8:1::/48"], True),
        ("2001:db8:2::7", ["2001:db8:1::/48"], False),
        ("192.0.2.7", ["2001:db8:1::/48"], False),
        ("192.0.2.7", [], True),
    ],
)
def test_a_client_calls_from_its_networks_only(address, networks, enters, system):
    assert addresses.allowed(address, networks) is enters
    text = token(system)
    ApiClient.objects.update(ip_allow=networks)

    answer = calling(text).get(OFFICES, REMOTE_ADDR=address)

    assert answer.status_code == (200 if enters else 401)


def test_behind_a_proxy_the_hop_that_the_proxy_saw_counts(system, settings):
    caller = calling(token(system))
    ApiClient.objects.update(ip_allow=["192.0.2.0/24"])
    settings.PROXY_COUNT = 1

    def enters(hops: str) -> bool:
        answer = caller.get(OFFICES, REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=hops)
        return answer.status_code == 200

    assert enters("192.0.2.9") and enters("203.0.113.5, 192.0.2.9")
    assert not enters("192.0.2.9, 203.0.113.5")


def test_made_up_tokens_beyond_the_limit_fill_no_ledger(db):
    caller = calling("made-up")

    answers = [caller.get(OFFICES).status_code for _ in range(20)]

    assert answers == [401] * 5 + [429] * 15
    assert Event.objects.filter(verb="api_client.refused").count() == 5
    assert Event.objects.filter(verb="api.throttled").count() == 1


def test_whoever_has_a_whole_64_of_ipv6_is_one_caller(client):
    found = [
        client.get(OFFICES, REMOTE_ADDR=f"2001:db8:1:2:{n:x}::{n:x}").status_code for n in range(7)
    ]
    assert found == [401] * 5 + [429] * 2
    assert client.get(OFFICES, REMOTE_ADDR="2001:db8:1:3::1").status_code == 401


@pytest.mark.parametrize(
    "address, network",
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::1", "::/64"),
    ],
)
def test_who_is_counted_together(address, network):
    assert addresses.network(address) == network
