"""The tabs of a case that belong to it: overview, persons, documents, activity, access."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases import filing, lifecycle, persons, tabs
from cases.activity import reading as activity
from cases.documents import hand_out
from cases.forms.case import DocumentForm, NoteForm
from cases.forms.person import ChangePartForm, PartForm
from cases.models import Case, CaseFile, CaseSubject
from cases.views import choices, duplicates, frame
from central_offices.access import purpose_on_pages
from central_offices.access.officer_request import OfficerRequest
from kernel.forms.carrying_out import carried_out


@frame.of_case
def detail(request: OfficerRequest, case: Case) -> HttpResponse:
    """Page of a case: what this is, what to do next, what just happened."""
    context = frame.context(request, case, "overview")
    cards = [(card.template, card.context(request.user, case)) for card in tabs.all_cards()]
    persons = frame.persons_of(case)
    context |= {
        "links": persons[:10],
        "notes": frame.notes_of(case)[: frame.MAX_NOTES_SHOWN],
        "note_form": NoteForm(),
        "cards": [(template, found) for template, found in cards if found is not None],
        "happened": activity.events_of(
            case, request.user, max_rows=8, persons=[link.subject_id for link in persons]
        ),
        "offices": [share for share in case.shares.all() if share.ended_at is None],
    }
    return render(request, "cases/detail.html", context)


@frame.of_case
def case_persons(request: OfficerRequest, case: Case) -> HttpResponse:
    """The persons of the case, and the form that adds one."""
    context = frame.context(request, case, "persons") | {
        "links": frame.persons_of(case),
        "parts": CaseSubject.Status.choices,
    }
    if request.method == "POST":
        lifecycle.case_steps.demand("add_person", case, by=request.user)
    if "add_person" not in context["open"]:
        return render(request, "cases/persons.html", context)
    form = PartForm(request.POST or None)
    if form.is_valid() and form.cleaned_data:
        part = form.cleaned_data
        known = [] if "create" in request.POST else duplicates.of_parts(request.user, [part])[0]
        if not known:

            def add() -> str:
                subject = persons.add(case, PartForm.draft(part), by=request.user)
                messages.success(request, _("%(name)s added.") % {"name": subject})
                return reverse("cases:case_persons", args=[case.reference])

            if answer := carried_out(request, form, add):
                return answer
        context["known"] = known
    return render(
        request, "cases/persons.html", context | {"form": form, "offers": choices.lists()}
    )


@require_POST
@frame.of_case
def change_part(request: OfficerRequest, case: Case) -> HttpResponse:
    """Say anew what a person is in the case."""
    form = ChangePartForm(request.POST)
    if not form.is_valid():
        raise Http404
    links = CaseSubject.objects.filter(case=case).select_related("subject")
    link = get_object_or_404(links, subject=form.cleaned_data["subject"])
    status = form.cleaned_data["status_of_person"]
    persons.change_part(case, link.subject, status, by=request.user)
    messages.success(request, _("%(name)s saved.") % {"name": link.subject})
    return redirect("cases:case_persons", case.reference)


@frame.of_case
def note(request: OfficerRequest, case: Case) -> HttpResponse:
    """Write into the diary; sent twice it is written once."""
    lifecycle.case_steps.demand("add_note", case, by=request.user)
    form = NoteForm(request.POST or None)
    back = case.get_absolute_url()

    def write() -> str:
        filing.add_note(case, form.cleaned_data["text"], by=request.user, marks=form.marks())
        return back

    if answer := carried_out(request, form, write):
        return answer
    return render(request, "cases/note.html", frame.context(request, case, "note") | {"form": form})


@frame.of_case
def documents(request: OfficerRequest, case: Case) -> HttpResponse:
    """The files of the case, and the form that adds one."""
    context = frame.context(request, case, "documents")
    if request.method == "POST":
        lifecycle.case_steps.demand("add_document", case, by=request.user)
    form = DocumentForm(request.POST or None, request.FILES or None)

    def add() -> str:
        given = form.cleaned_data["file"]
        filing.add_document(
            case,
            given.file,
            given.name,
            by=request.user,
            description=form.cleaned_data["description"],
            marks=form.marks(),
        )
        messages.success(request, _("%(name)s added.") % {"name": given.name})
        return reverse("cases:documents", args=[case.reference])

    def named(field: str) -> str:
        return field or "file"

    if answer := carried_out(request, form, add, named=named):
        return answer
    kept = case.files.select_related("file", "added_by__office").order_by("-added_at")
    return render(request, "cases/documents.html", context | {"form": form, "files": kept})


@frame.of_case
def document(request: OfficerRequest, case: Case, pk: UUID) -> HttpResponseBase:
    """One file, as a download that no browser runs."""
    kept = get_object_or_404(
        CaseFile.objects.visible_to(request.user).select_related("file"), case=case, pk=pk
    )
    return hand_out(kept, by=request.user, why=purpose_on_pages.purpose_of(request))


@frame.of_case
def activity_page(request: OfficerRequest, case: Case) -> HttpResponse:
    """Page of the case's activity, newest first."""
    kind = request.GET.get("kind", "")
    context = frame.context(request, case, "activity") | {
        "happened": activity.events_of(case, request.user, kind=kind),
        "kinds": activity.kinds_for(request.user, case),
        "kind": kind,
    }
    return render(request, "cases/activity.html", context)
