"""The keys of offices: made, renewed, registered, revoked, published, and lent to sign with.

Every office, the Secretariat among them, has a key that this system holds; with it are signed the
messages that people write in the browser. An office's own system may sign with a key of its own:
of that one we only know the public part.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from joserfc.jwk import OKPKey

from central_offices.keys_and_clients import public_keys
from central_offices.models import CentralOffice, OfficeKey, Officer
from central_offices.two_persons.lifecycle import manages
from kernel import acting, rotation, sealing
from kernel.errors import NotPermitted, NotReady, Refusal, WrongState
from ledger import events
from ledger.delivery import outbox
from ledger.signatures.jws import ALGORITHM
from ledger.signatures.signing import Pen, PublicPart

LIFETIME = timedelta(days=730)
OVERLAP = timedelta(hours=1)  # a worker that has just borrowed the old key may still sign
Holder, Reason = OfficeKey.Holder, OfficeKey.Reason


may_manage = manages


class KeyUnusable(Refusal):
    """The row of a key holds another private key than its own."""

    status = 503
    code = "unavailable"


def lend(offices: set[int]) -> dict[int, Pen]:
    """The pens of offices by primary key; a first key is made where there is none."""
    pens = _pens({"office__in": offices})
    for pk in sorted(offices - set(pens)):
        _make_first(pk)
    return pens if offices <= set(pens) else _pens({"office__in": offices})


def lend_agency() -> Pen:
    """The pen of the Secretariat, with which the storing of messages is receipted."""
    if pens := _pens({"office__kind": CentralOffice.Kind.SECRETARIAT}):
        return next(iter(pens.values()))
    agency = CentralOffice.objects.secretariat()
    return lend({agency.pk})[agency.pk]


def agency_keys() -> dict[str, dict[str, Any]]:
    """The public parts of all keys that this system ever held for the Secretariat, by `kid`."""
    rows = OfficeKey.objects.filter(
        office__kind=CentralOffice.Kind.SECRETARIAT, held_by=Holder.SYSTEM
    )
    return dict(rows.values_list("kid", "public_jwk"))


def public_parts(kids: set[str]) -> dict[str, PublicPart]:
    """The keys with these names; one held here only if the private part in its row is its own."""
    rows = OfficeKey.objects.filter(kid__in=kids).select_related("office")
    return {
        row.kid: PublicPart(row.office.code, row.held_by, row.public_jwk)
        for row in rows
        if row.held_by == Holder.OFFICE or _is_whole(row)
    }


def _is_whole(row: OfficeKey) -> bool:
    try:
        return bool(_private(row, bytes(row.sealed_private or b"")))
    except KeyUnusable:
        return False


def seed() -> None:
    """Give a key to every office that can send, unless it has had one."""
    rows = CentralOffice.objects.filter(destination__isnull=False, keys=None)
    now = now_in_database()
    OfficeKey.objects.bulk_create(_new(row, now, by=None) for row in rows.order_by("pk"))


def renew(office: CentralOffice, *, by: Officer) -> OfficeKey:
    """A new key that this system holds; the old one ends within the hour, what it signed stays."""
    with acting.acting_as(by):
        _demand_manager(by, office)
        _lock(office.pk)
        now = now_in_database()
        old = OfficeKey.objects.in_force().filter(office=office, held_by=Holder.SYSTEM)
        old.filter(not_after__gt=now + OVERLAP).update(not_after=now + OVERLAP)
        return keep(_new(office, now, by=by), "office_key.create", by=by)


def revoke(
    key: OfficeKey, *, by: Officer, reason: str, note: str = "", since: datetime | None = None
) -> None:
    """End a key now, and tell every office that takes part, in the urgent lane.

    What it signed before goes on counting; if somebody else may have had it, only what a receipt
    of the Secretariat shows to be older. An earlier moment, `since`, counts once the Secretariat
    confirms it (key_claims): with it an office could take back what it wrote.
    """
    with acting.acting_as(by):
        row = locked(key)
        _demand_manager(by, row.office)
        if row.revoked_at:
            raise WrongState(_("This key was revoked already."))
        row.revoked_at, row.revoked_reason = row.at, Reason(reason).value
        if reason == Reason.COMPROMISED:
            row.compromised_from = row.revoked_at
        if since is not None:
            _demand_moment(row, since)
            row.claimed_from, row.claimed_by = since, by
        row.save(update_fields=REVOKED)
        told = {"office": row.office.code, "kid": row.kid, "reason": row.revoked_reason}
        told |= {"claimed_from": as_text(since)} if since else {}
        detail = {"note": note} if note else None
        events.record("office_key.revoke", by=by, subject=row, data=told, detail=detail, step=True)
        tell(row)
    key.refresh_from_db()


REVOKED = ["revoked_at", "revoked_reason", "compromised_from", "claimed_from", "claimed_by"]


def _demand_moment(row: OfficeKey, since: datetime) -> None:
    why = ""
    if row.revoked_reason != Reason.COMPROMISED:
        why = _("A moment is named only where somebody else may have the key.")
    elif row.revoked_at and since >= row.revoked_at:
        why = _("Name a moment in the past, or leave it empty: then it counts from now.")
    if why:
        raise NotReady(why, [("since", why)])


def locked(key: OfficeKey) -> Any:
    """The row under its lock, with the database's time in `at`."""
    rows = OfficeKey.objects.select_for_update(of=("self",)).select_related("office")
    return rows.annotate(at=Now()).get(pk=key.pk)


