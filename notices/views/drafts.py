"""A draft on pages: begun from a case, written part by part, proved, sent."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.forms.rows import is_growing
from cases.models import Case, CaseSubject
from cases.views import choices
from central_offices.access.officer_request import OfficerRequest
from central_offices.models import Officer
from kernel.errors import Stale
from kernel.forms.carrying_out import ask_for_files_again, carried_out
from kernel.forms.shown_again import retype
from notices.conditions import findings
from notices.conditions.findings import Finding
from notices.forms import charges, drafts
from notices.lifecycle import notice_steps
from notices.models import Condition, ExtractField, Notice, Particulars
from notices.views import frame
from notices.workflow import drafting, reading, warrant


class Part(NamedTuple):
    """A page of the draft: its name, its form, the verb that saves it, and what it shows."""

    label: Any
    form: type[drafts.PartForm]
    save: Callable[..., None]
    initial: Callable[[Notice], dict[str, Any]]


def _fields_of(form: type[drafts.PartForm], row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in form.base_fields if hasattr(row, name)}


def _identity(notice: Notice) -> dict[str, Any]:
    more = getattr(notice, "particulars", None) or Particulars()
    good = {None: "", True: "yes", False: "no"}[more.photo_is_good]
    kept = _fields_of(drafts.IdentityForm, more)
    return kept | {
        "photo": notice.photo_id,
        "photo_is_good": good,
        "second_language": notice.second_language,
    }


def _judicial(notice: Notice) -> dict[str, Any]:
    """The judicial data; for what the person is wanted is asked until somebody has said it."""
    row = notice.proceeding
    shown = _fields_of(drafts.JudicialForm, row)
    said = row.warrant_reference, row.warrant_issuer, row.warrant_issued_on
    return shown if any(said) else shown | {"kind": None}


PARTS: dict[str, Part] = {
    "identity": Part(_("Identity"), drafts.IdentityForm, drafting.identity, _identity),
    "judicial": Part(
        _("Judicial data"),
        drafts.JudicialForm,
        warrant.judicial,
        _judicial,
    ),
    "facts": Part(
        _("Facts of the case"),
        drafts.FactsForm,
        drafting.facts,
        lambda notice: _fields_of(drafts.FactsForm, notice.proceeding),
    ),
    "action": Part(
        _("Action asked for"),
        drafts.ActionForm,
        drafting.action,
        lambda notice: (
            _fields_of(drafts.ActionForm, notice) | {"portfolios": notice.portfolios.all()}
        ),
    ),
    "restrictions": Part(
        _("Restrictions"),
        drafts.RestrictionsForm,
        drafting.restrictions,
        lambda notice: (
            _fields_of(drafts.RestrictionsForm, notice) | {"not_for": notice.not_for.all()}
        ),
    ),
    "extract": Part(
        _("Public extract"),
        drafts.ExtractForm,
        drafting.public_extract,
        lambda notice: {
            "choice": notice.public_extract,
            "fields_shown": notice.extract_fields or ExtractField.values,
        },
    ),
}
OF_PREDICATE = {
    "person_identified": "identity",
    "person_is_wanted": "identity",
    "facts_stated": "facts",
    "interest_stated": "facts",
    "purpose_is": "action",
    "circulation_chosen": "extract",
}


def start(request: OfficerRequest) -> HttpResponse:
    """Choose the person and the kind of notice, from a case of the own office."""
    reference = request.GET.get("case") or request.POST.get("case", "")
    case = get_object_or_404(Case.objects.editable_by(request.user), reference=reference.upper())
    links = CaseSubject.objects.filter(case=case, subject__owner_office=request.user.office_id)
    links = links.select_related("subject").prefetch_related("subject__identities")
    wanted = request.GET.get("person", "")
    chosen = [link for link in links if str(link.subject_id) == wanted or len(links) == 1]
    form = drafts.StartForm(
        request.POST or None,
        links=links,
        colours=drafting.colours(),
        initial={"link": chosen[0] if chosen else None},
    )

    def started() -> str:
        subject, colour = form.cleaned_data["link"].subject, form.cleaned_data["colour"]
        made = drafting.start(case, subject, colour=colour, by=request.user)
        return made.get_absolute_url()

    if answer := carried_out(request, form, started):
        return answer
    context = {"form": form, "case": case, "links": links, "page_level": case.classification}
    return render(request, "notices/start.html", context)


@frame.of_notice
def part(request: OfficerRequest, notice: Notice, name: str) -> HttpResponse:
    """One part of the draft; whoever comes second sees both versions."""
    if name not in PARTS or not reading.owns(request.user, notice):
        raise Http404
    notice_steps.demand("edit", notice, by=request.user)
    data = request.POST if request.method == "POST" else None
    growing = is_growing(data)
    form = _form(name, data, request.FILES or None, notice)
    rows = _charges(name, data, notice)
    context = {"form": form, "rows": rows, "growing": growing, "part": name}

    def save() -> str:
        _save(name, notice, request.user, form, rows)
        return _next(notice, name, data)

    def show_both(form: drafts.PartForm, stale: Stale) -> None:
        context["differing"] = _both(name, form, stale.theirs)

    if growing:
        ask_for_files_again(request, form)
    is_whole = not growing and (not rows or rows.is_valid())
    if is_whole and (answer := carried_out(request, form, save, on_stale=show_both)):
        return answer
    context |= frame.context(request, notice, name)
    context |= {"tasks": task_list(notice), "label": PARTS[name].label, "offers": choices.lists()}
    return render(request, "notices/part.html", context)


def task_list(notice: Notice) -> list[dict[str, Any]]:
    """The parts of the draft, each with what is still missing in it."""
    lacking: dict[str, list[str]] = {name: [] for name in PARTS}
    for row in drafting.missing(notice):
        for part, words in _where(row.rule.predicate, row.finding):
            if words not in lacking[part]:
                lacking[part].append(words)
    return [
        {
            "name": name,
            "label": part.label,
            "url": reverse("notices:part", args=[notice.address, name]),
            "missing": lacking[name],
        }
        for name, part in PARTS.items()
    ]


def _where(predicate: str, found: Finding) -> list[tuple[str, str]]:
    """The parts of the draft where a condition is met, each with what to do there."""
    if predicate != "circulation_chosen":
        return [(OF_PREDICATE.get(predicate, "judicial"), found.reason)]
    names = [name for names in found.missing for name in names]
    return [
        ("restrictions" if name == "not_for" else "extract", findings.lacks([name]).reason)
        for name in names
    ]


def part_of(code: str, predicate: str = "") -> str:
    """The part of the draft in which a condition is met."""
    if not predicate:
        rows = Condition.objects.filter(code=code).order_by("-valid_from")
        predicate = rows.values_list("predicate", flat=True).first() or ""
    return OF_PREDICATE.get(predicate, "judicial")


def _form(name: str, data: Any, files: Any, notice: Notice) -> drafts.PartForm:
    needs_notice = name == "identity"
    initial = PARTS[name].initial(notice) | {"version": notice.version}
    more: dict[str, Any] = {"notice": notice} if needs_notice else {}
    return PARTS[name].form(data, files, initial=initial, **more)


def _charges(name: str, data: Any, notice: Notice) -> Any:
    if name != "judicial":
        return None
    fields = charges.ChargeForm.base_fields
    initial = [
        {field: getattr(charge, field) for field in fields}
        for charge in notice.proceeding.charges.all()
    ]
    return charges.ChargeRows(data, prefix="charges", initial=initial)


def _save(name: str, notice: Notice, by: Officer, form: drafts.PartForm, rows: Any) -> None:
    given = form.values()
    if rows is not None:
        fields = charges.ChargeForm.base_fields
        given["charges"] = [{field: row[field] for field in fields} for row in rows.given]
    PARTS[name].save(notice, by=by, version=form.cleaned_data["version"], **given)


def _both(name: str, form: drafts.PartForm, theirs: Notice) -> list[dict[str, Any]]:
    """Fields in which the saved version and the typed one differ; saving again takes the latter."""
    retype(form, version=str(theirs.version))
    saved = _form(name, None, None, theirs)
    differing = []
    for field in form.visible_fields():
        yours, others = str(field.value() or ""), str(saved[field.name].value() or "")
        if yours != others and field.name in saved.initial:
            differing.append({"label": field.label, "yours": yours, "theirs": others})
    return differing


def _next(notice: Notice, name: str, data: Any) -> str:
    """Where saving leads: the next part, or the task list where that was asked for."""
    names = list(PARTS)
    following = names.index(name) + 1
    if "stay" in data or following == len(names):
        return notice.get_absolute_url()
    return reverse("notices:part", args=[notice.address, names[following]])
