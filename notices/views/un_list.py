"""Pages of the UN list: one person brings an edition, a second confirms what it would change."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from central_offices.access.officer_request import OfficerRequest
from central_offices.forms.accounts import StepForm
from central_offices.models import Officer
from central_offices.views.step_page import step_page
from kernel.forms.carrying_out import carried_out
from kernel.models import Job
from kernel.pages import keyset
from kernel.pages.waiting import Item, Waiting
from ledger import fresh_proof
from notices.forms.un_list import ConfirmForm, DeclineForm, UnListForm
from notices.models import UnListChange, UnListEdition
from notices.queries import keeps_un_list
from notices.un_list import dates, difference, editions, field_changes, notices
from notices.un_list import job as un_job
from notices.un_list.editions import Said

MAX_READINGS_SHOWN = 10
BY_REFERENCE = keyset.Order("reference", is_falling=False)


def page(request: OfficerRequest) -> HttpResponse:
    """Page of what is loaded, with the form for a new edition, and the editions so far."""
    if not keeps_un_list(request.user):
        raise Http404
    form = UnListForm(request.POST or None, request.FILES or None)

    def named(field: str) -> str:
        return field or "file"

    if answer := carried_out(request, form, lambda: _start(request, form), named=named):
        return answer
    rows = UnListEdition.objects.visible_to(request.user)
    shown = keyset.asked(rows.select_related("uploaded_by", "decided_by"), request.GET)
    context = {
        "form": form,
        "asks_proof": fresh_proof.asks(un_job.VERB),
        "listed": notices.known().count(),
        "made_at": dates.made_at(editions.newest()),
        "page": shown,
        "pager": keyset.links(shown, request.GET),
        "readings": [_reading(row, request.user) for row in un_job.readings(MAX_READINGS_SHOWN)],
        "page_level": 0,
    }
    return render(request, "notices/un_list.html", context)


def _start(request: OfficerRequest, form: UnListForm) -> str:
    file = form.cleaned_data["file"]
    job = un_job.read_soon(file, file.name, Said(**form.given), by=request.user)
    return reverse("job", args=[job.pk])


def _reading(job: Job, officer: Officer) -> dict[str, object]:
    """A line of the table; a job's own page is for its owner."""
    return {"job": job, "opens": job.owner_id == officer.pk}


def edition(request: OfficerRequest, pk: UUID) -> HttpResponse:
    """One edition: its source and digests, what it would change, and the steps that are open."""
    row = _edition(request, pk)
    kind = request.GET.get("kind", "")
    changes = row.changes.filter(kind=kind) if kind else row.changes
    shown = keyset.asked(changes.all(), request.GET, BY_REFERENCE)
    steps = editions.un_edition_steps.open_to(request.user, row)
    context = {
        "edition": row,
        "counts": _counts(row, kind),
        "kind": kind,
        "page": shown,
        "rows": [(change, _parts(request, change)) for change in shown.rows],
        "pager": keyset.links(shown, request.GET),
        "steps": [(name, STEPS[name]) for name in steps if name in STEPS],
        "shows_digest": not editions.types_digest(request.user, row),
        "waits": row.status == UnListEdition.Status.PROPOSED and "confirm" not in steps,
        "job": un_job.job_of(row) if row.status == UnListEdition.Status.CONFIRMED else None,
        "page_level": 0,
    }
    return render(request, "notices/un_edition.html", context)


def _parts(request: OfficerRequest, change: UnListChange) -> list[dict[str, Any]]:
    """The parts of a record that change, under labels in the reader's language."""
    reader = (request.LANGUAGE_CODE or "en").split("-")[0]
    return [{**one, "label": field_changes.label(one["field"], reader)} for one in change.fields]


def _counts(row: UnListEdition, chosen: str) -> list[dict[str, Any]]:
    """How many records change in each way, with the address that shows these alone."""
    return [
        {
            "label": kind.label,
            "n": row.counts.get(name, 0),
            "url": "?" if chosen == kind else f"?kind={kind}",
            "is_chosen": chosen == kind,
        }
        for name, kind in difference.COUNTS.items()
    ]


