"""Read settings from the environment, and refuse nonsense in a sentence."""

import ipaddress
import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    """The content of the file that NAME_FILE names, or the variable NAME where it holds nothing."""
    path = os.environ.get(f"{name}_FILE")
    if path:
        try:
            said = Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(
                f"{name}_FILE: cannot read {path}: {error.strerror}."
            ) from error
        if said:
            return said
    return os.environ.get(name, default)


def token(name: str) -> str:
    """A secret that another machine brings in a header; empty, or too long to be guessed."""
    value = text(name)
    if value and (len(value) < 32 or not value.isascii() or " " in value):
        raise ImproperlyConfigured(
            f"{name} is short or cannot stand in a header: set 32 random characters or more."
        )
    return value


def flag(name: str, default: bool = False) -> bool:
    value = text(name, "1" if default else "0").lower()
    if value not in {"0", "1", "true", "false", "yes", "no", ""}:
        raise ImproperlyConfigured(f"{name} is {value!r}: set it to 1 or 0.")
    return value in {"1", "true", "yes"}


def number(name: str, default: int, low: int, high: int) -> int:
    value = text(name) or str(default)
    if not value.isdecimal() or not low <= int(value) <= high:
        raise ImproperlyConfigured(f"{name} is {value!r}: set a whole number from {low} to {high}.")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def contacts(name: str, *, demo: bool = False) -> list[str]:
    """Ways of reaching somebody, each an e-mail address, a page or a telephone as an address of
    its own: mailto:, https: or tel: (RFC 9116, section 2.5.3).
    """
    found = words(name, "mailto:security@iisa.example" if demo else "")
    for one in found:
        if not re.fullmatch(r"(mailto:[^\s@]+@[^\s@]+|https://[^\s/]+\S*|tel:\+?[\d-]+)", one):
            raise ImproperlyConfigured(
                f"{name} is {one!r}: set addresses such as mailto:security@iisa.example."
            )
    return found


def database(url: str, name: str) -> dict[str, Any]:
    """A Django database entry from postgresql://user:password@host:port/name?options."""
    parts = _parts(url, "postgres", "postgresql")
    if parts is None or not parts.path.strip("/"):
        raise ImproperlyConfigured(
            f"{name} must look like postgresql://user:password@host:5432/name."
        )
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", unquote(parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "OPTIONS": query,
    }


def address(name: str, default: str, *schemes: str) -> str:
    """The address of a server in the variable NAME, without a slash at its end."""
    value = text(name) or default
    parts = _parts(value, *schemes)
    if parts is None or not parts.hostname:
        raise ImproperlyConfigured(
            f"{name} is {value!r}: set an address such as {schemes[-1]}://iisa.example."
        )
    return value.rstrip("/")


Network = ipaddress.IPv4Network | ipaddress.IPv6Network
OFFICE = re.compile(r"([A-Z0-9]{2,8})?")
ENDPOINT = re.compile(r"(?:\[(?P<six>[^\]]+)\]|(?P<four>[^:]+)):(?P<port>\d{1,5})")


def endpoints(name: str, *, bare: bool) -> list[tuple[str, Network, int | None]]:
    """Office, network and port from KEN=10.2.0.0/16,PRT=[fd00::1]:9001; None for any port.

    Where `bare` ones may be, a network without an office is for every office, "".
    """
    found = [_endpoint(word, name) for word in words(name)]
    for office, network, _port in found:
        if not office and not bare:
            raise ImproperlyConfigured(
                f"{name} opens {network} to the webhooks of every office: write for which office "
                f"it is, such as KEN={network}. Without an office it is for the demo only (DEMO=1)."
            )
    return found


def _endpoint(word: str, name: str) -> tuple[str, Network, int | None]:
    office, _equals, where = word.rpartition("=")
    found = ENDPOINT.fullmatch(where)
    host = (found["six"] or found["four"]) if found else where
    port = int(found["port"]) if found else None
    try:
        if port is not None and not 1 <= port <= 65535 or not OFFICE.fullmatch(office):
            raise ValueError
        return office, ipaddress.ip_network(host), port
    except ValueError as error:
        raise ImproperlyConfigured(
            f"{name} names {word!r}: write for each office its networks and addresses with a port, "
            "such as KEN=10.2.0.0/16,PRT=192.168.7.4:9443."
        ) from error


def mail(url: str) -> tuple[str, int, str, str, bool]:
    """Host, port, user, password and whether to use TLS, from smtp(s)://user:password@host:port."""
    parts = _parts(url, "smtp", "smtps")
    if parts is None or not parts.hostname:
        raise ImproperlyConfigured("EMAIL_URL must look like smtp://user:password@host:587.")
    secure = parts.scheme == "smtps"
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return parts.hostname, parts.port or (587 if secure else 25), user, password, secure


def _parts(url: str, *schemes: str) -> SplitResult | None:
    """The parts of an address of one of these schemes, or None for what is no address."""
    try:
        parts = urlsplit(url)
        return parts if parts.scheme in schemes and parts.port != 0 else None
    except ValueError:  # a port that is no number, a bracket that is not closed
        return None
