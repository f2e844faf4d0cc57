"""What an operator in a hurry sets: the system does not start with it."""

import base64
import secrets
from ipaddress import ip_network

import pytest
from django.core.exceptions import ImproperlyConfigured

from agency import start_refusals

GOOD = secrets.token_urlsafe(48)


def refusal(check, *given, **named):
    with pytest.raises(ImproperlyConfigured) as refused:
        check(*given, **named)
    return str(refused.value)


WEAK = [
    "s" * 64 + "123",
    "ab" * 40,
    "0123456789" * 6,
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "correct-horse-battery" * 3,
    secrets.token_urlsafe(12) * 5,
    "my-secret-key-" + secrets.token_urlsafe(48),
    "password" + secrets.token_urlsafe(48),
    "django-insecure-" + secrets.token_urlsafe(48),
    "1" * 25 + "2" * 25 + "3" * 25,
    secrets.token_urlsafe(30),
    "aB3" * 20,
    "",
]


def test_a_secret_that_can_be_guessed_is_refused_by_its_name():
    for value in WEAK:
        assert refusal(start_refusals.weak_secrets, SECRET_KEY=GOOD, FILE_KEY=value).startswith(
            "FILE_KEY "
        ), value


def test_what_generators_give_is_taken():
    for _ in range(200):
        start_refusals.weak_secrets(
            A=secrets.token_urlsafe(48),
            B=secrets.token_hex(32),
            C=base64.b64encode(secrets.token_bytes(48)).decode(),
        )


def test_one_secret_for_two_things_is_refused():
    for other in (GOOD, GOOD + "x", "x" + GOOD):
        said = refusal(start_refusals.weak_secrets, SECRET_KEY=GOOD, FILE_KEY=other)
        assert "SECRET_KEY and FILE_KEY are the same" in said


def test_a_host_that_anybody_can_make_up_is_refused():
    for hosts in (["*"], ["iisa.example", "*"], [".example"], ["*.iisa.example"]):
        assert "name each host" in refusal(start_refusals.any_host, hosts)
    start_refusals.any_host(["iisa.example", "127.0.0.1", "localhost"])


def test_webhooks_reach_no_range_that_is_not_one_offices_own():
    open_ranges = ["0.0.0.0/0", "0.0.0.0/1", "10.0.0.0/8", "172.16.0.0/12", "::/0", "fd00::/8"]
    own_services = ["127.0.0.0/16", "127.0.0.1/32", "169.254.169.254/32", "::1/128", "fe80::/64"]
    own_services += ["224.0.0.0/24"]
    for text in [*open_ranges, *own_services]:
        said = refusal(start_refusals.open_networks, [("KEN", ip_network(text), None)])
        assert said.startswith("OUTBOUND_ALLOW opens "), text
    start_refusals.open_networks([("KEN", ip_network("10.2.0.0/16"), None)])
    start_refusals.open_networks([("PRT", ip_network("192.168.7.4/32"), 9443)])
    start_refusals.open_networks([("PRT", ip_network("127.0.0.1/32"), 9443)])


def test_webhooks_reach_no_ipv4_by_way_of_ipv6():
    ways = ["::ffff:127.0.0.1/128", "::ffff:a9fe:a9fe/128", "64:ff9b::/96", "64:ff9b:1::/64"]
    ways += ["2002:7f00:1::/48", "::7f00:1/128"]
    for text in ways:
        said = refusal(start_refusals.open_networks, [("KEN", ip_network(text), 9443)])
        assert "write the network of IPv4" in said, text
    for text, port in [("0.0.0.0/32", None), ("0.0.0.0/16", None), ("127.0.0.1/32", 80)]:
        said = refusal(start_refusals.open_networks, [("KEN", ip_network(text), port)])
        assert "no office's" in said, text
    start_refusals.open_networks([("KEN", ip_network("2a00:1450::/48"), None)])


def test_an_earlier_secret_or_a_token_that_can_be_guessed_is_refused():
    for value in WEAK:
        said = refusal(start_refusals.weak_fallbacks, FILE_KEY_FALLBACKS=[GOOD, value])
        assert said.startswith("FILE_KEY_FALLBACKS "), value
    start_refusals.weak_fallbacks(A=[], B=[secrets.token_hex(32)])
    for token in ("a" * 40, "t0" * 20, "abcd" * 10):
        assert refusal(start_refusals.weak_token, "METRICS_TOKEN", token).startswith(
            "METRICS_TOKEN"
        )
    for token in ("", secrets.token_hex(16), secrets.token_urlsafe(24)):
        start_refusals.weak_token("METRICS_TOKEN", token)


def test_an_address_of_ours_that_is_not_answered_is_refused():
    for address in ("https://other.example", "https://not-iisa.example", "https://[fd00::1]"):
        assert "PUBLIC_URL names" in refusal(start_refusals.other_host, address, ["iisa.example"])
    start_refusals.other_host("https://IISA.example:8443", ["iisa.example"])
    start_refusals.other_host("https://[fd00::1]", ["[fd00::1]"])


def test_an_application_that_owns_the_database_is_refused():
    for user, owner in [("iisa_owner", ""), ("postgres", ""), ("dba", "dba")]:
        given = {"USER": user}, owner and {"USER": owner}
        assert user in refusal(start_refusals.owner_of_the_database, *given)
    start_refusals.owner_of_the_database({"USER": "iisa_app"}, {"USER": "iisa_owner"})
    start_refusals.owner_of_the_database({"USER": ""}, "")


def test_a_redis_that_everybody_commands_is_refused():
    for url in ("redis://redis:6379/0", "rediss://redis", "redis://user@redis", "redis://:@redis"):
        assert "REDIS_URL has no password" in refusal(start_refusals.open_broker, url)
    start_refusals.open_broker("redis://:a-password@redis:6379/0")
