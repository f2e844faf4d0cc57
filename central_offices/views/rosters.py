"""The roster of one's own office: a week of it, and the pages on which its head plans it."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from central_offices.access.officer_request import OfficerRequest
from central_offices.forms.accounts import StepForm
from central_offices.forms.rosters import FromForm, ShiftForm
from central_offices.models import CentralOffice, DutyShift
from central_offices.rosters import planning as rosters
from central_offices.views.step_page import step_page
from kernel import clock
from kernel.errors import NotPermitted


def roster(request: OfficerRequest, code: str) -> HttpResponse:
    """A week, day by day: who, from when to when, and when nobody or more than one."""
    office, zone = _own(request, code), ZoneInfo(request.user.zone)
    now = clock.now()
    first = FromForm(request.GET).first(now.astimezone(zone).date())
    days = [first + timedelta(days=number) for number in range(8)]
    start, end = (datetime.combine(day, time(), zone) for day in (days[0], days[-1]))
    rows = DutyShift.objects.visible_to(request.user).filter(office=office).between(start, end)
    shifts = list(rows.select_related("officer").order_by("starts_at", "officer__name"))
    spans = [(row.starts_at, row.ends_at) for row in shifts]
    context = {
        "office": office,
        "days": [_day(day, shifts, spans, zone, now) for day in days[:-1]],
        "now": now,
        "shifts": shifts,
        "uncovered": sum(1 for _gap in rosters.gaps(spans, max(start, now), end))
        if end > now
        else 0,
        "plans": rosters.plans(request.user, office),
        "before": first - timedelta(days=7),
        "after": days[-1],
        "first": first,
        "last": days[-2],
        "zone_words": zone.key.split("/")[-1].replace("_", " "),
        "page_level": 0,
    }
    return render(request, "central_offices/roster.html", context)


def plan(request: OfficerRequest, code: str) -> HttpResponse:
    """Put somebody on the roster."""
    office = _own(request, code, planning=True)
    form = ShiftForm(request.POST or None, office=office)

    def planned() -> None:
        rosters.plan(office, by=request.user, **form.planned())
        _tell_which_hour(request, form)

    return _page(
        request,
        office,
        form,
        planned,
        title=_("Plan a shift"),
        effect=_("Other offices' duty desks see who is on duty, while the shift lasts."),
        button=_("Put on the roster"),
        done=_("The roster was changed."),
    )


def change(request: OfficerRequest, code: str, pk: Any) -> HttpResponse:
    office = _own(request, code, planning=True)
    shift = _shift(request, office, pk)
    form = ShiftForm(request.POST or None, office=office, shift=shift)

    def changed() -> None:
        version = form.cleaned_data["version"] or 0
        rosters.change(shift, by=request.user, version=version, **form.changed())
        _tell_which_hour(request, form)

    return _page(
        request,
        office,
        form,
        changed,
        title=_("Change the shift of %(officer)s") % {"officer": shift.officer},
        effect=_("What is written here holds from now on."),
        button=_("Save"),
        done=_("The roster was changed."),
    )


def cancel(request: OfficerRequest, code: str, pk: Any) -> HttpResponse:
    office = _own(request, code, planning=True)
    shift = _shift(request, office, pk)
    return _page(
        request,
        office,
        StepForm(request.POST or None),
        lambda: rosters.cancel(shift, by=request.user),
        title=_("Cancel the shift of %(officer)s") % {"officer": shift.officer},
        effect=_("The roster shows a gap then, unless somebody else is on duty."),
        button=_("Cancel the shift"),
        done=_("The shift was cancelled."),
        kind="danger",
    )


def _page(
    request: OfficerRequest,
    office: CentralOffice,
    form: Any,
    carry_out: Callable[..., Any],
    **words: Any,
) -> HttpResponse:
    back = reverse("central_offices:roster", args=[office.code])
    return step_page(request, form, carry_out, back=back, back_label=_("Roster"), **words)


def _tell_which_hour(request: OfficerRequest, form: ShiftForm) -> None:
    """Say which of two hours of the same name was taken."""
    if rosters.shown_twice(form.times()):
        messages.info(
            request,
            _(
                "The clocks go back that night. The shift begins when they show its hour first, "
                "and ends when they show it for the second time."
            ),
        )


def _own(request: OfficerRequest, code: str, *, planning: bool = False) -> CentralOffice:
    """The own office; another office's roster is answered like one that is not there."""
    rows = CentralOffice.objects.visible_to(request.user).filter(pk=request.user.office_id)
    office = get_object_or_404(rows, code=code)
    if planning and not rosters.plans(request.user, office):
        raise NotPermitted(_("Only the head of the office plans its roster."))
    return office


def _shift(request: OfficerRequest, office: CentralOffice, pk: Any) -> DutyShift:
    rows = DutyShift.objects.visible_to(request.user).filter(office=office, cancelled_at=None)
    return get_object_or_404(rows.select_related("officer"), pk=pk)


def _day(
    day: date,
    shifts: list[DutyShift],
    spans: list[tuple[datetime, datetime]],
    zone: ZoneInfo,
    now: datetime,
) -> dict[str, Any]:
    """One day: its shifts, and what is still to come with nobody or with several on duty."""
    start = datetime.combine(day, time(), zone)
    end = datetime.combine(day + timedelta(days=1), time(), zone)
    ahead = rosters.stretches(spans, max(start, now), end) if end > now else []
    return {
        "day": day,
        "shifts": [
            {
                "row": row,
                "begins": f"{row.starts_at.astimezone(zone):%H:%M}",
                "ends": f"{row.ends_at.astimezone(zone):%H:%M}",
                "earlier": row.starts_at < start,
                "later": row.ends_at > end,
                "on_duty": row.starts_at <= now < row.ends_at,
                "open": row.ends_at > now,
            }
            for row in shifts
            if row.starts_at < end and row.ends_at > start
        ],
        "gaps": [_span(one, zone, end) for one in ahead if one.count == 0],
        "overlaps": [_span(one, zone, end) for one in ahead if one.count > 1],
    }


def _span(stretch: Any, zone: Any, end: Any) -> str:
    """Hours in the reader's zone; a day ends at 24:00."""
    last = "24:00" if stretch.end == end else f"{stretch.end.astimezone(zone):%H:%M}"
    return f"{stretch.start.astimezone(zone):%H:%M}–{last}"
