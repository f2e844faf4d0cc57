"""The token endpoint's rules: which client may have a token, from where, and with which scopes."""

import hashlib
import logging
from datetime import UTC
from typing import Any

from oauth2_provider.models import get_access_token_model
from oauth2_provider.oauth2_validators import OAuth2Validator
from oauth2_provider.scopes import SettingsScopes

from central_offices.access import addresses
from central_offices.keys_and_clients import clients
from central_offices.models import ApiClient
from central_offices.sign_in import who_acts
from kernel import acting, sealing
from ledger import events

log = logging.getLogger("central_offices.tokens")


class Validator(OAuth2Validator):
    """Client credentials only; revoked, disabled or from a strange address is refused alike."""

    def _authenticate_request_body(self, request: Any) -> bool:
        """Credentials come by HTTP Basic only, never in a body that logs may keep."""
        return False

    def _extract_basic_auth(self, request: Any) -> str | None:
        """The pair of client and secret; the scheme in any case (RFC 9110 §11.1)."""
        text = request.headers.get("HTTP_AUTHORIZATION") or ""
        scheme, _blank, pair = text.partition(" ")
        return pair if scheme.lower() == "basic" and pair else None

    def authenticate_client(self, request: Any, *args: Any, **kwargs: Any) -> bool:
        known = super().authenticate_client(request, *args, **kwargs)
        client = _client_of(request.client)
        address = addresses.seen(request.headers)
        sound = client and clients.is_usable(client) and addresses.allowed(address, client.ip_allow)
        if not (known and sound):
            refused(client, "credentials", address)
            return False
        return True

    def save_bearer_token(self, token: Any, request: Any, *args: Any, **kwargs: Any) -> None:
        super().save_bearer_token(token, request, *args, **kwargs)
        client = _client_of(request.client)
        assert client, "authenticate_client lets in known clients only."
        mark(get_access_token_model().objects.get(token_checksum=_digest(token["access_token"])))
        with acting.acting_as(client.officer):
            scopes = token["scope"].split()
            events.record(
                "api_client.token", by=client.officer, subject=client, data={"scopes": scopes}
            )


class ClientScopes(SettingsScopes):
    """A client is given the scopes that it was registered with, and no other."""

    def get_available_scopes(
        self, application: Any = None, request: Any = None, *args: Any, **kwargs: Any
    ) -> list[str]:
        client = _client_of(application)
        return list(client.scopes) if client else []

    def get_default_scopes(
        self, application: Any = None, request: Any = None, *args: Any, **kwargs: Any
    ) -> list[str]:
        return self.get_available_scopes(application)


def of_header(text: str) -> str | None:
    """The token in an Authorization header; None where another scheme, or nothing, stands there.

    Schemes are compared without regard to case (RFC 9110 §11.1).
    """
    scheme, _blank, token = text.strip().partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def find(text: str) -> Any:
    """The living access token behind the text, or None; tokens are stored hashed.

    A row that this system did not give out counts for nothing: whoever writes into the table knows
    no key, and a digest of a word of his own is none of ours.
    """
    rows = get_access_token_model().objects.select_related("application__api_client")
    token = rows.filter(token_checksum=_digest(text)).first()
    if token and not sealing.is_marked(token.token, *_given(token)):
        log.error("An access token of the client %s was not given out here.", token.application_id)
        return None
    client = _client_of(token.application) if token and token.is_valid() else None
    officer = who_acts.read(client.officer_id) if client else None
    if client is None or officer is None:
        return None
    client.officer = officer
    return token


def mark(row: Any) -> None:
    """Note in a token's row, whose text is kept nowhere, that it was given out so."""
    row.token = sealing.mark(*_given(row))
    type(row).objects.filter(pk=row.pk).update(token=row.token)


def _given(row: Any) -> tuple[list[Any], str]:
    """The content of a token's mark, and the place of its row."""
    ends = row.expires.astimezone(UTC).isoformat()
    return [row.token_checksum, row.application_id, row.scope, ends], "oauth2_provider.token"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def refused(client: ApiClient | None, why: str, address: str) -> None:
    """Write down that a client was turned away, in its office's chain when we know it."""
    chain = client.officer.office.code if client else events.PUBLIC
    with acting.acting_as(client.officer if client else acting.PUBLIC):
        events.record(
            "api_client.refused",
            by=None,
            subject=client,
            chain=chain,
            denied=True,
            data={"why": why},
            detail={"ip": address},
        )


def _client_of(application: Any) -> ApiClient | None:
    return getattr(application, "api_client", None) if application else None
