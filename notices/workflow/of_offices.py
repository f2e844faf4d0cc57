"""Notices of offices that go live or leave: counted, shown to the new ones, and looked at.

A published notice of an office that has left stays in force under its name, since many acted on it;
but nobody asks for extradition behind it, so that reviewers of the Secretariat look at each, and
suspend or cancel it, or let it stand (docs/decisions/0049).
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from central_offices import roles
from central_offices.models import CentralOffice, Officer
from central_offices.taking_part import concerned
from kernel import acting, batches
from kernel.errors import NotReady
from kernel.pages.waiting import Item
from kernel.periodic import UNLIMITED, Budget
from notices.lifecycle import notice_steps
from notices.models import Notice
from notices.workflow import visibility

MAX_ITEMS_SHOWN = 50
# The nightly comparison finds whatever is older.
LATELY = timedelta(days=1)


def register() -> None:
    """Called once, when the app is ready."""
    concerned.register(count)


def count(office: CentralOffice) -> Iterable[tuple[Any, int]]:
    """Count its notices that are in force, and those on their way."""
    own = Notice._base_manager.filter(owner_office=office)
    yield gettext_lazy("Its notices in force"), own.filter(status__in=Notice.IN_CIRCULATION).count()
    on_their_way = own.filter(status__in=["REQUESTED", "UNDER_REVIEW"])
    yield gettext_lazy("Its notices under review"), on_their_way.count()


def follow(budget: Budget = UNLIMITED) -> int:
    """Show what is in force to offices that went live today, and to none that left."""
    today, system, changed = timezone.now().date(), roles.system(), 0
    since = today - LATELY
    offices = CentralOffice.objects.filter(kind=CentralOffice.Kind.NATIONAL)
    rows = visibility.compared().filter(status__in=Notice.IN_CIRCULATION)
    due = [
        rows.exclude(seen_by__contains=[office.number]).exclude(not_for=office)
        for office in offices.live().filter(live_on__gte=since)
    ]
    due += [
        rows.filter(seen_by__contains=[office.number]).exclude(owner_office=office)
        for office in offices.filter(left_on__gte=since, left_on__lte=today)
    ]
    for wrong in due:
        for keys in batches.walk("notices.workflow.of_offices", wrong, by=system, budget=budget):
            with acting.acting_as(system):
                changed += visibility.compare(keys)
    return changed


def let_stand(notice: Notice, *, by: Officer, reason: str) -> None:
    """Note that it stays in force although its office has left; until the office leaves again.

    A reviewer's step. Raises NotReady without a reason.
    """
    if not reason.strip():
        sentence = _("Say why the notice stays in force.")
        raise NotReady(sentence, [("reason", sentence)])
    with notice_steps.take("let_stand", notice, by=by, detail={"reason": reason}) as row:
        row.updated_at = timezone.now()
        row.let_stand_on = row.updated_at.date()


def items(officer: Officer) -> list[Item]:
    """Notices in force whose owner has left, for the Secretariat's reviewers."""
    if not officer.reviews:
        return []
    gone = CentralOffice.objects.filter(left_on__lte=timezone.now().date())
    looked_at = Q(let_stand_on__gte=F("owner_office__left_on"))
    rows = Notice.objects.visible_to(officer).filter(
        ~looked_at | Q(let_stand_on=None), owner_office__in=gone, status=Notice.Status.PUBLISHED
    )
    return [
        Item(
            "alert",
            _("%(notice)s: its owner has left. Suspend or cancel it, or let it stand")
            % {"notice": row},
            reverse("notices:detail", args=[row.address]),
            str(row.owner_office),
        )
        for row in rows.select_related("owner_office").order_by("published_at")[:MAX_ITEMS_SHOWN]
    ]
