"""What an office is reached by, and the effect of a red notice there, as two persons decided it.

`two_persons.kinds` calls these when such a change is proposed and when it comes into force.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from central_offices.models import AccessChange, CentralOffice, Officer
from central_offices.two_persons import kinds
from kernel.errors import NotReady, WrongState
from ledger import events


def register() -> None:
    """Called once, when the app is ready."""
    kinds.register(AccessChange.Kind.ENTRY, demand_other, write)


def demand_other(change: Any) -> None:
    """Raise NotReady for a value that isn't one, WrongState where the entry says so already."""
    office = CentralOffice.objects.get(pk=change.office_id)
    if all(getattr(office, name) == value for name, value in change.content.items()):
        raise WrongState(_("The directory says so already."))
    for name, value in change.content.items():
        setattr(office, name, value)
    try:
        office.clean_fields(exclude=_others(change))
    except ValidationError as error:
        missing = [(name, told[0]) for name, told in error.message_dict.items()]
        raise NotReady(missing[0][1], missing) from error


def write(change: Any, *, by: Officer) -> None:
    """Write into the directory what two persons decided."""
    office = CentralOffice.objects.select_for_update().get(pk=change.office_id)
    before = {name: getattr(office, name) for name in change.content}
    for name, value in change.content.items():
        setattr(office, name, value)
    office.version += 1
    office.save(update_fields=[*change.content, "version"])
    told = {"office": office.code, "fields": sorted(change.content), "change": str(change.pk)}
    detail = {"before": before, "after": change.content}
    events.record("office.change", by=by, data=told, detail=detail, step=True)


def _others(change: Any) -> set[str]:
    return {field.name for field in CentralOffice._meta.fields} - set(change.content)