STEPS: dict[str, dict[str, Any]] = {
    "propose": {
        "title": gettext_lazy("Propose this edition"),
        "effect": gettext_lazy(
            "Another administrator or reviewer of the General Secretariat is asked to confirm it: "
            "%(counts)s Nothing is loaded before."
        ),
        "button": gettext_lazy("Propose"),
        "kind": "primary",
        "done": gettext_lazy("Proposed. It waits for a second person."),
    },
    "confirm": {
        "title": gettext_lazy("Confirm this edition"),
        "effect": gettext_lazy(
            "A worker loads it in your name: %(counts)s Every notice of it is public, and every "
            "office is told. Confirm only what you have checked with the source yourself."
        ),
        "button": gettext_lazy("Confirm and load"),
        "kind": "primary",
        "done": gettext_lazy("Confirmed. It is being loaded."),
    },
    "decline": {
        "title": gettext_lazy("Decline this edition"),
        "effect": gettext_lazy("It is not loaded. Whoever uploaded it reads your reason."),
        "button": gettext_lazy("Decline"),
        "kind": "danger",
        "done": gettext_lazy("Declined."),
    },
    "withdraw": {
        "title": gettext_lazy("Withdraw this edition"),
        "effect": gettext_lazy("It is not loaded, and nobody can confirm it any more."),
        "button": gettext_lazy("Withdraw"),
        "kind": "",
        "done": gettext_lazy("Withdrawn."),
    },
    "load": {
        "title": gettext_lazy("Load the confirmed edition"),
        "effect": gettext_lazy(
            "For an edition whose loading broke off. A worker loads it in your name: %(counts)s"
        ),
        "button": gettext_lazy("Load it"),
        "kind": "",
        "done": gettext_lazy("It is being loaded."),
    },
}
FORMS: dict[str, type[StepForm]] = {"confirm": ConfirmForm, "decline": DeclineForm}
VERBS: dict[str, Any] = {
    "propose": editions.propose,
    "confirm": un_job.confirm,
    "decline": editions.decline,
    "withdraw": editions.withdraw,
    "load": un_job.load_soon,
}


def step(request: OfficerRequest, pk: UUID, name: str) -> HttpResponse:
    """Ask what the step needs, then take it once."""
    row = _edition(request, pk)
    if name not in STEPS:
        raise Http404
    form = FORMS.get(name, StepForm)(request.POST or None)
    if isinstance(form, ConfirmForm):
        form.ask_expected(row.expected)
    if request.method != "POST":
        editions.un_edition_steps.demand(name, row, by=request.user)
    words = {**STEPS[name], "effect": STEPS[name]["effect"] % {"counts": _sentence(row)}}
    return step_page(
        request,
        form,
        lambda: VERBS[name](row, by=request.user, **form.values()),
        back=row.get_absolute_url(),
        back_label=_("Back to the edition"),
        blame=next((field for field in ("digest", "reason") if field in form.fields), None),
        asks_proof=editions.un_edition_steps.steps[name].proof,
        **words,
    )


def _sentence(row: UnListEdition) -> str:
    return difference.sentence(row.counts)


def waiting(officer: Officer) -> Iterator[Waiting]:
    """Editions that this officer may confirm, the oldest first."""
    rows = UnListEdition.objects.visible_to(officer).filter(status=UnListEdition.Status.PROPOSED)
    for row in rows.select_related("uploaded_by").order_by("proposed_at")[:200]:
        if editions.second_person(officer, row):
            yield Waiting(
                kind=_("Edition of the UN list"),
                title=_sentence(row),
                reference=str(row),
                url=row.get_absolute_url(),
                by=str(row.uploaded_by),
                since=row.proposed_at or row.created_at,
            )


def to_propose(officer: Officer) -> list[Item]:
    """Editions that this officer uploaded and has not proposed yet."""
    rows = UnListEdition.objects.visible_to(officer).filter(
        status=UnListEdition.Status.CHECKED, uploaded_by=officer.pk
    )
    return [
        Item("notice", _sentence(row), row.get_absolute_url(), str(row), since=row.created_at)
        for row in rows.order_by("created_at")[:MAX_READINGS_SHOWN]
    ]


def _edition(request: OfficerRequest, pk: UUID) -> UnListEdition:
    rows = UnListEdition.objects.visible_to(request.user)
    rows = rows.select_related("file", "uploaded_by__office", "decided_by")
    return get_object_or_404(rows, pk=pk)
