"""API clients, the offices' own systems: let in and widened by two persons, narrowed by one.

An API client is an OAuth2 application bound one-to-one to a system officer of the office. It holds
the role SYSTEM and no other: it files, sends, acknowledges and answers; it never releases,
reviews, approves or publishes (docs/laws.md T1).
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from oauth2_provider.models import get_application_model

from central_offices.access import addresses, limits
from central_offices.accounts import sessions
from central_offices.models import ApiClient, CentralOffice, Classification, Officer, Role
from central_offices.two_persons import kinds
from central_offices.two_persons.lifecycle import heads, manages, speaks_for
from kernel import acting
from kernel.errors import NotPermitted, NotReady, WrongState
from kernel.ids import new_id
from ledger import events

USED_EVERY = timedelta(minutes=1)
SCOPES = ("cases", "requests", "notices", "reference")
# Nobody is given it unless an administrator means it: a machine then decides for the office what
# others may do with its data.
DECIDES = "consents:decide"


def register() -> None:
    """Called once, when the app is ready."""
    kinds.register("CLIENT", demand_client, open_client)
    kinds.register("CLIENT_RIGHTS", demand_more_rights, give_more_rights)


def demand_client(change: Any) -> None:
    """Raise NotReady unless the client that a change proposes is sound."""
    _demand_sound(_proposed(change))
    if not str(change.content.get("name", "")).strip():
        raise NotReady(_("Give the system a name."))


def open_client(change: Any, *, by: Officer) -> None:
    """Make the client that two persons decided on. Nobody has its secret yet: the office takes it
    (`take_secret`).
    """
    office, given = change.office, change.content
    with acting.acting_as(by):
        client = _proposed(change)
        client.change = change
        client.officer = _system_officer(office, given["name"], given["clearance"])
        client.application = get_application_model().objects.create(
            name=f"{office.code} {given['name']}",
            client_type="confidential",
            authorization_grant_type="client-credentials",
            client_secret=secrets.token_urlsafe(32),
        )
        client.save(force_insert=True)
        client.officer.grants.create(
            office=office, role=Role.SYSTEM, granted_by=change.proposed_by, change=change
        )
        client.officer.refresh_rights()
        told = {"office": office.code, "scopes": client.scopes, "purposes": client.purposes}
        told |= {"change": str(change.pk)}
        events.record("api_client.create", by=by, subject=client, data=told, step=True)


def widens(client: ApiClient, given: dict[str, Any]) -> bool:
    """Whether the client could do more than now: that needs a second person."""
    more = [set(given[name]) - set(getattr(client, name)) for name in ("scopes", "purposes")]
    now, then = client.ip_allow, given["ip_allow"]
    inside = not now or (then and all(addresses.lies_within(one, now) for one in then))
    return any(more) or not inside


def narrow(client: ApiClient, *, by: Officer, **given: Any) -> None:
    """Take rights away, at once, also for living tokens. Raises NotReady for more rights."""
    told = {"scopes": sorted(given["scopes"]), "purposes": sorted(given["purposes"])}
    with _changing(client, "change", by=by, data=told) as locked:
        if widens(locked, given):
            raise NotReady(_("More rights need a second person: propose them."))
        _give_rights(locked, given)


def demand_more_rights(change: Any) -> None:
    """Raise unless the client is in use and the rights that are proposed are sound."""
    change.client.refresh_from_db()
    if change.client.revoked_at:
        raise WrongState(_("This client was revoked. Create a new one."))
    _demand_sound(_proposed(change))


def give_more_rights(change: Any, *, by: Officer) -> None:
    """The client may do from now on what two persons decided; its rights count as new."""
    given = change.content
    told = {"scopes": given["scopes"], "purposes": given["purposes"], "change": str(change.pk)}
    with _held(change.client, "change", by=by, data=told) as locked:
        _give_rights(locked, given)
        locked.valid_from = timezone.now()


def may_take_secret(by: Officer, office: CentralOffice) -> bool:
    """A head of the office; at the Secretariat without a head its administrators."""
    if speaks_for(by, office):
        return True
    return office.is_secretariat and by.administers and not heads(office).exists()


def take_secret(client: ApiClient, *, by: Officer) -> str:
    """A new secret, for the office's head alone: with it one acts as the office.

    The old one and every token made with it are void at once. Raises NotPermitted.
    """
    secret = secrets.token_urlsafe(32)
    with _held(client, "rotate_secret", by=by) as locked:
        if not may_take_secret(by, locked.officer.office):
            raise NotPermitted(_("The secret is for the office's head to take."))
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
    return client.revoked_at is None and client.officer.is_at_work


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
    with _held(client, verb, by=by, **told) as locked:
        if not manages(by, locked.officer.office):
            raise NotPermitted(
                _("API clients are for the office's head and administrators to change.")
            )
        yield locked


@contextmanager
def _held(client: ApiClient, verb: str, *, by: Officer, **told: Any) -> Iterator[ApiClient]:
    with acting.acting_as(by):
        rows = ApiClient.objects.select_for_update(of=("self",))
        locked = rows.select_related("application", "officer__office").get(pk=client.pk)
        if locked.revoked_at:
            raise WrongState(_("This client was revoked. Create a new one."))
        yield locked
        locked.save()
        events.record(f"api_client.{verb}", by=by, subject=locked, step=True, **told)
    client.refresh_from_db()


def _proposed(change: Any) -> ApiClient:
    names = ("scopes", "purposes", "default_purpose", "ip_allow")
    given = {name: change.content[name] for name in names}
    given |= {name: sorted(given[name]) for name in ("scopes", "purposes")}
    client = ApiClient(**given)
    client.name = change.content.get("name", "")
    return client


def _give_rights(locked: ApiClient, given: dict[str, Any]) -> None:
    locked.scopes, locked.purposes = sorted(given["scopes"]), sorted(given["purposes"])
    locked.default_purpose, locked.ip_allow = given["default_purpose"], list(given["ip_allow"])
    _demand_sound(locked)


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
