"""Names of offices that begin on a day: written when decided, taken over when the day comes."""

from datetime import date
from typing import Any

from anyascii import anyascii
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from central_offices import roles
from central_offices.models import AccessChange, CentralOffice, Jurisdiction, OfficeName, Officer
from kernel import acting, batches
from kernel.errors import WrongState
from kernel.periodic import UNLIMITED, Budget
from ledger import events


def demand_free(office: CentralOffice, day: date) -> None:
    """Raise WrongState where another name from that day or a later one is decided already."""
    if office.dated_names.filter(valid_from__gte=day).exists():
        raise WrongState(_("Another name from that day on, or a later one, is decided already."))


def write(
    office: CentralOffice,
    names: dict[str, str],
    country: Jurisdiction | None,
    day: date,
    *,
    change: AccessChange,
    by: Officer,
) -> None:
    """Let the office stand under these names, and for this country, from a day on."""
    before = office.dated_names.filter(valid_to=None).first() or OfficeName(
        office=office, names=office.names, jurisdiction=office.jurisdiction
    )
    before.valid_to = day
    before.save()
    OfficeName.objects.create(
        office=office, names=names, jurisdiction=country, valid_from=day, change=change
    )
    if day <= timezone.now().date():
        _take_over(office, by=by)


def take_over_due(budget: Budget = UNLIMITED) -> int:
    """Take over the names whose first day has come; beat runs this every minute."""
    same = Q(names=F("office__names"), jurisdiction=F("office__jurisdiction"))
    due = OfficeName.objects.in_force().exclude(same).values("office")
    rows = CentralOffice.objects.filter(pk__in=due)
    return batches.each(rows, _take_over, by=roles.system(), budget=budget, oldest="pk")


def _take_over(office: CentralOffice, *, by: Officer) -> None:
    with acting.acting_as(by):
        locked = CentralOffice.objects.select_for_update(of=("self",)).get(pk=office.pk)
        row = locked.dated_names.in_force().select_related("jurisdiction").first()
        if row is None:
            return
        before = locked.jurisdiction
        locked.names, locked.jurisdiction = row.names, row.jurisdiction
        locked.sort_key = anyascii(row.names["en"]).casefold()
        locked.version += 1
        locked.save(update_fields=["names", "jurisdiction", "sort_key", "version"])
        told: dict[str, Any] = {"office": locked.code, "fields": ["names"]}
        if before and before != row.jurisdiction:
            Jurisdiction.objects.filter(pk=before.pk).update(kind=Jurisdiction.Kind.DISSOLVED_STATE)
            told |= {"fields": ["country", "names"], "before": before.pk}
            told["country"] = row.jurisdiction_id
        events.record("office.change", by=by, data=told, step=True)
    office.refresh_from_db()
