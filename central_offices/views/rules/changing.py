"""Pages on which administrators write a change of a rule, look at what it does, and decide."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from central_offices.access.officer_request import OfficerRequest
from central_offices.dated_rules import changes, plans
from central_offices.dated_rules.changes import Draft
from central_offices.dated_rules.lifecycle import may_propose, rule_change_steps
from central_offices.dated_rules.tables import DatedTable
from central_offices.dated_rules.wording import differences, effects, last_day
from central_offices.forms.accounts import NoteForm, StepForm
from central_offices.forms.rules import EndForm, RuleForm, initial_of
from central_offices.models import RuleChange
from central_offices.views.rules.reading import rule_of, table_of, titled
from central_offices.views.step_page import step_page
from kernel.errors import NotPermitted
from kernel.forms.carrying_out import carried_out, refusal_of
from ledger import fresh_proof
from ledger.lifecycle import why_not_yet


def new(request: OfficerRequest, slug: str) -> HttpResponse:
    """Write a rule that is not there yet."""
    table = table_of(slug)
    if not table.is_open:
        raise Http404
    _demand(request)
    form = RuleForm(request.POST or None, table=table)
    back = reverse("central_offices:rules", args=[slug])
    return _write(request, form, table, title=_("New"), back=back)


def change(request: OfficerRequest, slug: str, pk: str) -> HttpResponse:
    """Write what a rule shall say from a day on; the form begins with what it says now."""
    table = table_of(slug)
    key, row = rule_of(request, table, pk)
    _demand(request)
    held = plans.holding(plans.rows_of(table, key), plans.today()) or row
    form = RuleForm(
        request.POST or None, table=table, key=key, initial=initial_of(table, held.content)
    )
    title = _("Change: %(rule)s") % {"rule": table.named(key, held.content)}
    return _write(request, form, table, title=title, back=_address(table, pk))


def end(request: OfficerRequest, slug: str, pk: str) -> HttpResponse:
    """Write the last day of a rule."""
    table = table_of(slug)
    key, row = rule_of(request, table, pk)
    _demand(request)
    form = EndForm(request.POST or None, table=table, key=key)
    title = _("End: %(rule)s") % {"rule": table.named(key, row.content)}
    return _write(request, form, table, title=title, back=_address(table, pk))


def _write(
    request: OfficerRequest, form: Any, table: DatedTable, *, title: str, back: str
) -> HttpResponse:
    """The form; what it would do once it was looked at; the proposal once that is sent."""
    looked: dict[str, Any] = {}
    if "propose" in request.POST:

        def proposed() -> str:
            given = form.cleaned_data
            made = changes.propose(form.draft(), by=request.user, reason=given["reason"])
            return address(made)

        answer = carried_out(
            request,
            form,
            proposed,
            named=form.named,
            done=_("Proposed. It waits for a second administrator."),
        )
        if answer:
            return answer
    if form.is_bound and form.is_valid():
        looked = _looked_at(request, form)
    context = {
        "form": form,
        "table": table,
        "title": title,
        "back": back,
        "asks_proof": fresh_proof.asks("rulechange.propose"),
        "page_level": 0,
    }
    return render(request, "central_offices/rule_form.html", context | looked)


def _looked_at(request: OfficerRequest, form: Any) -> dict[str, Any]:
    """The effect of the change; what it is refused for stands at the form's fields instead."""
    found: list[dict[str, Any]] = []
    refusal = refusal_of(request, lambda: found.append(_preview(form.draft())))
    missing = getattr(refusal, "missing", None) or ([("", str(refusal))] if refusal else [])
    for field, sentence in missing:
        name = form.named(field)
        form.add_error(name if name in form.fields else None, sentence)
    return found[0] if found else {}


def _preview(draft: Draft) -> dict[str, Any]:
    table, key = draft.table, draft.key
    shown = changes.preview(draft)
    return {
        "looked_at": True,
        "differences": differences(table, shown.before, shown.after),
        "effects": effects(table, key, shown.effects),
        "concerned": shown.concerned,
        "ends": not shown.after,
    }


