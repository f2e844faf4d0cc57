"""Who sends a body too large for a stranger: asked of the database before more of it is read.

A cookie or a token by itself says nothing; an unknown, ended or expired one is a stranger's.
"""

import logging
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from importlib import import_module

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.db import DatabaseError, InterfaceError, close_old_connections

from central_offices.api import tokens
from central_offices.keys_and_clients import clients


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
    try:
        found = SimpleCookie(headers.get("COOKIE", "")).get(settings.SESSION_COOKIE_NAME)
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
