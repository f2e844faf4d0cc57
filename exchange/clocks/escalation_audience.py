"""Audience of an escalation: the duty desk, the head, and the Secretariat without content."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from central_offices.models import Officer, Role
from exchange.models import Escalation, Level, RecipientStatus, Request, RequestRecipient
from kernel import acting
from kernel.pages.waiting import Item

MAX_ITEMS_SHOWN = 10
WATCH = (Role.HEAD, Role.DUTY_OFFICER, Role.ADMINISTRATOR)


def levels(officer: Officer) -> list[Level]:
    """The rungs of the own office's ladder at which this officer stands."""
    rungs = {Level.DUTY: Role.DUTY_OFFICER, Level.HEAD: Role.HEAD}
    return [level for level, role in rungs.items() if officer.has_role(role)]


def at_the_top(officer: Officer) -> list[Item]:
    """Items of the Secretariat: which offices, which reference, how late; never the content."""
    if not officer.office.is_secretariat or not officer.has_role(*WATCH):
        return []
    with acting.by_a_rule("what is late in which office"):
        return [*_late(), *_unapproved()]


def _late() -> list[Item]:
    rows = Escalation.objects.live().filter(
        level=Level.SECRETARIAT,
        recipient__status__in=[*RequestRecipient.OPEN, RecipientStatus.QUEUED],
    )
    rows = rows.select_related("recipient__office", "recipient__request__owner_office")
    return [_late_item(row) for row in rows.order_by("due")[:MAX_ITEMS_SHOWN]]


def _late_item(row: Escalation) -> Item:
    recipient = row.recipient
    names = {"office": recipient.office, "asks": recipient.request.owner_office}
    title = _("%(office)s is late with a request from %(asks)s") % names
    note = recipient.request.reference
    if row.unreachable:
        unreachable = _("Office unreachable")
        note = f"{note} · {unreachable}"
    return Item("alert", title, _page(recipient.office), note, row.due, recipient.delivered_at)


def _unapproved() -> list[Item]:
    rows = Request.objects.filter(
        status=Request.Status.SENT,
        approved_by=None,
        approval_due__isnull=False,  # so that the index of those is read
        unapproved_at__isnull=False,
    ).select_related("owner_office")
    words = _("A flash request from %(office)s was not approved in time")
    return [
        Item(
            "shield",
            words % {"office": row.owner_office},
            _page(row.owner_office),
            row.reference,
            row.approval_due,
            row.sent_at,
        )
        for row in rows.order_by("approval_due")[:MAX_ITEMS_SHOWN]
    ]


def _page(office: Any) -> str:
    return reverse("central_offices:detail", args=[office.code])
