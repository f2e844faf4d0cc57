"""Agreements between countries, and the authorities behind offices: kept, dated, and looked up.

Administrators keep the agreements; an office's head keeps the authorities of the own office.
Every change is an Event with what stood there before.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from central_offices import roles
from central_offices.models import (
    CentralOffice,
    CompetentAuthority,
    CooperationInstrument,
    Jurisdiction,
    Officer,
)
from kernel import acting
from kernel.errors import NotPermitted, NotReady, Stale
from ledger import events

Choices = list[tuple[str, str]]
_scopes: list[Callable[[bool], Choices]] = []


def offer_scopes(choices: Callable[[bool], Choices]) -> None:
    """Say what agreements and authorities can be about: (code, name) of the types of request.

    `choices(ended)` gives those in force, and with `ended` also those that hold no more or not yet.
    """
    _scopes.append(choices)


def scopes(*, ended: bool = False) -> Choices:
    """The types of request that were offered: code and name."""
    return [choice for choices in _scopes for choice in choices(ended)]


def may_keep(officer: Officer, office: CentralOffice) -> bool:
    """Whether the officer keeps the authorities behind this office."""
    return officer.administers or officer.may("manage_office", office)


def keep_instrument(
    row: CooperationInstrument, *, by: Officer, version: int | None, parties: Iterable[Jurisdiction]
) -> None:
    """Save a new or changed agreement. Raises NotPermitted, NotReady, Stale or ValidationError."""
    roles.demand_administrator(by)
    found = sorted(set(parties), key=lambda party: party.code)
    if len(found) < 2:
        sentence = _("Name at least two countries.")
        raise NotReady(sentence, [("parties", sentence)])
    with acting.acting_as(by):
        before = _save(row, version)
        if before:
            before["parties"] = sorted(row.parties.values_list("code", flat=True))
        row.parties.set(found)
        after = _told(row) | {"parties": [party.code for party in found]}
        _record("instrument", row, by, before, after)


def keep_authority(row: CompetentAuthority, *, by: Officer, version: int | None) -> None:
    """Save a new or changed authority. Raises NotPermitted, Stale or ValidationError."""
    if not may_keep(by, row.office):
        raise NotPermitted(_("You may not keep the authorities of this office."))
    with acting.acting_as(by):
        before = _save(row, version)
        _record("authority", row, by, before, _told(row) | {"office": row.office.code})


def covering(
    asking: CentralOffice, asked: CentralOffice, scope: str
) -> list[CooperationInstrument]:
    """The agreements in force today between two offices' countries that cover this type.

    Those of the fewest parties first: what two countries agreed goes before what all did.
    """
    rows = CooperationInstrument.objects.between(asking.jurisdiction_id, asked.jurisdiction_id)
    return list(rows.in_force().covering(scope).by_parties())


def authorities(office: CentralOffice, scope: str) -> list[CompetentAuthority]:
    """The authorities that handle such a request there today."""
    return list(CompetentAuthority.objects.filter(office=office).in_force().covering(scope))


def _save(row: Any, version: int | None) -> dict[str, Any]:
    """Insert or update under a lock; returns what stood there before, empty for a new row."""
    if row._state.adding:
        row.full_clean()
        row.save(force_insert=True)
        return {}
    locked = type(row)._base_manager.select_for_update().get(pk=row.pk)
    if version != locked.version:
        raise Stale(_("Somebody changed this while you were writing."), theirs=locked)
    row.version = locked.version + 1
    row.full_clean()
    row.save()
    return _told(locked)


def _told(row: models.Model) -> dict[str, Any]:
    left_out = {"id", "version", "office"}
    fields = [field.attname for field in row._meta.concrete_fields if field.name not in left_out]
    return {name: getattr(row, name) for name in fields}


def _record(
    noun: str, row: Any, by: Officer, before: dict[str, Any], after: dict[str, Any]
) -> None:
    changed = sorted(name for name in after if before.get(name) != after[name])
    events.record(
        f"{noun}.change" if before else f"{noun}.keep",
        by=by,
        subject=row,
        data={"fields": changed},
        detail={"before": before, "after": after},
        step=True,
    )
