"""The notices of a case: a tab, a card on its overview, the button for a draft, its activity."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases import tabs
from cases.activity import reading as activity
from cases.models import Case
from cases.views import frame
from central_offices.access.officer_request import OfficerRequest
from central_offices.models import Officer
from notices.models import Notice
from notices.workflow import drafting

MAX_CARD_ROWS = 6
STEP_WORDS: dict[str, Any] = {
    "notice.start": _("Notice drafted"),
    "notice.submit": _("Notice sent to the head of office"),
    "notice.send_back": _("Notice sent back to its author"),
    "notice.release": _("Notice released"),
    "notice.return_to_owner": _("Notice returned by the General Secretariat"),
    "notice.refuse": _("Notice refused"),
    "notice.publish": _("Notice published"),
    "notice.suspend": _("Notice suspended"),
    "notice.let_stand": _("Notice left in force, its office has left"),
    "notice.suspend_too": _("Notice suspended by the other side too"),
    "notice.lift_one": _("One of two suspensions of the notice lifted"),
    "notice.resume": _("Suspension of the notice lifted"),
    "notice.withdraw": _("Notice withdrawn"),
    "notice.withdraw_by_system": _("Notice withdrawn by the system"),
    "notice.cancel": _("Notice cancelled"),
    "notice.expire": _("Notice ran out"),
}


READ_WORDS = {"notice.view": _("Notice read")}


def register() -> None:
    tabs.register(tabs.Tab("notices", _("Notices"), "notices:of_case", 20, count))
    tabs.register_card(tabs.Card("notices/case_card.html", card, 20))
    tabs.register_action(tabs.Action(_("Draft notice"), new_address))
    activity.register(
        "notices.notice", activity.Source(STEP_WORDS, visible, Notice.Status, read_words=READ_WORDS)
    )


@frame.of_case
def page(request: OfficerRequest, case: Case) -> HttpResponse:
    """Every notice from the case that the officer sees, the newest first."""
    rows = list(_rows(request.user, case)[:200])
    level = max([case.classification, *[row.classification for row in rows]])
    context = frame.context(request, case, here="notices")
    context |= {"rows": rows, "page_level": level, "new": new_address(request.user, case)}
    return render(request, "notices/of_case.html", context)


def count(officer: Officer, case: Case) -> int:
    """How many there are, at most 1000; asked only where the card does not have them all."""
    newest = _newest(officer, case)
    if len(newest) <= MAX_CARD_ROWS:
        return len(newest)
    return int(_rows(officer, case).order_by()[:1000].count())


def card(officer: Officer, case: Case) -> dict[str, Any] | None:
    """The newest few; absent while there are none."""
    rows = _newest(officer, case)[:MAX_CARD_ROWS]
    return {"rows": rows, "case": case} if rows else None


def new_address(officer: Officer, case: Case) -> str:
    """Where a draft from this case begins; empty where the officer may not draft."""
    owns = case.owner_office_id == officer.office_id
    if not owns or not officer.may("draft_notice", officer.office):
        return ""
    return f"{reverse('notices:start')}?case={case.reference}" if drafting.colours() else ""


def visible(officer: Officer, ids: Collection[UUID]) -> activity.Things:
    """The own office's: who else sees a notice reads the frozen copy, not how it came about."""
    rows = Notice.objects.visible_to(officer).filter(pk__in=ids, owner_office=officer.office_id)
    return {
        row.pk: activity.Thing(f"{row.get_colour_display()} {row.title}", row.get_absolute_url())
        for row in rows
    }


def _newest(officer: Officer, case: Case) -> list[Any]:
    """The newest few, and one more if there is one."""
    return tabs.once(case, "notices", lambda: list(_rows(officer, case)[: MAX_CARD_ROWS + 1]))


def _rows(officer: Officer, case: Case) -> Any:
    rows = Notice.objects.visible_to(officer).filter(case=case).exclude(status="DELETED")
    return rows.select_related("owner_office").order_by("-created_at", "-pk")
