"""Notices that wait for an officer: on My work, on the page of approvals, in the menu."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import cast

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from central_offices.models import Officer
from kernel.pages.waiting import Item, Waiting
from notices import queries
from notices.models import Colour, Notice
from notices.views import un_list

MAX_ROWS_A_SECTION = 10
SUSPENSION_ENDS_WITHIN_DAYS = 30
# Whether anything may wait for a release, or for the confirmation of an edition.
MAY_WAIT = """(EXISTS (SELECT FROM notices_notice WHERE status = 'NATIONAL_REVIEW'
  AND (owner_office_id = %(office)s OR release_asked_because <> ''))
OR EXISTS (SELECT FROM notices_unlistedition WHERE status = 'PROPOSED'))"""
RUNS_OUT_WITHIN_DAYS = 60  # time to draft, release and review the next one


def sections(officer: Officer) -> list[tuple[str, list[Item]]]:
    """Own drafts, what the Secretariat returned, reviews in hand, and the queue."""
    returned, drafts, running_out = _own(officer)
    parts = [
        (_("Notices that were returned"), returned),
        (_("Your drafts of notices"), drafts),
        (_("Notices of your office that run out: draft the next one"), running_out),
        (_("Suspensions that end soon: then the notice holds again"), _suspensions(officer)),
    ]
    if officer.reviews:
        parts += [
            (_("Reviews in your hands"), _mine(officer)),
            (_("Waiting for a reviewer"), _queue(officer)),
        ]
    if queries.keeps_un_list(officer):
        parts.append(
            (_("Editions of the UN list that you have not proposed"), un_list.to_propose(officer))
        )
    return parts


def waiting(officer: Officer) -> Iterator[Waiting]:
    """Notices to release, for the own office or for one that asked; editions of the UN list."""
    yield from un_list.waiting(officer)
    rows = Notice.objects.to_release(officer).select_related("author")
    for row in rows.order_by("updated_at")[:200]:
        yield Waiting(
            kind=str(row.get_colour_display()),
            title=row.title,
            reference=str(row),
            url=row.get_absolute_url(),
            by=str(row.author),
            since=row.updated_at,
            level=row.classification,
        )


def to_review(officer: Officer) -> int:
    """How many notices wait for a reviewer: the number beside the queue."""
    return Notice.objects.to_review(officer).filter(status=Notice.Status.REQUESTED).count()


def _own(officer: Officer) -> tuple[list[Item], list[Item], list[Item]]:
    """Notices of the office that were returned, own drafts, and those that end by themselves soon.

    None is prolonged, another is drafted and reviewed. One statement reads all three.
    """
    last_day = timezone.now().date() + timedelta(days=RUNS_OUT_WITHIN_DAYS)
    rows, status = Notice.objects.editable_by(officer), Notice.Status
    returned = rows.filter(status=status.RETURNED).order_by("updated_at")
    drafts = rows.filter(status=status.DRAFT, author=officer.pk).order_by("-updated_at")
    ending = rows.filter(status__in=Notice.IN_CIRCULATION, valid_until__lte=last_day)
    ending = ending.exclude(colour=Colour.UN).order_by("valid_until")
    parts = [part[:MAX_ROWS_A_SECTION] for part in (drafts, ending)]
    found = list(returned[:MAX_ROWS_A_SECTION].union(*parts, all=True))
    back = [row for row in found if row.status == status.RETURNED]
    begun = [row for row in found if row.status == status.DRAFT]
    soon = [row for row in found if row.status in Notice.IN_CIRCULATION]
    return (
        [_item(row) for row in sorted(back, key=lambda row: row.updated_at)],
        [_item(row) for row in sorted(begun, key=lambda row: row.updated_at, reverse=True)],
        [
            _item(row)._replace(note=_("%(notice)s runs out on %(day)s") % _told(row))
            for row in sorted(soon, key=lambda row: cast(date, row.valid_until))
        ],
    )


def _suspensions(officer: Officer) -> list[Item]:
    """Items for whoever can decide before the last day: lift, cancel, withdraw, or let it end."""
    last_day = timezone.now().date() + timedelta(days=SUSPENSION_ENDS_WITHIN_DAYS)
    column = "secretariat_suspends_until" if officer.reviews else "owner_suspends_until"
    rows = Notice.objects.visible_to(officer).filter(status=Notice.Status.SUSPENDED)
    rows = rows.filter(**{f"{column}__lte": last_day})
    if not officer.reviews:
        if not officer.may("release_notice", officer.office):
            return []
        rows = rows.filter(owner_office=officer.office_id)
    words = _("%(notice)s: its suspension ends after %(day)s")
    return [
        _item(row)._replace(
            note=words % {"notice": row, "day": date_format(getattr(row, column), "j F Y")}
        )
        for row in rows.order_by(column)[:MAX_ROWS_A_SECTION]
    ]


def _told(row: Notice) -> dict[str, str]:
    return {"notice": str(row), "day": date_format(cast(date, row.valid_until), "j F Y")}


def _mine(officer: Officer) -> list[Item]:
    rows = Notice.objects.to_review(officer).filter(reviewer=officer.pk)
    return [
        _item(row, "notices:review") for row in rows.order_by("requested_at")[:MAX_ROWS_A_SECTION]
    ]


def _queue(officer: Officer) -> list[Item]:
    rows = Notice.objects.to_review(officer).filter(status=Notice.Status.REQUESTED)
    return [_item(row) for row in rows.order_by("requested_at")[:MAX_ROWS_A_SECTION]]


def _item(row: Notice, page: str = "notices:detail") -> Item:
    note = f"{row.get_colour_display()} · {row.get_status_display()}"
    return Item("notice", row.title or str(row), reverse(page, args=[row.address]), note)