def rule_change(request: OfficerRequest, pk: Any) -> HttpResponse:
    """One change: its effect, reason and persons, and the steps that are open to the reader."""
    row = _change(request, pk)
    draft = changes.draft_of(row)
    table, key = draft.table, draft.key
    confirm = rule_change_steps.steps["confirm"]
    may = row.status in confirm.sources and confirm.allowed(request.user, row)
    waits = row.status == RuleChange.Status.PENDING
    found = plans.plan(plans.rows_of(table, key), row.content, draft.span) if waits else []
    context = {
        "row": row,
        "title": titled(row),
        "table": table,
        "key_facts": [(table.key[name], table.in_words(name, key[name])) for name in key],
        "last_day": last_day(row.valid_from if row.kind == "END" else row.valid_to),
        "differences": differences(table, row.before, row.content),
        "effects": effects(table, key, found),
        "concerned": list(table.concerned(key, row.before, row.content)) if waits else [],
        "steps": [
            (name, STEPS[name])
            for name in rule_change_steps.open_to(request.user, row)
            if name in STEPS
        ],
        "not_yet": why_not_yet(confirm, request.user, row) if may else "",
        "names_people": request.user.administers or request.user.oversees,
        "page_level": 0,
    }
    return render(request, "central_offices/rule_change.html", context)


def decide(request: OfficerRequest, pk: Any, name: str) -> HttpResponse:
    """The last look before a step, and the step."""
    row = _change(request, pk)
    if name not in STEPS:
        raise Http404
    step = STEPS[name]
    form = step["form"](request.POST or None)
    if request.method != "POST":
        rule_change_steps.demand(name, row, by=request.user)
    table = changes.draft_of(row).table
    facts = [
        (one.label, f"{one.before} → {one.after}")
        for one in differences(table, row.before, row.content)
    ]
    days: list[tuple[Any, Any]] = [(_("First day"), str(row.valid_from))]
    if row.kind == RuleChange.Kind.END:
        days = [(_("Last day"), str(last_day(row.valid_from)))]
    return step_page(
        request,
        form,
        lambda: step["verb"](row, by=request.user, **form.values()),
        back=address(row),
        back_label=_("Change of a rule"),
        title=f"{step['label']}: {titled(row)}",
        effect=step["effect"],
        button=step["label"],
        kind=step.get("kind", "primary"),
        done=step["done"],
        asks_proof=rule_change_steps.steps[name].proof,
        facts=[*facts, *days, (_("Reason"), row.reason), (_("Proposed by"), row.proposed_by)],
    )


def address(row: RuleChange) -> str:
    return reverse("central_offices:rule_change", args=[row.pk])


def _address(table: DatedTable, pk: str) -> str:
    return reverse("central_offices:rule", args=[table.slug, pk])


def _change(request: OfficerRequest, pk: Any) -> RuleChange:
    rows = RuleChange.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("proposed_by__office", "decided_by"), pk=pk)


def _demand(request: OfficerRequest) -> None:
    if not may_propose(request.user):
        raise NotPermitted(_("Only administrators of the General Secretariat change rules."))


STEPS: dict[str, Any] = {
    "confirm": {
        "label": gettext_lazy("Confirm"),
        "effect": gettext_lazy(
            "The rule says so from its first day on. Everybody concerned is told, with the reason."
        ),
        "form": StepForm,
        "verb": changes.confirm,
        "done": gettext_lazy("Confirmed."),
    },
    "decline": {
        "label": gettext_lazy("Decline"),
        "effect": gettext_lazy("Everything stays as it is."),
        "form": NoteForm,
        "verb": changes.decline,
        "kind": "danger",
        "done": gettext_lazy("Declined."),
    },
    "withdraw": {
        "label": gettext_lazy("Withdraw"),
        "effect": gettext_lazy("Everything stays as it is."),
        "form": StepForm,
        "verb": changes.withdraw,
        "kind": "danger",
        "done": gettext_lazy("Withdrawn."),
    },
}
