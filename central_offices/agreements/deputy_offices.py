"""Deputy offices: proposed by one head, agreed by the other's, ended by either; all are told."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from central_offices.access import mail
from central_offices.agreements.deputy_lifecycle import deputy_office_steps
from central_offices.models import CentralOffice, DeputyOffice, Officer
from central_offices.two_persons import counting
from central_offices.two_persons.lifecycle import heads, speaks_for
from kernel import acting
from kernel.errors import NotPermitted, NotReady, WrongState
from ledger import events

CHANGED = (
    gettext_lazy("Deputy office of %(office)s"),
    gettext_lazy(
        "An agreement on a deputy office was proposed, decided or ended. See what, and by whom: "
        "%(link)s"
    ),
)


def propose(
    office: CentralOffice,
    deputy: CentralOffice,
    *,
    by: Officer,
    valid_from: date,
    valid_to: date | None = None,
) -> DeputyOffice:
    """Propose that `deputy` approves for `office`, as a head of one of them.

    Raises NotPermitted, NotReady or WrongState.
    """
    if not any(speaks_for(by, one) for one in (office, deputy)):
        raise NotPermitted(_("Only a head of one of the two offices proposes this."))
    counting.demand(by, "manage_office")
    if {office.kind, deputy.kind} != {CentralOffice.Kind.NATIONAL}:
        raise NotReady(_("Only national offices stand in for each other."))
    row = DeputyOffice(
        office=office, deputy=deputy, valid_from=valid_from, valid_to=valid_to, proposed_by=by
    )
    _demand_fit(row)
    with acting.acting_as(by):
        row.full_clean()
        row.save(force_insert=True)
        events.record(
            "deputyoffice.propose",
            by=by,
            subject=row,
            after=row.status,
            data=_named(row),
            step=True,
        )
        _tell(row)
    return row


def agree(row: DeputyOffice, *, by: Officer) -> None:
    """Agree, as a head of the other office: from its first day on the deputy may approve."""
    with deputy_office_steps.take("agree", row, by=by, **_named(row)) as locked:
        locked.decided_by, locked.decided_at = by, timezone.now()
        held = DeputyOffice.objects.filter(office=locked.office, status="AGREED")
        if locked.valid_to:
            held = held.filter(valid_from__lt=locked.valid_to)
        if held.filter(Q(valid_to=None) | Q(valid_to__gt=locked.valid_from)).exists():
            raise NotReady(_("The office has a deputy office in these days already."))
        _tell(locked)


def decline(row: DeputyOffice, *, by: Officer) -> None:
    with deputy_office_steps.take("decline", row, by=by, **_named(row)) as locked:
        locked.decided_by, locked.decided_at = by, timezone.now()
        _tell(locked)


def withdraw(row: DeputyOffice, *, by: Officer) -> None:
    with deputy_office_steps.take("withdraw", row, by=by, **_named(row)) as locked:
        _tell(locked)


def end(row: DeputyOffice, *, by: Officer) -> None:
    """End it now, as a head of either office; what was approved stays approved."""
    with deputy_office_steps.take("end", row, by=by, **_named(row)) as locked:
        locked.ended_by, locked.ended_at = by, timezone.now()
        _tell(locked)


def of(office: CentralOffice) -> CentralOffice | None:
    """The office that approves for this one today, if there is one."""
    row = DeputyOffice.objects.in_force().filter(office=office).select_related("deputy").first()
    return row.deputy if row else None


def stands_in(deputy: Any, office: Any) -> bool:
    """Whether the one office (by key) approves for the other today."""
    return DeputyOffice.objects.in_force().filter(office=office, deputy=deputy).exists()


def _demand_fit(row: DeputyOffice) -> None:
    """Raise why the two offices can't agree on this."""
    faults = {
        "deputy": (row.office_id == row.deputy_id, _("Choose another office.")),
        "valid_from": (
            row.valid_from < timezone.now().date(),
            _("It does not begin in the past."),
        ),
        "valid_to": (
            row.valid_to is not None and row.valid_to <= row.valid_from,
            _("It can only end after it began."),
        ),
    }
    for field, (wrong, sentence) in faults.items():
        if wrong:
            raise NotReady(sentence, [(field, sentence)])
    if DeputyOffice.objects.filter(office=row.office, status="PROPOSED").exists():
        raise WrongState(_("One is proposed already: decide on that one first."))


def _named(row: DeputyOffice) -> dict[str, Any]:
    return {"office": row.office.code, "deputy": row.deputy.code}


def _tell(row: DeputyOffice) -> None:
    """The heads of both offices."""
    page = reverse("central_offices:deputy_offices", args=[row.office.code])
    for officer in [*heads(row.office), *heads(row.deputy)]:
        with translation.override(officer.language):
            said = {"office": row.office, "link": f"{settings.PUBLIC_URL}{page}"}
            subject, text = CHANGED
            mail.send(officer.email, str(subject) % said, f"{text % said}\n")
