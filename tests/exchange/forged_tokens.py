"""Calls that are signed well and come with a token that does not open the door."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from oauth2_provider.models import get_access_token_model

from central_offices.accounts import sessions
from central_offices.models import ApiClient, CentralOffice, Officer
from tests.exchange.forgeries import by_hand, forgery, plain, send
from tests.plumbing.by_the_owner import by_the_owner
from tests.signatures import System, token


@forgery("our signature with the token of another office")
def _their_token(us: System, them: System) -> Any:
    return send(them, by_hand(plain(us), us.key))


@forgery("our token with the signature of another office")
def _their_signature(us: System, them: System) -> Any:
    return send(us, by_hand(plain(them), them.key))


@forgery("a token without the scope")
def _scope(us: System, them: System) -> Any:
    text = token(us.client, "reference")
    us.caller.credentials(HTTP_AUTHORIZATION=f"Bearer {text}")
    return send(us, by_hand(plain(us), us.key))


@forgery("a token that has run out")
def _token_expired(us: System, them: System) -> Any:
    get_access_token_model().objects.update(expires=timezone.now() - timedelta(seconds=1))
    return send(us, by_hand(plain(us), us.key))


@forgery("a token that was taken back")
def _token_revoked(us: System, them: System) -> Any:
    sessions.end_tokens(us.client.officer)
    return send(us, by_hand(plain(us), us.key))


@forgery("a made-up token")
def _token_made_up(us: System, them: System) -> Any:
    us.caller.credentials(HTTP_AUTHORIZATION="Bearer 0123456789abcdef")
    return send(us, by_hand(plain(us), us.key))


@forgery("a client that was disabled")
def _disabled(us: System, them: System) -> Any:
    Officer.objects.filter(pk=us.client.officer_id).update(is_active=False)
    return send(us, by_hand(plain(us), us.key))


@forgery("a client that was revoked")
def _client_revoked(us: System, them: System) -> Any:
    ApiClient.objects.filter(pk=us.client.pk).update(revoked_at=timezone.now())
    return send(us, by_hand(plain(us), us.key))


@forgery("an office that has left")
def _left(us: System, them: System) -> Any:
    with by_the_owner():
        CentralOffice.objects.filter(pk=us.office.pk).update(left_on=timezone.now().date())
    return send(us, by_hand(plain(us), us.key))


@forgery("an address that the client may not call from")
def _address(us: System, them: System) -> Any:
    ApiClient.objects.filter(pk=us.client.pk).update(ip_allow=["192.0.2.0/24"])
    return send(us, by_hand(plain(us), us.key))
