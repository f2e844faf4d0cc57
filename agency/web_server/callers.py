"""Who calls: which turn they have, and, of bodies too large for a stranger, whether they are known.

That is asked of the database before more is read. A cookie or a token by itself says nothing; an
unknown, ended or expired one is a stranger's.
"""

import logging
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.db import DatabaseError, InterfaceError, close_old_connections

from agency.web_server.reading import Refused
from agency.web_server.turns import Kind, Turn
from central_offices.access import addresses
from central_offices.access import limits as rates
from central_offices.api import tokens
from central_offices.keys_and_clients import clients
from central_offices.sign_in import devices


def network_of(headers: Mapping[str, str], direct: str) -> str:
    """The network that counts as one caller; `direct` is the other end of the connection."""
    meta = {"REMOTE_ADDR": direct, "HTTP_X_FORWARDED_FOR": headers.get("X_FORWARDED_FOR", "")}
    return addresses.network(addresses.seen(meta))


def turn_of(request: Any, direct: str) -> Turn:
    """The turn of a request that is there whole; the database is not asked."""
    network, path = network_of(request.headers, direct), _path(request)
    if request.command.upper() != "POST":
        return Turn(network)
    if path.startswith("/oauth/"):
        return Turn(network, Kind.TOKEN)
    if not path.startswith("/accounts/"):
        return Turn(network)
    device = devices.of_cookie(_cookie(request.headers, devices.cookie_name()))
    return Turn(device, Kind.KNOWN_SIGN_IN) if device else Turn(network, Kind.SIGN_IN)


def over_the_limit(request: Any, direct: str) -> Refused | None:
    """The refusal of one more call from an address that was over its limit a moment ago.

    Nobody is refused so who says that they are signed in, or came in before: they have limits of
    their own, for which they must be known.
    """
    if not rates.some_are_over():
        return None
    seconds = rates.seconds_over(_path(request), network_of(request.headers, direct))
    if not seconds or claims(request.headers) or _cookie(request.headers, devices.cookie_name()):
        return None
    sentence = f"Too many calls: wait {seconds} seconds."
    return Refused(429, "Too Many Requests", sentence, ("Retry-After", str(seconds)))


def _path(request: Any) -> str:
    return "/" + str(request.path).lstrip("/")


def claims(headers: Mapping[str, str]) -> bool:
    """Whether a request (its fields named as in CGI, without HTTP_) says that it is somebody's."""
    return bool(_token(headers) or _session_key(headers))


def is_known(headers: Mapping[str, str]) -> bool:
    """Whether it is. A database that does not answer knows nobody."""
    close_old_connections()
    try:
        return _has_token(_token(headers)) or _has_session(_session_key(headers))
    except (DatabaseError, InterfaceError):
        logging.getLogger("agency").warning("Nobody could be asked who sends a large body.")
        return False
    finally:
        close_old_connections()


def _token(headers: Mapping[str, str]) -> str:
    return tokens.of_header(headers.get("AUTHORIZATION", "")) or ""


def _session_key(headers: Mapping[str, str]) -> str:
    return _cookie(headers, settings.SESSION_COOKIE_NAME)


def _cookie(headers: Mapping[str, str], name: str) -> str:
    try:
        found = SimpleCookie(headers.get("COOKIE", "")).get(name)
    except CookieError:
        return ""
    return found.value if found else ""


def _has_token(text: str) -> bool:
    token = tokens.find(text) if text else None
    return token is not None and clients.is_usable(token.application.api_client)


def _has_session(key: str) -> bool:
    if not key:
        return False
    return SESSION_KEY in import_module(settings.SESSION_ENGINE).SessionStore(key).load()
