"""Naming a colleague who stands in while one is away: work shows there too, rights stay."""

from datetime import date

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from central_offices.models import Deputy, Officer
from kernel import acting
from kernel.errors import NotPermitted, NotReady
from ledger import events


def name(deputy: Officer, *, by: Officer, valid_from: date, valid_to: date) -> Deputy:
    """Name a deputy for oneself. Raises NotReady, or NotPermitted for a system."""
    if not by.is_human:
        raise NotPermitted(_("Only a person names a deputy."))
    _demand(deputy, by, valid_from, valid_to)
    row = Deputy(officer=by, deputy=deputy, valid_from=valid_from, valid_to=valid_to)
    with acting.acting_as(by):
        taken = Deputy.objects.filter(officer=by, valid_from__lt=valid_to, valid_to__gt=valid_from)
        if taken.exists():
            raise NotReady(_("You have a deputy for some of these days already."))
        try:
            row.save(force_insert=True)
        except IntegrityError as error:
            raise NotReady(_("You have a deputy for some of these days already.")) from error
        data = {"deputy": deputy.pk, "from": str(valid_from), "to": str(valid_to)}
        events.record("deputy.name", by=by, subject=row, data=data, step=True)
    return row


def end(row: Deputy, *, by: Officer) -> None:
    """Take it back, at once. Raises NotPermitted."""
    if row.officer_id != by.pk:
        raise NotPermitted(_("Only who is away takes a deputy back."))
    with acting.acting_as(by):
        events.record("deputy.end", by=by, subject=row, data={"deputy": row.deputy_id}, step=True)
        Deputy.objects.filter(pk=row.pk).delete()


def stands_in_for(officer: Officer) -> list[int]:
    """The keys of the colleagues for whom the officer stands in today."""
    rows = Deputy.objects.in_force().filter(deputy=officer.pk)
    return list(rows.values_list("officer_id", flat=True))


def _demand(deputy: Officer, by: Officer, valid_from: date, valid_to: date) -> None:
    missing = []
    if deputy.pk == by.pk or deputy.office_id != by.office_id or not deputy.is_human:
        missing.append(("deputy", _("Choose a colleague of your office.")))
    elif not deputy.is_active:
        missing.append(("deputy", _("This account is disabled. Choose another colleague.")))
    if valid_to <= valid_from:
        missing.append(("valid_to", _("The day of your return comes after the first day away.")))
    elif valid_to <= timezone.now().date():
        missing.append(("valid_to", _("These days are over.")))
    if missing:
        raise NotReady(" ".join(sentence for _field, sentence in missing), missing)
