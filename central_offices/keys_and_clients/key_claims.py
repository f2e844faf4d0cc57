"""Claims that a key was in other hands before it was revoked: they need two persons.

Whoever names the moment alone could take back what the office signed before. So the moment waits,
and what was receipted before the revocation goes on counting, until another administrator of the
General Secretariat confirms it (docs/decisions/0007).
"""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from central_offices import roles
from central_offices.keys_and_clients import keys
from central_offices.models import OfficeKey, Officer
from central_offices.two_persons import counting
from kernel import acting
from kernel.errors import NotPermitted, WrongState
from ledger import events


def confirm(key: OfficeKey, *, by: Officer) -> None:
    """From the claimed moment on nothing that the key signed counts; every office is told."""
    with acting.acting_as(by):
        row = _demanded(key, by)
        row.compromised_from, row.claimed_from, row.claimed_by = row.claimed_from, None, None
        row.save(update_fields=keys.REVOKED)
        told = {"kid": row.kid, "compromised_from": keys.as_text(row.compromised_from)}
        _record("confirm_moment", row, by, told)
        keys.tell(row)
    key.refresh_from_db()


def decline(key: OfficeKey, *, by: Officer, reason: str) -> None:
    """The key stays revoked; what was receipted before its revocation goes on counting."""
    with acting.acting_as(by):
        row = _demanded(key, by)
        told = {"kid": row.kid, "claimed_from": keys.as_text(row.claimed_from)}
        row.claimed_from = row.claimed_by = None
        row.save(update_fields=keys.REVOKED)
        _record("decline_moment", row, by, told, {"reason": reason})
    key.refresh_from_db()


def to_decide(officer: Officer) -> Iterator[OfficeKey]:
    """The moments that wait for this officer: an administrator, other than who named them."""
    if not officer.administers:
        return
    rows = OfficeKey.objects.exclude(claimed_from=None).exclude(claimed_by=officer.pk)
    yield from rows.select_related("office", "claimed_by").order_by("revoked_at")


def _demanded(key: OfficeKey, by: Officer) -> Any:
    roles.demand_administrator(by)
    counting.demand(by, "administer")
    row = keys.locked(key)
    if row.claimed_from is None:
        raise WrongState(_("No earlier moment waits for confirmation."))
    if by.pk == row.claimed_by_id:
        raise NotPermitted(_("Another administrator confirms the moment that you named."))
    return row


def _record(
    verb: str,
    row: OfficeKey,
    by: Officer,
    told: dict[str, Any],
    detail: dict[str, Any] | None = None,
) -> None:
    data = {"office": row.office.code, **told}
    events.record(f"office_key.{verb}", by=by, subject=row, data=data, detail=detail, step=True)
