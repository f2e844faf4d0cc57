"""Pages on which offices agree who approves for whom, where nobody of an office is left."""

from typing import Any, NamedTuple

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from central_offices.access.officer_request import OfficerRequest
from central_offices.agreements import deputy_offices
from central_offices.agreements.deputy_lifecycle import deputy_office_steps
from central_offices.forms.accounts import StepForm
from central_offices.models import CentralOffice, DeputyOffice
from central_offices.two_persons.lifecycle import speaks_for
from central_offices.views.step_page import step_page
from kernel.forms.days import Day, DayField
from kernel.forms.shown_again import offer_rows


class ProposeForm(StepForm):
    """The deputy office, from one day up to another."""

    deputy = forms.ModelChoiceField(
        label=gettext_lazy("Deputy office"),
        queryset=CentralOffice.objects.none(),
        to_field_name="code",
        empty_label=gettext_lazy("Choose an office"),
    )
    valid_from = DayField(label=gettext_lazy("First day"), widget=Day)
    valid_to = DayField(
        label=gettext_lazy("Until, without this day"),
        widget=Day,
        required=False,
        help_text=gettext_lazy("Empty: until it is ended."),
    )

    def __init__(self, *args: Any, office: CentralOffice, **kwargs: Any):
        super().__init__(*args, **kwargs)
        offer_rows(self, "deputy", CentralOffice.objects.joined().exclude(pk=office.pk))


class Page(NamedTuple):
    """A step: its button, and what it brings about."""

    label: Any
    effect: Any
    verb: Any
    kind: str = "primary"


STEPS = {
    "agree": Page(
        gettext_lazy("Agree"),
        gettext_lazy(
            "From its first day on, approvers of the deputy office see and approve requests that "
            "the other office asks them about, where nobody there is left who may."
        ),
        deputy_offices.agree,
    ),
    "decline": Page(
        gettext_lazy("Decline"),
        gettext_lazy("Everything stays as it is."),
        deputy_offices.decline,
        "danger",
    ),
    "withdraw": Page(
        gettext_lazy("Withdraw"),
        gettext_lazy("Everything stays as it is."),
        deputy_offices.withdraw,
        "danger",
    ),
    "end": Page(
        gettext_lazy("End"),
        gettext_lazy("From now on the deputy office approves nothing more for the other one."),
        deputy_offices.end,
        "danger",
    ),
}


def page(request: OfficerRequest, code: str) -> HttpResponse:
    """Deputies of this office, and offices that it is the deputy of; proposals for their heads."""
    office = _office(request, code)
    rows = DeputyOffice.objects.visible_to(request.user).select_related(
        "office", "deputy", "proposed_by__office", "decided_by", "ended_by"
    )
    rows = (rows.filter(office=office) | rows.filter(deputy=office)).order_by("-proposed_at")
    context = {
        "office": office,
        "rows": [
            (row, [(name, STEPS[name]) for name in deputy_office_steps.open_to(request.user, row)])
            for row in rows[:50]
        ],
        "proposes": speaks_for(request.user, office),
        "page_level": 0,
    }
    return render(request, "central_offices/deputy_offices.html", context)


def propose(request: OfficerRequest, code: str) -> HttpResponse:
    """Propose a deputy office, as a head of the office."""
    office = _office(request, code)
    if not speaks_for(request.user, office):
        raise Http404
    form = ProposeForm(request.POST or None, office=office)
    return step_page(
        request,
        form,
        lambda: _propose(form.values(), office, request),
        back=_address(office),
        back_label=str(office),
        title=_("Propose a deputy office"),
        effect=_(
            "It comes into force when a head of the other office agrees. Its approvers then may "
            "approve requests that you ask them about, where nobody of your office is left who may."
        ),
        button=_("Propose"),
        done=_("Proposed. It waits for the other head."),
        asks_proof=True,
    )


def decide(request: OfficerRequest, code: str, pk: Any, name: str) -> HttpResponse:
    """The last look before a step, and the step."""
    office = _office(request, code)
    rows = DeputyOffice.objects.visible_to(request.user).select_related(
        "office", "deputy", "proposed_by__office"
    )
    row = get_object_or_404(rows.filter(office=office) | rows.filter(deputy=office), pk=pk)
    if name not in STEPS:
        raise Http404
    step = STEPS[name]
    form = StepForm(request.POST or None)
    return step_page(
        request,
        form,
        lambda: step.verb(row, by=request.user),
        back=_address(office),
        back_label=str(office),
        title=f"{step.label}: {_who_for_whom(row)}",
        effect=step.effect,
        button=step.label,
        kind=step.kind,
        asks_proof=deputy_office_steps.steps[name].proof,
        facts=_facts_of(row),
    )


def _who_for_whom(row: DeputyOffice) -> str:
    return _("%(deputy)s approves for %(office)s") % {"deputy": row.deputy, "office": row.office}


def _facts_of(row: DeputyOffice) -> list[tuple[Any, Any]]:
    """The days and who proposed, for the page on which somebody decides."""
    until = date_format(row.valid_to, "j M Y") if row.valid_to else _("Until it is ended")
    return [
        (_("First day"), date_format(row.valid_from, "j M Y")),
        (_("Until, without this day"), until),
        (_("Proposed by"), f"{row.proposed_by} ({row.proposed_by.office.code})"),
    ]


def _propose(values: dict[str, Any], office: CentralOffice, request: OfficerRequest) -> Any:
    return deputy_offices.propose(office, values.pop("deputy"), by=request.user, **values)


def _office(request: OfficerRequest, code: str) -> CentralOffice:
    found: CentralOffice = get_object_or_404(
        CentralOffice.objects.visible_to(request.user), code=code
    )
    return found


def _address(office: CentralOffice) -> str:
    return reverse("central_offices:deputy_offices", args=[office.code])
