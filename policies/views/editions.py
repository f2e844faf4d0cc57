"""Pages of the editions of the key issues for those who write them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from central_offices.access.officer_request import OfficerRequest
from central_offices.models import Officer
from kernel.errors import Refusal
from kernel.forms.carrying_out import carried_out, refusal_of
from kernel.forms.numbers import typed_number
from kernel.wording import within_sentence
from policies import documents, lifecycle, writing
from policies.forms import editions as forms
from policies.models import Edition, EditionDocument, KeyIssue, Language, Portfolio


def editions(request: OfficerRequest) -> HttpResponse:
    _demand_editor(request)
    rows = Edition.objects.visible_to(request.user).select_related("author", "corrects")
    return render(request, "policies/editions.html", {"editions": rows, "page_level": 0})


def begin(request: OfficerRequest) -> HttpResponse:
    _demand_editor(request)
    form = forms.BeginForm(request.POST or None)

    def begun() -> str:
        year, languages = form.cleaned_data["year"], form.cleaned_data["languages"]
        return writing.begin(year, by=request.user, languages=languages).get_absolute_url()

    if answer := carried_out(request, form, begun):
        return answer
    return _form(request, form, _("New edition"), _("Begin"))


def edition(request: OfficerRequest, slug: str) -> HttpResponse:
    row = _edition(request, slug)
    return _show(request, row)


def texts(request: OfficerRequest, slug: str) -> HttpResponse:
    row = _edition(request, slug)
    form = forms.TextsForm(request.POST or None, edition=row, initial={"version": row.version})

    def save() -> str:
        _write_texts(row, form, request.user)
        return row.get_absolute_url()

    if answer := carried_out(request, form, save):
        return answer
    return _form(request, form, _("Title and foreword"), _("Save"), row)


def issue(request: OfficerRequest, slug: str, pk: UUID | None = None) -> HttpResponse:
    row = _edition(request, slug)
    known = get_object_or_404(KeyIssue, edition=row, pk=pk) if pk else None
    initial = {"version": row.version, "rank": row.issues.count() + 1}
    form = forms.IssueForm(request.POST or None, edition=row, issue=known, initial=initial)

    def save() -> str:
        values = form.cleaned_data
        writing.write_issue(
            row,
            known,
            by=request.user,
            version=values["version"],
            rank=values["rank"],
            portfolios=values["portfolios"],
            texts=form.texts(),
        )
        return row.get_absolute_url()

    if answer := carried_out(request, form, save):
        return answer
    title = _("Key issue %(rank)s") % {"rank": known.rank} if known else _("New key issue")
    return _form(request, form, title, _("Save"), row)


@require_POST
def remove_issue(request: OfficerRequest, slug: str, pk: UUID) -> HttpResponse:
    row = _edition(request, slug)
    known = get_object_or_404(KeyIssue, edition=row, pk=pk)
    version = typed_number(request.POST.get("version", "")) or 0
    writing.remove_issue(row, known, by=request.user, version=version)
    messages.success(request, _("Key issue removed."))
    return redirect(row)


def absences(request: OfficerRequest, slug: str) -> HttpResponse:
    row = _edition(request, slug)
    form = forms.AbsencesForm(request.POST or None, edition=row, initial={"version": row.version})

    def save() -> str:
        version, sentences = form.cleaned_data["version"], form.sentences()
        writing.write_absences(row, by=request.user, version=version, sentences=sentences)
        return row.get_absolute_url()

    if answer := carried_out(request, form, save):
        return answer
    return _form(request, form, _("Portfolios without a key issue"), _("Save"), row)


def preview(request: OfficerRequest, slug: str, language: str) -> HttpResponse:
    """The edition as it would be published in one language: what an approval is given to."""
    row = _edition(request, slug)
    if language not in row.languages:
        raise Http404
    content = documents.payload(row, language)
    context = {"edition": row, "paper": content, "code": language, "page_level": 0}
    return render(request, "policies/preview.html", context)


@require_POST
def take(request: OfficerRequest, slug: str, step: str) -> HttpResponse:
    """Take one step of the edition's life; a refusal says on the edition what is missing."""
    row = _edition(request, slug)
    steps = _steps(request, row)
    if step not in steps:
        raise Http404
    if refusal := refusal_of(request, steps[step], passes=()):
        return _show(request, row, refusal)
    messages.success(request, _("Edition %(edition)s: %(state)s.") % _state(row))
    return redirect("policies:editions" if row.status == Edition.Status.DISCARDED else row)


