"""API clients, the offices' own systems: let in, changed, renewed and revoked by administrators.

An API client is an OAuth2 application bound one-to-one to a system officer of the office. It holds
the role SYSTEM and no other: it files, sends, acknowledges and answers; it never releases,
reviews, approves or publishes (docs/laws.md T1).
"""

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from oauth2_provider.models import get_application_model

from central_offices import roles
from central_offices.access import limits
from central_offices.accounts import sessions
from central_offices.models import ApiClient, CentralOffice, Classification, Officer, Role
from kernel import acting
from kernel.errors import NotReady, WrongState
from kernel.ids import new_id
from ledger import events

USED_EVERY = timedelta(minutes=1)
SCOPES = ("cases", "requests", "notices", "reference")
# Nobody is given it unless an administrator means it: a machine then decides for the office what
# others may do with its data.
DECIDES = "consents:decide"


def create(
    office: CentralOffice,
    *,
    by: Officer,
    name: str,
    clearance: int,
    scopes: Iterable[str],
    purposes: Iterable[str],
    default_purpose: str,
    ip_allow: Iterable[str] = (),
) -> tuple[ApiClient, str]:
    """A new client of the office; returns it with its secret, which is kept hashed only."""
    secret = secrets.token_urlsafe(32)
    with acting.acting_as(by):
        roles.demand_administrator(by)
        client = ApiClient(
            name=name,
            scopes=sorted(scopes),
            purposes=sorted(purposes),
            default_purpose=default_purpose,
            ip_allow=list(ip_allow),
        )
        _demand_sound(client)
        client.officer = _system_officer(office, name, clearance)
        client.application = get_application_model().objects.create(
            name=f"{office.code} {name}",
            client_type="confidential",
            authorization_grant_type="client-credentials",
            client_secret=secret,
        )
        client.save(force_insert=True)
        client.officer.grants.create(office=office, role=Role.SYSTEM, granted_by=by)
        client.officer.refresh_rights()
        told = {"office": office.code, "scopes": client.scopes, "purposes": client.purposes}
        events.record("api_client.create", by=by, subject=client, data=told, step=True)
    return client, secret


def change(
    client: ApiClient,
    *,
    by: Officer,
    scopes: Iterable[str],
    purposes: Iterable[str],
    default_purpose: str,
    ip_allow: Iterable[str],
) -> None:
    """Change what the client may do; what is taken away ends at once, also for living tokens."""
    told = {"scopes": sorted(scopes), "purposes": sorted(purposes)}
    with _changing(client, "change", by=by, data=told) as locked:
        locked.scopes, locked.purposes = told["scopes"], told["purposes"]
        locked.default_purpose, locked.ip_allow = default_purpose, list(ip_allow)
        _demand_sound(locked)


def rotate_secret(client: ApiClient, *, by: Officer) -> str:
    """A new secret; the old one and every token made with it are void at once."""
    secret = secrets.token_urlsafe(32)
    with _changing(client, "rotate_secret", by=by) as locked:
        locked.application.client_secret = secret
        locked.application.save()
        sessions.end_tokens(locked.officer)
    return secret


def revoke(client: ApiClient, *, by: Officer, reason: str) -> None:
    """End the client for good: its tokens die, its officer is disabled, what it did stays."""
    with _changing(client, "revoke", by=by, detail={"reason": reason}) as locked:
        locked.revoked_at = timezone.now()
        officer = locked.officer
        officer.is_active, officer.disabled_reason = False, reason
        officer.save(update_fields=["is_active", "disabled_reason"])
        sessions.end_tokens(officer)
        officer.refresh_rights()


def is_usable(client: ApiClient) -> bool:
    """Not revoked, not disabled, and of an office that has not left."""
    left = client.officer.office.left_on
    gone = left is not None and left <= timezone.now().date()
    return client.revoked_at is None and client.officer.is_active and not gone


def cleared(offices: set[int]) -> dict[int, int]:
    """By office the highest clearance among its systems that take messages; without any RESTRICTED:
    a webhook that its head has set up needs no client.
    """
    rows = ApiClient.objects.filter(
        revoked_at=None,
        scopes__contains=["requests"],
        officer__is_active=True,
        officer__office__in=offices,
    )
    found = rows.values_list("officer__office").annotate(Max("officer__clearance"))
    return dict.fromkeys(offices, int(Classification.RESTRICTED)) | dict(found.order_by())


def holds(officer: Officer, scope: str) -> bool:
    """Whether the system behind the officer was registered with the scope."""
    client = ApiClient.objects.filter(officer=officer).only("scopes").first()
    return client is not None and scope in client.scopes


def used(client: ApiClient) -> None:
    """Note that the client called; at most once a minute."""
    now = timezone.now()
    if client.last_used_at is None or now - client.last_used_at > USED_EVERY:
        ApiClient.objects.filter(pk=client.pk).update(last_used_at=now)


def throttled(caller: Any, quota: limits.Quota, address: str) -> None:
    """Write down that a caller made more calls than it may; once in a window."""
    officer = caller if caller.is_authenticated else None
    with acting.acting_as(officer or acting.PUBLIC):
        events.record(
            "api.throttled",
            by=officer,
            denied=True,
            chain="" if officer else events.PUBLIC,
            data={"policy": quota.policy},
            detail={"ip": address},
        )


@contextmanager
def _changing(client: ApiClient, verb: str, *, by: Officer, **told: Any) -> Iterator[ApiClient]:
    with acting.acting_as(by):
        roles.demand_administrator(by)
        rows = ApiClient.objects.select_for_update(of=("self",))
        locked = rows.select_related("application", "officer__office").get(pk=client.pk)
        if locked.revoked_at:
            raise WrongState(_("This client was revoked. Create a new one."))
        yield locked
        locked.save()
        events.record(f"api_client.{verb}", by=by, subject=locked, step=True, **told)
    client.refresh_from_db()


def _demand_sound(client: ApiClient) -> None:
    if not client.scopes or not set(client.scopes) <= {*SCOPES, DECIDES}:
        raise NotReady(_("Choose what the client may use: at least one scope."))
    if client.default_purpose not in client.purposes:
        raise NotReady(_("The usual purpose must be one of those that the client may name."))


def _system_officer(office: CentralOffice, name: str, clearance: int) -> Officer:
    officer = Officer(
        email=f"{new_id().hex}@api.{office.code.lower()}.iisa.invalid",
        name=name,
        kind=Officer.Kind.SYSTEM,
        office=office,
        clearance=clearance,
    )
    officer.set_unusable_password()
    officer.full_clean()
    officer.save(force_insert=True)
    return officer
