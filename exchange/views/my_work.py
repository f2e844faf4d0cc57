"""Work of the exchange that waits for an officer: on My work, and on the page of approvals."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from central_offices.accounts import deputies
from central_offices.models import Officer
from exchange.clocks import escalation_audience
from exchange.conversation import transfers
from exchange.delivery import phone_fallback
from exchange.models import (
    Consent,
    Contribution,
    Escalation,
    RecipientStatus,
    Request,
    RequestRecipient,
    Transfer,
)
from exchange.requests import deputies as deputies_of_offices
from exchange.views import consent_links, custody_context, request_reviews
from kernel.pages.waiting import Item, Waiting

MAX_ITEMS_SHOWN = 10
# Whether anything may wait for the approval of somebody of this office.
MAY_WAIT = """(EXISTS (
  SELECT FROM exchange_request WHERE owner_office_id = %(office)s AND status = 'PENDING_APPROVAL')
OR EXISTS (
  SELECT FROM exchange_request WHERE owner_office_id = %(office)s
  AND status = 'SENT' AND approval_due IS NOT NULL AND approved_by_id IS NULL))"""
MAY_WAIT_FOR_A_DEPUTY = """EXISTS (
  SELECT FROM exchange_request WHERE deputy_id = %(office)s
  AND (status = 'PENDING_APPROVAL' OR status = 'SENT' AND approved_by_id IS NULL))"""


def sections(officer: Officer) -> list[tuple[str, list[Item]]]:
    """Requests in hand, requests nobody has taken, questions to us, and answers of the week."""
    return [
        (_("Flash requests that left before your approval"), _to_confirm(officer)),
        (_("Requests under review"), request_reviews.items(officer)[:MAX_ITEMS_SHOWN]),
        (_("Reviews that are late"), request_reviews.late(officer)),
        (_("Flash that did not arrive: telephone"), phone_fallback.items(officer)),
        (_("Persons held while papers are awaited"), custody_context.items(officer)),
        (_("Escalated"), _escalated(officer)),
        (_("Offered to you, or asked of you"), _passed(officer)),
        (_("Consents asked of your office"), _consents(officer)),
        (_("Requests in your hands"), _in_hand(officer, [officer.pk])),
        (_("In the hands of colleagues you stand in for"), _stood_in(officer)),
        (_("Requests that could not be delivered"), _undelivered(officer)),
        (_("Requests waiting for clarification from us"), _questions(officer)),
        (_("Answers to your requests"), _answers(officer)),
        (_("Your drafts"), _drafts(officer)),
    ]


def waiting(officer: Officer) -> Iterator[Waiting]:
    """Requests that this officer may approve; those that left already come first."""
    rows = Request.objects.approvable_by(officer) | Request.objects.to_confirm(officer)
    rows = rows.select_related("type", "submitted_by")
    for row in rows.order_by("approval_due", "created_at")[:200]:
        yield Waiting(
            kind=str(row.type),
            title=row.title,
            reference=row.reference,
            url=reverse("exchange:approve", args=[row.reference]),
            by=str(row.submitted_by),
            since=row.created_at,
            level=row.classification,
        )


def as_deputy(officer: Officer) -> Iterator[Waiting]:
    """Requests of other offices that asked the officer's office to approve them."""
    for row in deputies_of_offices.waiting_for(officer):
        yield Waiting(
            kind=str(row.type),
            title=row.title,
            reference=f"{row.reference} · {row.owner_office}",
            url=deputies_of_offices.address(row),
            by=str(row.submitted_by),
            since=row.created_at,
            level=row.classification,
        )


def _to_confirm(officer: Officer) -> list[Item]:
    rows = Request.objects.to_confirm(officer).select_related("submitted_by")
    return [
        Item(
            "shield",
            row.title,
            reverse("exchange:approve", args=[row.reference]),
            f"{row.reference} · {row.submitted_by}",
            row.approval_due,
            row.sent_at,
        )
        for row in rows.order_by("approval_due")[:MAX_ITEMS_SHOWN]
    ]


