"""Pages on which a case is filed with a check of the answers, changed, and taken through steps."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cases import filing, lifecycle
from cases.forms.case import (
    EditForm,
    FilingForm,
    LowerLevelForm,
    ReasonForm,
    ShareForm,
    ShareRows,
)
from cases.forms.person import PartForm, PartRows
from cases.forms.rows import BaseRows, is_growing
from cases.models import Case
from cases.views import choices, duplicates, frame
from central_offices.access.officer_request import OfficerRequest
from kernel.errors import NotPermitted, Stale
from kernel.forms.answers import answers
from kernel.forms.carrying_out import carried_out, refusal_on
from kernel.forms.shown_again import ask_to_open_again, retype
from kernel.wording import within_sentence

STEPS: dict[str, Callable[..., None]] = {
    "activate": lifecycle.activate,
    "suspend": lifecycle.suspend,
    "close": lifecycle.close,
    "reopen": lifecycle.reopen,
    "archive": lifecycle.archive,
    "lower_level": lifecycle.lower_level,
}


def create(request: OfficerRequest) -> HttpResponse:
    """Four parts on one page, then the answers to check, with persons who may be known already."""
    if not request.user.may("file_case", request.user.office):
        raise NotPermitted(_("You may not file cases. Ask your head of office for the role."))
    data = request.POST if request.method == "POST" else None
    form = FilingForm(data, officer=request.user, initial=_initial(request))
    people, shares = PartRows(data, prefix="people"), ShareRows(data, prefix="shares")
    context = {"form": form, "people": people, "shares": shares, "page_level": 1}
    if data is None or is_growing(data):
        return _shown(request, context, growing=data is not None)
    if not all([form.is_valid(), people.is_valid(), shares.is_valid()]):
        return _shown(request, context)
    if "create" not in data:
        return _checked(request, context)
    filed = carried_out(request, form, lambda: _file(request, form, people, shares))
    return filed or _shown(request, context)


@frame.of_case
def edit(request: OfficerRequest, case: Case) -> HttpResponse:
    """Change the case; whoever comes second sees both versions and decides."""
    lifecycle.case_steps.demand("edit", case, by=request.user)
    form = EditForm(
        request.POST or None, officer=request.user, case=case, initial=_as_initial(case)
    )
    context = frame.context(request, case, "edit") | {"form": form, "offers": choices.lists()}

    def save() -> str:
        filing.edit(case, form.changes, by=request.user, version=form.cleaned_data["version"])
        return case.get_absolute_url()

    def show_both(form: EditForm, stale: Stale) -> None:
        context.update(_both(form, stale.theirs, request))

    done = _("Case %(ref)s saved.") % {"ref": case.reference}
    if answer := carried_out(request, form, save, on_stale=show_both, done=done):
        return answer
    return render(request, "cases/edit.html", context)


@frame.of_case
def step(request: OfficerRequest, case: Case, name: str) -> HttpResponse:
    """One step of the case's life; some want a reason."""
    if name not in STEPS:
        raise Http404
    form = _step_form(request, case, name)

    def take() -> str:
        asked = {key: form.cleaned_data[key] for key in ("level", "reason") if key in form.fields}
        STEPS[name](case, by=request.user, version=form.cleaned_data["version"], **asked)
        state = within_sentence(case.get_status_display())
        said = _("Case %(ref)s: %(state)s.")
        messages.success(request, said % {"ref": case.reference, "state": state})
        return case.get_absolute_url()

    if answer := carried_out(request, form, take, on_stale=ask_to_open_again):
        return answer
    if refusal_on(form) is None:
        lifecycle.case_steps.demand(name, case, by=request.user)
    context = frame.context(request, case, name) | {
        "form": form,
        "step": name,
        "label": lifecycle.case_steps.steps[name].label,
        "asks_proof": lifecycle.case_steps.steps[name].proof,
    }
    return render(request, "cases/step.html", context)


def _step_form(request: OfficerRequest, case: Case, name: str) -> ReasonForm:
    """The form of a step: the version that was seen, a reason, a level."""
    data, initial = request.POST or None, {"version": case.version}
    if name == "lower_level":
        return LowerLevelForm(data, initial=initial, present=case.classification)
    form = ReasonForm(data, initial=initial)
    if name not in frame.WITH_REASON:
        del form.fields["reason"]
    return form


def _initial(request: OfficerRequest) -> dict[str, Any]:
    level = min(request.user.office.default_classification, request.user.clearance)
    return {"lead_officer": request.user.pk, "classification": level}


def _as_initial(case: Case) -> dict[str, Any]:
    initial = {name: getattr(case, name) for name in (*filing.PLAIN_FIELDS, "version")}
    initial["portfolios"] = [row.pk for row in case.portfolios.all()]
    initial["offences"] = [row.pk for row in case.offences.all()]
    return initial


def _shown(
    request: OfficerRequest, context: dict[str, Any], *, growing: bool = False
) -> HttpResponse:
    """The form; when a row was only added, nothing is called wrong yet."""
    context |= {"offers": choices.lists(), "growing": growing}
    return render(request, "cases/create.html", context)


def _checked(request: OfficerRequest, context: dict[str, Any]) -> HttpResponse:
    people = context["people"]
    known = duplicates.of_parts(request.user, people.given)
    context |= {
        "given": answers(context["form"]),
        "given_people": [
            (row, answers(row), found) for row, found in zip(people.filled, known, strict=True)
        ],
        "given_shares": [
            answers(row) for row in context["shares"].filled if row.cleaned_data["office"]
        ],
        "page_level": context["form"].cleaned_data["classification"],
    }
    return render(request, "cases/check.html", context)


def _file(request: OfficerRequest, form: FilingForm, people: BaseRows, shares: BaseRows) -> str:
    parts = [PartForm.draft(row) for row in people.given]
    offices = [ShareForm.draft(row) for row in shares.given if row["office"]]
    case = filing.open_case(form.draft(parts, offices), by=request.user)
    messages.success(request, _("Case %(ref)s created.") % {"ref": case.reference})
    return case.get_absolute_url()


def _both(form: EditForm, theirs: Case, request: OfficerRequest) -> dict[str, Any]:
    """Both versions, field by field where they differ; saving again takes what is in the form."""
    retype(form, version=str(theirs.version))
    now = EditForm(initial=_as_initial(theirs), officer=request.user, case=theirs)
    differing = [
        {"label": form[name].label, "yours": _words(form, name), "theirs": _words(now, name)}
        for name in form.FIELDS
        if _words(form, name) != _words(now, name)
    ]
    return {"stale": theirs, "differing": differing}


def _words(form: EditForm, name: str) -> str:
    """A field's value as it reads."""
    value = form[name].value()
    labels = {str(key): str(label) for key, label in getattr(form.fields[name], "choices", ())}
    values = value if isinstance(value, list) else [value]
    values = [getattr(one, "pk", one) for one in values]
    return ", ".join(labels.get(str(one), str(one or "")) for one in values)
