"""Frame of every page of one case: the visible case, its head, its tabs, and its reason."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.core.signing import Signer
from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from cases import lifecycle, tabs
from cases.forms.case import ReasonForm
from cases.models import Case, CaseEntry, CaseFile, CaseSubject, Identity, Nationality, Subject
from central_offices.access import purpose_on_pages, reasons
from central_offices.access.officer_request import OfficerRequest
from central_offices.models import CentralOffice, Classification, Jurisdiction
from central_offices.models.codes import NEEDS_CONSENT
from kernel.pages.next_address import next_address
from kernel.statements import together
from ledger import events

WITH_REASON = {"suspend", "close", "reopen", "lower_level"}
MAX_NOTES_SHOWN = 5
BUTTONS = ("activate", "suspend", "close", "reopen", "archive", "lower_level")


def visible(request: OfficerRequest, reference: str) -> Case:
    """The case, if the officer may see it; else 404, exactly as if there were none."""
    rows: Any = Case.objects.visible_to(request.user).select_related(
        "owner_office", "lead_officer", "created_by"
    )
    guarded = CaseFile.objects.filter(case=OuterRef("pk"), handling_codes__overlap=NEEDS_CONSENT)
    rows = rows.annotate(has_guarded_files=Exists(guarded))
    return _with_its_parts(get_object_or_404(rows, reference=reference.upper()))


def _with_its_parts(case: Case) -> Case:
    """The case with portfolios, offences, shares and their offices, read by one statement."""
    shared_with = CentralOffice.objects.filter(pk__in=case.shares.values("office"))
    portfolios, offences, shares, offices = together.read(
        case.portfolios.all(), case.offences.all(), case.shares.all(), shared_with
    )
    by_key = {office.pk: office for office in offices}
    for share in shares:
        share.case, share.office = case, by_key[share.office_id]
    for name, rows in (("portfolios", portfolios), ("offences", offences), ("shares", shares)):
        together.keep(case, name, rows)
    return case


More = ParamSpec("More")  # what else the address of a page names


def of_case(
    view: Callable[Concatenate[OfficerRequest, Case, More], HttpResponseBase],
) -> Callable[Concatenate[OfficerRequest, str, More], HttpResponseBase]:
    """Hand the visible case to the view; a confidential one only once a reason was given."""

    @wraps(view)
    def with_case(
        request: OfficerRequest, reference: str, *args: More.args, **kwargs: More.kwargs
    ) -> HttpResponseBase:
        case = visible(request, reference)
        if reasons.lacks(request, case.pk, case.classification):
            return ask_reason(request, case.pk, case.reference)
        return view(request, case, *args, **kwargs)

    return with_case


def persons_of(case: Case) -> list[CaseSubject]:
    """The persons of a visible case, with their names and countries; read once for a page."""

    def read() -> list[CaseSubject]:
        rows = CaseSubject.objects.filter(case=case).select_related("subject__owner_office")
        found = list(rows.order_by("added_at", "pk"))
        for link in found:
            link.case = case
        _name([link.subject for link in found])
        return found

    return tabs.once(case, "persons", read)


def _name(subjects: list[Subject]) -> None:
    """Hang identities and nationalities with their countries on the persons, by one statement."""
    if not subjects:
        return
    nationalities = Nationality.objects.filter(subject__in=subjects)
    identities, belongs, countries = together.read(
        Identity.objects.filter(subject__in=subjects),
        nationalities,
        Jurisdiction.objects.filter(pk__in=nationalities.order_by().values("jurisdiction")),
    )
    by_code = {country.pk: country for country in countries}
    for row in belongs:
        row.jurisdiction = by_code[row.jurisdiction_id]
    for subject in subjects:
        for name, rows in (("identities", identities), ("nationalities", belongs)):
            own = [row for row in rows if row.subject_id == subject.pk]
            for row in own:
                row.subject = subject
            together.keep(subject, name, own)


def notes_of(case: Case) -> list[CaseEntry]:
    """The newest notes of a visible case and those under conditions, the newest first."""

    def read() -> list[CaseEntry]:
        newest = case.entries.order_by("-written_at").values("pk")[:MAX_NOTES_SHOWN]
        rows = case.entries.filter(Q(pk__in=newest) | Q(handling_codes__overlap=NEEDS_CONSENT))
        return list(rows.select_related("written_by__office").order_by("-written_at"))

    return tabs.once(case, "notes", read)


def guarded_files_of(case: Case) -> list[CaseFile]:
    """The documents of a visible case under conditions, the oldest first."""
    if not getattr(case, "has_guarded_files", True):
        return []
    rows = case.files.filter(handling_codes__overlap=NEEDS_CONSENT)
    return list(rows.select_related("added_by__office", "file").order_by("added_at"))


def context(request: OfficerRequest, case: Case, here: str) -> dict[str, Any]:
    """The context of "cases/frame.html": head, buttons and tabs; reading it is recorded."""
    officer = request.user
    open_steps = lifecycle.case_steps.open_to(officer, case)
    events.record(
        "case.view",
        by=officer,
        subject=case,
        case_id=case.pk,
        purpose=purpose_on_pages.purpose_of(request),
        data={"tab": here},
    )
    return {
        "case": case,
        "here": here,
        "open": open_steps,
        "steps": [
            (name, lifecycle.case_steps.steps[name].label) for name in BUTTONS if name in open_steps
        ],
        "actions": [
            (action, url) for action in tabs.all_actions() if (url := action.url(officer, case))
        ],
        "tabs": [
            {
                "tab": tab,
                "url": reverse(tab.page, args=[case.reference]),
                "count": tab.count(officer, case) if tab.count else None,
            }
            for tab in tabs.all_tabs()
        ],
        "page_level": case.classification,
    }


def ask_reason(request: OfficerRequest, pk: UUID, title: str) -> HttpResponse:
    """Why a confidential record is opened; asked once a session, kept in the ledger."""
    form = ReasonForm()
    return render(
        request,
        "cases/reason.html",
        {
            "form": form,
            "title": title,
            "back": request.get_full_path() if request.method == "GET" else "",
            "action": reverse("cases:give_reason", args=[pk]),
            "asked": _asked(request).sign(str(pk)),
            "page_level": Classification.CONFIDENTIAL,
        },
    )


def give_reason(request: OfficerRequest, pk: UUID) -> HttpResponse:
    """Keep the reason, and go on to the record that this officer was asked about."""
    asked = request.POST.get("asked", "")
    if asked != _asked(request).sign(str(pk)):
        raise Http404
    form = ReasonForm(request.POST or None)
    back = next_address(request, otherwise=reverse("cases:list"))
    if not form.is_valid():
        context = {"form": form, "back": back, "action": request.path, "asked": asked}
        context["page_level"] = Classification.CONFIDENTIAL
        return render(request, "cases/reason.html", context)
    reasons.keep(request, pk, form.cleaned_data["reason"])
    return redirect(back)


def _asked(request: OfficerRequest) -> Signer:
    """The signer of a note that this officer was asked for a reason, and may see the record."""
    return Signer(salt=f"cases.reason:{request.user.pk}")
