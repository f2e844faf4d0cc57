"""Offence catalogue: entries begin and end on a day, and are never deleted."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from cases.models import Offence
from central_offices.models import Officer
from kernel import acting
from kernel.errors import NotPermitted, NotReady
from ledger import events


@dataclass(frozen=True)
class OffenceDraft:
    """An entry as an administrator writes it; `names` and `exclusion_note` by language."""

    code: str
    names: dict[str, str]
    portfolios: list[Any]
    valid_from: date
    excluded_for_red: str = ""
    exclusion_note: dict[str, str] = field(default_factory=dict)


def may_administer(officer: Officer) -> bool:
    return officer.may("administer", officer.office)


def add(draft: OffenceDraft, *, by: Officer) -> Offence:
    """Put an entry into the catalogue; an entry of the same code that is in force ends before it.

    Raises NotPermitted, or NotReady when the English name is missing, the reason of an exclusion
    is, or a later entry of the code is there already.
    """
    with acting.acting_as(by):
        _demand(by)
        _check(draft)
        earlier = Offence.objects.select_for_update().filter(code=draft.code)
        if earlier.filter(valid_from__gte=draft.valid_from).exists():
            raise NotReady(
                _("%(code)s has an entry from that day or later. Choose a later first day.")
                % {"code": draft.code}
            )
        earlier.in_force(draft.valid_from).update(valid_to=draft.valid_from)
        offence = Offence(
            code=draft.code,
            names=draft.names,
            excluded_for_red=draft.excluded_for_red,
            exclusion_note=draft.exclusion_note,
            valid_from=draft.valid_from,
        )
        offence.full_clean()
        offence.save()
        offence.portfolios.set(draft.portfolios)
        _record("offence.add", offence, by, {"names": draft.names, "note": draft.exclusion_note})
    return offence


def end(offence: Offence, last_day: date, *, by: Officer) -> None:
    """Let an entry end after a day; cases that carry it keep it."""
    with acting.acting_as(by):
        _demand(by)
        offence = Offence.objects.select_for_update().get(pk=offence.pk)
        if offence.valid_to is not None and offence.valid_to <= last_day:
            raise NotReady(_("This entry ends earlier already."))
        if last_day < offence.valid_from:
            raise NotReady(_("The last day lies before the first. Choose a later one."))
        offence.valid_to = last_day + timedelta(days=1)
        offence.full_clean()
        offence.save(update_fields=["valid_to"])
        _record("offence.end", offence, by, {})


def _demand(by: Officer) -> None:
    if not may_administer(by):
        raise NotPermitted(
            _("Only administrators of the General Secretariat change the catalogue.")
        )


def _check(draft: OffenceDraft) -> None:
    missing = []
    if not draft.names.get("en", "").strip():
        missing.append(("name_en", _("Write the name in English: it stands in for the others.")))
    if not draft.portfolios:
        missing.append(("portfolios", _("Choose at least one portfolio.")))
    if draft.excluded_for_red and not draft.exclusion_note.get("en", "").strip():
        missing.append(("note_en", _("Say in English why no red notice is published for it.")))
    if missing:
        raise NotReady(missing[0][1], missing=missing)


def _record(verb: str, offence: Offence, by: Officer, detail: dict[str, Any]) -> None:
    data = {
        "code": offence.code,
        "from": str(offence.valid_from),
        "to": str(offence.valid_to or ""),
        "excluded": offence.excluded_for_red,
    }
    events.record(verb, by=by, data=data, detail=detail or None, step=True)