def tell(row: OfficeKey) -> None:
    """Every office hears what counts of what the key signed."""
    outbox.post(
        "office.key.revoked",
        thread=row.pk,
        sender=CentralOffice.objects.secretariat(),
        to=CentralOffice.objects.reachable(),
        data={
            "office": row.office.code,
            "kid": row.kid,
            "reason": row.revoked_reason,
            "held_by": row.held_by,
            "revoked_at": as_text(row.revoked_at),
            "compromised_from": as_text(row.compromised_from),
        },
        urgent=True,
    )


def of_own_system(office: CentralOffice) -> Any:
    """The keys of the office's own system that count now: while there is one, calls are signed."""
    return OfficeKey.objects.in_force().filter(office=office, held_by=Holder.OFFICE)


def jwks(rows: Iterable[OfficeKey]) -> dict[str, list[dict[str, Any]]]:
    """Public keys as a JWK Set (RFC 7517), each with its validity and revocation."""
    return {"keys": [_as_jwk(row) for row in rows]}


def as_text(at: datetime | None) -> str | None:
    return at.isoformat().replace("+00:00", "Z") if at else None


def _as_jwk(row: OfficeKey) -> dict[str, Any]:
    return {
        **row.public_jwk,
        "kid": row.kid,
        "alg": ALGORITHM,
        "use": "sig",
        "office": row.office.code,
        "held_by": row.held_by,
        "not_before": as_text(row.not_before),
        "not_after": as_text(row.not_after),
        "revoked_at": as_text(row.revoked_at),
        "revoked_reason": row.revoked_reason or None,
        "compromised_from": as_text(row.compromised_from),
    }


def _pens(of: dict[str, Any]) -> dict[int, Pen]:
    """The newest of each office's keys, read on the database's clock."""
    held = OfficeKey.objects.in_force().filter(held_by=Holder.SYSTEM, **of)
    rows = held.select_related("office").annotate(at=Now()).order_by("not_before", "created_at")
    return {
        row.office_id: Pen(row.office.code, row.kid, _private(row, bytes(sealed)), row.at)
        for row in rows
        if (sealed := row.sealed_private)
    }


def _private(row: OfficeKey, sealed: bytes) -> OKPKey:
    """The private key of a row. Raises KeyUnusable, and tells the operator, if it is of another."""
    try:
        key = _opened(row.pk, sealed)
    except (sealing.NotOurs, ValueError):
        key = None
    if key is not None and key.as_dict(private=False)["x"] == row.public_jwk.get("x"):
        return key
    logging.getLogger("agency").critical(
        "The private key %s of %s is not the one of its row: somebody changed the table, or "
        "FILE_KEY is another. Nothing is signed with it.",
        *(row.kid, row.office.code),
    )
    raise KeyUnusable(
        _(
            "The key with which this system signs for %(office)s cannot be used, so nothing was "
            "sent. The operator has been told; renew the key on the page of the office."
        )
        % {"office": row.office}
    )


@lru_cache(maxsize=1024)
def _opened(pk: Any, sealed: bytes) -> OKPKey:
    """The private key, in the memory of this process only."""
    raw = sealing.unseal(sealed, _place(pk))
    return OKPKey.import_key(Ed25519PrivateKey.from_private_bytes(raw))


def rotate() -> int:
    """Seal the private keys held here anew after FILE_KEY was changed; how many there were."""
    held = OfficeKey.objects.exclude(sealed_private=None)
    return rotation.column(held.all, "sealed_private", lambda row: _place(row.pk))


def _place(pk: Any) -> str:
    return f"central_offices_officekey.sealed_private.{pk}"


def _make_first(pk: int) -> None:
    """A key for an office without one; two at once make one."""
    _lock(pk)
    if not OfficeKey.objects.in_force().filter(office=pk, held_by=Holder.SYSTEM).exists():
        made = _new(CentralOffice.objects.get(pk=pk), now_in_database(), by=None)
        keep(made, "office_key.create", by=None)


def _new(office: CentralOffice, now: datetime, *, by: Officer | None) -> OfficeKey:
    private = Ed25519PrivateKey.generate()
    jwk = dict(OKPKey.import_key(private).as_dict(private=False))
    key = OfficeKey(office=office, kid=public_keys.kid(jwk), public_jwk=jwk, held_by=Holder.SYSTEM)
    key.sealed_private = sealing.seal(private.private_bytes_raw(), _place(key.pk))
    key.not_before, key.not_after, key.created_by = now, now + LIFETIME, by
    return key


def keep(key: OfficeKey, verb: str, *, by: Officer | None) -> OfficeKey:
    """Save a new key, with its event."""
    key.full_clean(validate_unique=False)
    key.save(force_insert=True)
    told = {"office": key.office.code, "kid": key.kid, "held_by": key.held_by}
    chain = "" if by else events.SYSTEM
    events.record(verb, by=by, subject=key, data=told, chain=chain, step=True)
    return key


def _demand_manager(by: Officer, office: CentralOffice) -> None:
    if not may_manage(by, office):
        raise NotPermitted(_("Keys are for heads of office and administrators to manage."))


def _lock(office: int) -> None:
    """Wait for whoever makes a key of the same office, until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('office key'), %s)", [office])


def now_in_database() -> datetime:
    """The database's time in whole seconds, as the times in signatures are."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT date_trunc('second', clock_timestamp())")
        now: datetime = cursor.fetchone()[0]
        return now