def correct(request: OfficerRequest, slug: str) -> HttpResponse:
    row = _edition(request, slug)
    form = forms.CorrectForm(request.POST or None)

    def corrected() -> str:
        note = form.cleaned_data["note"]
        return writing.correct(row, by=request.user, note=note).get_absolute_url()

    if answer := carried_out(request, form, corrected):
        return answer
    return _form(
        request, form, _("Correct %(edition)s") % {"edition": row}, _("Begin the correction"), row
    )


def _steps(request: OfficerRequest, row: Edition) -> dict[str, Callable[[], None]]:
    by, given = request.user, request.POST
    year = typed_number(given.get("year", "")) or 0
    return {
        "submit": lambda: lifecycle.submit(row, by=by),
        "approve": lambda: lifecycle.approve(row, by=by, sha256=given.get("sha256", "")),
        "send_back": lambda: lifecycle.send_back(row, by=by, reason=given.get("reason", "")),
        "reopen": lambda: lifecycle.reopen(row, by=by),
        "discard": lambda: lifecycle.discard(row, by=by),
        "publish": lambda: lifecycle.publish(row, by=by, year=year),
    }


def _show(request: OfficerRequest, row: Edition, refusal: Refusal | None = None) -> HttpResponse:
    issues = row.issues.prefetch_related("texts", "portfolios").order_by("rank")
    context = {
        "edition": row,
        "issues": [(i, _title(i, request.LANGUAGE_CODE)) for i in issues],
        "languages": [(code, Language(code).label) for code in row.languages],
        "missing": documents.missing(row) if row.status == "DRAFT" else [],
        "sha256": documents.digest(row),
        "steps": lifecycle.edition_steps.open_to(request.user, row),
        "documents": EditionDocument.objects.filter(edition=row).order_by("language"),
        "refusal": refusal,
        "publish_form": forms.PublishForm(),
        "reason_form": forms.ReasonForm(),
        "page_level": 0,
    }
    return render(
        request, "policies/edition.html", context, status=refusal.status if refusal else 200
    )


def _form(
    request: OfficerRequest, form: Form, title: str, button: str, row: Edition | None = None
) -> HttpResponse:
    context = {"form": form, "title": title, "button": button, "edition": row, "page_level": 0}
    return render(request, "policies/form.html", context)


def _write_texts(row: Edition, form: Form, by: Officer) -> None:
    version = form.cleaned_data["version"]
    for code in row.languages:
        title, foreword = form.cleaned_data[f"title-{code}"], form.cleaned_data[f"foreword-{code}"]
        writing.write_texts(row, code, by=by, version=version, title=title, foreword=foreword)
        version = row.version


def _edition(request: OfficerRequest, slug: str) -> Edition:
    year, number = (typed_number(part) for part in slug.partition("-")[::2])
    if year is None or number is None:
        raise Http404
    _demand_editor(request)
    rows = Edition.objects.visible_to(request.user)
    return get_object_or_404(rows, year=year, number=number)


def _demand_editor(request: OfficerRequest) -> None:
    if not lifecycle.editor(request.user):
        raise Http404


def _state(row: Edition) -> dict[str, Any]:
    return {"edition": row, "state": within_sentence(row.get_status_display())}


def _title(issue: KeyIssue, language: str) -> str:
    texts = {text.language: text.title for text in issue.texts.all()}
    return texts.get(language.split("-")[0]) or texts.get("en") or next(iter(texts.values()), "")


def issues_of(row: Portfolio, current: Edition | None, language: str) -> list[dict[str, Any]]:
    if current is None:
        return []
    code = language.split("-")[0]
    document = (
        current.documents.filter(language=code).first()
        or current.documents.filter(language="en").first()
    )
    issues = document.payload["issues"] if document else []
    return [i for i in issues if any(p["code"] == row.code for p in i["portfolios"])]
