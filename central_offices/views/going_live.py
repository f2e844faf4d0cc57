"""The check-list by which an office goes live, and its trials."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from central_offices import roles
from central_offices.access.officer_request import OfficerRequest
from central_offices.directory import entries
from central_offices.forms import accounts
from central_offices.forms.taking_part import CallForm
from central_offices.models import CentralOffice, OfficeTrial
from central_offices.rosters import planning
from central_offices.taking_part import going_live, trials
from central_offices.views import access_changes
from central_offices.views.step_page import step_page


def page(request: OfficerRequest, code: str) -> HttpResponse:
    """List of what is done and still to do, with the trials that are open to this officer."""
    office = _office(request, code)
    items = going_live.items(office)
    trial = going_live.of_delivery(office)
    open_trial = trial if trial and not trial.answered_at else None
    shifts = [row for row in planning.on_duty(request.user, office) if _own(request, row)]
    context = {
        "office": office,
        "items": items,
        "ready": all(item.done for item in items),
        "number": trials.number_of(shifts[0]) if shifts else "",
        "rings": request.user.administers,
        "trial": open_trial,
        "arrived": open_trial is not None and trials.arrived(open_trial),
        "why_not": trials.why_not_answered_by(request.user, open_trial) if open_trial else "",
        "sends": trials.may_send(request.user, office) and hasattr(office, "destination"),
        "manages": entries.manages(request.user, office),
        "changes": access_changes.open_about(request.user, office=office, kind="LIVE"),
        "page_level": 0,
    }
    return render(request, "central_offices/going_live.html", context)


def call(request: OfficerRequest, code: str) -> HttpResponse:
    """Write down the number that the officer on duty read out."""
    office = _office(request, code)
    roles.demand_administrator(request.user)
    form = CallForm(request.POST or None)
    return _step(
        request,
        office,
        form,
        lambda: trials.note_call(office, by=request.user, **form.values()),
        title=_("Ring the duty desk of %(office)s") % {"office": office},
        effect=_(
            "Ring the number of the directory. The officer on duty opens the check-list of the "
            "office, and reads out the number that stands there."
        ),
        facts=[(_("Phone, day and night"), office.emergency_phone or "—")],
        button=_("Note the call"),
        done=_("The desk was reached."),
    )


def send(request: OfficerRequest, code: str) -> HttpResponse:
    """Send a test message on the way by which the office receives."""
    office = _office(request, code)
    form = accounts.StepForm(request.POST or None)
    return _step(
        request,
        office,
        form,
        lambda: trials.send_test(office, by=request.user),
        title=_("Send a test message to %(office)s") % {"office": office},
        effect=_(
            "It goes the way of every message. In the browser a colleague of the office answers it "
            "here; otherwise the office's own system does, over the API."
        ),
        button=_("Send"),
        done=_("Sent."),
    )


def answer(request: OfficerRequest, code: str, pk: UUID) -> HttpResponse:
    """Answer a test message in the browser."""
    office = _office(request, code)
    rows = OfficeTrial.objects.visible_to(request.user).filter(office=office, kind="DELIVERY")
    trial = get_object_or_404(rows.select_related("office"), pk=pk)
    form = accounts.StepForm(request.POST or None)
    return _step(
        request,
        office,
        form,
        lambda: trials.answer(trial, by=request.user),
        title=_("Answer the test message"),
        effect=_("A signed message of your office tells the General Secretariat that it arrived."),
        button=_("Answer"),
        done=_("Answered."),
    )


def _step(
    request: OfficerRequest, office: CentralOffice, form: Any, carry_out: Any, **words: Any
) -> HttpResponse:
    back = _address("going_live", office)
    label = _("Going live")
    return step_page(request, form, carry_out, back=back, back_label=label, **words)


def _office(request: OfficerRequest, code: str) -> CentralOffice:
    """A national office, for its own people, administrators and the Commission."""
    rows = CentralOffice.objects.visible_to(request.user).filter(kind="NATIONAL")
    row = get_object_or_404(rows.select_related("destination"), code=code)
    if not (row.pk == request.user.office_id or request.user.administers or request.user.oversees):
        raise Http404
    return row


def _own(request: OfficerRequest, shift: Any) -> bool:
    return bool(shift.officer_id == request.user.pk)


def _address(view: str, office: CentralOffice) -> str:
    return reverse(f"central_offices:{view}", args=[office.code])
