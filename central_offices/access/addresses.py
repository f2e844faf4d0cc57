"""From which network address a request comes, and whether a list allows it."""

from collections.abc import Iterable, Mapping
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _


def address_of(request: HttpRequest) -> str:
    """The caller's address."""
    return seen(request.META)


def seen(meta: Mapping[str, str]) -> str:
    """The caller's address. Behind PROXY_COUNT proxies: what the outermost of them saw.

    Proxies append to X-Forwarded-For, so whatever the caller wrote there stands further left.
    """
    direct = meta.get("REMOTE_ADDR") or "127.0.0.1"
    if not settings.PROXY_COUNT:
        return direct
    hops = [hop.strip() for hop in (meta.get("HTTP_X_FORWARDED_FOR") or "").split(",")]
    given = hops[-settings.PROXY_COUNT] if len(hops) >= settings.PROXY_COUNT else direct
    return given if _is_address(given) else direct


def network(address: str) -> str:
    """The network that counts as one: an IPv4 address, or the /64 of IPv6 that a line is given."""
    caller = ip_address(address)
    if caller.version == 4:
        return str(caller)
    if caller.ipv4_mapped:
        return str(caller.ipv4_mapped)
    return str(ip_network((caller.packed[:8] + bytes(8), 64)))


def allowed(address: str, networks: Iterable[str]) -> bool:
    """Whether the address is in one of the networks; an empty list allows every address."""
    networks, caller = list(networks), ip_address(address)
    # A socket for both families shows 192.0.2.1 as ::ffff:192.0.2.1.
    caller = getattr(caller, "ipv4_mapped", None) or caller
    return not networks or any(caller in ip_network(row) for row in networks)


def lies_within(network: str, others: Iterable[str]) -> bool:
    """Whether every address of the network is in one of the others."""
    inner = ip_network(network)
    outer = [ip_network(row) for row in others]
    same = [row for row in outer if row.version == inner.version]
    return any(inner.subnet_of(row) for row in same)  # type: ignore[arg-type]  # of one version


def parse_networks(text: str) -> list[str]:
    """Addresses and networks from words; raises ValidationError that names the first bad one."""
    return [_network(word) for word in text.replace(",", " ").split()]


def _network(word: str) -> str:
    try:
        return str(ip_network(word))
    except ValueError as error:
        raise ValidationError(
            _("%(word)s is not an address or network. Write it like 192.0.2.0/24.") % {"word": word}
        ) from error


def _is_address(text: str) -> bool:
    try:
        return bool(ip_address(text))
    except ValueError:
        return False