def _escalated(officer: Officer) -> list[Item]:
    """Clocks that have run out, for whom the ladder has reached."""
    reached = Escalation.objects.visible_to(officer).live()
    reached = reached.filter(
        level__in=escalation_audience.levels(officer), recipient__office=officer.office_id
    )
    rows = RequestRecipient.objects.to_us(officer).open()
    rows = rows.filter(pk__in=reached.values("recipient"))
    return [
        *[_item(row) for row in _first(rows, "next_due")],
        *escalation_audience.at_the_top(officer),
    ]


def _passed(officer: Officer) -> list[Item]:
    """Transfers that colleagues offer the officer, want from him, or ask his advice on."""
    return [
        Item(
            "user",
            transfers.waits(row),
            reverse("exchange:detail", args=[row.recipient.request.reference]) + "#transfers",
            row.recipient.request.title,
            row.recipient.next_due,
            row.made_at,
        )
        for row in Transfer.objects.waiting_for(officer)[:MAX_ITEMS_SHOWN]
    ]


def _consents(officer: Officer) -> list[Item]:
    rows = Consent.objects.waiting_for(officer).select_related("office").order_by("asked_at")
    Consent.tell_about(found := list(rows[:MAX_ITEMS_SHOWN]))
    return [
        Item(
            "shield",
            f"{row.office}: {row.get_use_display()}",
            consent_links.address(row),
            row.reference,
            None,
            row.arrived_at,
        )
        for row in found
    ]


def _in_hand(officer: Officer, holders: list[int]) -> list[Item]:
    rows = RequestRecipient.objects.to_us(officer).open().filter(assigned_to__in=holders)
    return [_item(row) for row in _first(rows, "next_due")]


def _stood_in(officer: Officer) -> list[Item]:
    """A deputy finds the work of who is away, as far as his own rights let him see it."""
    away = deputies.stands_in_for(officer)
    return _in_hand(officer, away) if away else []


def _undelivered(officer: Officer) -> list[Item]:
    rows = RequestRecipient.objects.visible_to(officer).filter(
        status=RecipientStatus.UNDELIVERABLE,
        request__owner_office=officer.office_id,
        request__status="SENT",
    )
    return [_item(row, since=False) for row in _first(rows, "-request__sent_at")]


def _questions(officer: Officer) -> list[Item]:
    rows = RequestRecipient.objects.visible_to(officer).filter(
        status=RecipientStatus.CLARIFICATION, request__created_by=officer.pk
    )
    return [_item(row, since=False) for row in _first(rows, "paused_at")]


def _answers(officer: Officer) -> list[Item]:
    rows = RequestRecipient.objects.visible_to(officer).filter(
        status__in=[RecipientStatus.PARTIAL, RecipientStatus.ANSWERED, RecipientStatus.REFUSED],
        request__created_by=officer.pk,
    )
    rows = rows.filter(
        pk__in=Contribution.objects.visible_to(officer).exclude(arrived_at=None).values("recipient")
    )
    return [_item(row, since=False) for row in _first(rows, "-answered_at")]


def _drafts(officer: Officer) -> list[Item]:
    rows = Request.objects.editable_by(officer).filter(created_by=officer.pk)
    return [
        Item("send", row.title, reverse("exchange:check", args=[row.reference]), row.reference)
        for row in rows.order_by("-created_at")[:MAX_ITEMS_SHOWN]
    ]


def _first(rows: Any, order: str) -> Any:
    return rows.select_related("request", "office", "request__owner_office").order_by(order)[
        :MAX_ITEMS_SHOWN
    ]


def _item(row: RequestRecipient, *, since: bool = True) -> Item:
    request = row.request
    return Item(
        "inbox" if since else "send",
        request.title,
        reverse("exchange:detail", args=[request.reference]),
        f"{request.reference} · {row.office} · {row.get_status_display()}",
        row.next_due if since else None,
        row.delivered_at if since else None,
    )
