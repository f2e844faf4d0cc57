"""What an installation outside the demo does not start with: each refused in a sentence."""

import math
import zlib
from collections import Counter
from ipaddress import IPv4Network, IPv6Network
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

CHARACTERS = 50  # of a secret, at least
BITS = 128  # of randomness that its characters can hold, at least
TOKEN_BITS = 100  # the same of a token that another machine brings
LEAST_PORT = 1024  # of a service of this machine that an office may stand behind
# IPv6 that leads to IPv4, and so past what is said of IPv4 (RFC 4291, 6052, 8215, 3056).
_WAYS = ("::/96", "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16")
OF_IPV4 = [IPv6Network(net) for net in _WAYS]
NOWHERE = IPv4Network("0.0.0.0/8")
OWNERS = {"iisa_owner", "postgres"}  # who may do everything in the database
WIDEST = {4: 16, 6: 48}  # the shortest prefix of a network that webhooks may reach


def weak_secrets(**secrets: str) -> None:
    """Raises ImproperlyConfigured for a secret that is short, guessable, or used twice."""
    for name, value in secrets.items():
        if why := _weakness(value):
            raise ImproperlyConfigured(
                f"{name} {why}: set a random value of {CHARACTERS} characters or more, "
                "such as `openssl rand -base64 48` gives."
            )
    for first, second in _pairs(list(secrets)):
        if secrets[first] in secrets[second] or secrets[second] in secrets[first]:
            raise ImproperlyConfigured(
                f"{first} and {second} are the same: set a random value of its own for each."
            )


def weak_fallbacks(**secrets: list[str]) -> None:
    """Raises ImproperlyConfigured for an earlier secret, still taken, that can be guessed."""
    for name, values in secrets.items():
        if any(_weakness(value) for value in values):
            raise ImproperlyConfigured(
                f"{name} has a value that can be guessed: whoever guesses it is taken for us. Take "
                "it out."
            )


def weak_token(name: str, value: str) -> None:
    """Raises ImproperlyConfigured for a token whose characters repeat; none is well."""
    if value and _bits(value) < TOKEN_BITS:
        raise ImproperlyConfigured(f"{name} repeats itself: set 32 random characters or more.")


def other_host(address: str, hosts: list[str]) -> None:
    """Raises ImproperlyConfigured where our own address would not be answered."""
    host = (urlsplit(address).hostname or "").lower()
    if host not in {one.lower().strip("[]") for one in hosts}:
        raise ImproperlyConfigured(
            f"PUBLIC_URL names {host}, and ALLOWED_HOSTS does not: name it there too."
        )


def owner_of_the_database(given: dict[str, Any], owner: Any) -> None:
    """Raises ImproperlyConfigured where the application would be the owner of its tables."""
    user = given["USER"]
    if user and user in OWNERS | ({owner["USER"]} if owner else set()):
        raise ImproperlyConfigured(
            f"DATABASE_URL signs in as {user}, who owns the tables or more: write the role of "
            "the application there, iisa_app, and the owner in DATABASE_OWNER_URL."
        )


def any_host(hosts: list[str]) -> None:
    """Raises ImproperlyConfigured where a name that somebody makes up would be taken for ours."""
    for host in hosts:
        if "*" in host or host.startswith("."):
            raise ImproperlyConfigured(
                f"ALLOWED_HOSTS has {host!r}: name each host that people will type."
            )


def open_networks(endpoints: list[tuple[str, IPv4Network | IPv6Network, int | None]]) -> None:
    """Raises ImproperlyConfigured for a range that is not one office's own."""
    for office, network, port in endpoints:
        if network.prefixlen < WIDEST[network.version]:
            raise ImproperlyConfigured(
                f"OUTBOUND_ALLOW opens {network} to {office}: write the office's own network, "
                f"/{WIDEST[network.version]} or smaller."
            )
        if isinstance(network, IPv6Network) and any(network.subnet_of(of) for of in OF_IPV4):
            raise ImproperlyConfigured(
                f"OUTBOUND_ALLOW opens {network} to {office}: write the network of IPv4 that it "
                "stands for."
            )
        named = port and port >= LEAST_PORT and network.num_addresses == 1
        own = network.is_loopback and not named
        nowhere = isinstance(network, IPv4Network) and network.subnet_of(NOWHERE)
        if own or nowhere or network.is_link_local or network.is_multicast:
            raise ImproperlyConfigured(
                f"OUTBOUND_ALLOW opens {network} to {office}: that is this machine or its "
                "network's own services, and no office's."
            )


def open_broker(url: str) -> None:
    """Raises ImproperlyConfigured for a Redis that everybody who reaches it may command."""
    if not urlsplit(url).password:
        raise ImproperlyConfigured(
            "REDIS_URL has no password: set one in Redis or Valkey (requirepass), and write "
            "redis://:PASSWORD@host:6379/0."
        )


def _weakness(value: str) -> str:
    if not value:
        return "is missing"
    if len(value) < CHARACTERS:
        return "is short"
    lowered = value.lower()
    if any(word in lowered for word in ("change", "secret", "password", "insecure", "demo-only")):
        return "is a default"
    runs = sum(abs(ord(a) - ord(b)) <= 1 for a, b in zip(value, value[1:], strict=False))
    if _bits(value) < BITS or runs > len(value) / 2 or len(zlib.compress(value.encode())) < 40:
        return "repeats itself"
    return ""


def _bits(value: str) -> float:
    """The bits that its characters tell at most, by how often each stands in it (Shannon)."""
    shares = [times / len(value) for times in Counter(value).values()]
    return -sum(share * math.log2(share) for share in shares) * len(value)


def _pairs(names: list[str]) -> list[tuple[str, str]]:
    return [(one, other) for place, one in enumerate(names) for other in names[place + 1 :]]
