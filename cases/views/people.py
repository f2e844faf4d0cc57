"""The pages of persons: the list, one record, changing it, its photographs."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases import persons, photos
from cases.drafts import PartDraft
from cases.forms.person import (
    AddToCaseForm,
    IdDocumentRows,
    IdentityRows,
    NationalityRows,
    PhotoForm,
    SubjectForm,
)
from cases.forms.rows import is_growing
from cases.models import Case, CaseSubject, Photo, Subject
from cases.queries import SeenThroughCase
from cases.search import people_list
from cases.search.filters import PersonFilter
from cases.views import choices, frame, lists, people_rows, record
from central_offices.access import purpose_on_pages, reasons
from central_offices.access.officer_request import OfficerRequest
from kernel.errors import NotPermitted, Stale
from kernel.files import stored_files
from kernel.forms.carrying_out import carried_out
from kernel.forms.shown_again import retype
from kernel.pages import keyset
from kernel.values.text import pasted
from ledger import events


def person_list(request: OfficerRequest) -> HttpResponse:
    """Persons whom the officer may see, by name in any script, narrowed down."""
    PersonFilter.keep_known(request)
    text = purpose_on_pages.typed(request)
    if text and not purpose_on_pages.said(request):
        return lists.ask_purpose(request)
    page, narrowed = people_list.page(request, text)
    criteria = purpose_on_pages.asked(request)
    events.record(
        "subject.search" if text else "subject.list",
        by=request.user,
        purpose=purpose_on_pages.purpose_of(request),
        data=keyset.known(page),
        detail={"criteria": criteria} if criteria else None,
    )
    context = {
        "page": page,
        "rows": people_rows.table_rows(page.rows),
        "pager": keyset.links(page, request.GET),
        "q": text,
        "filter": narrowed,
        "chips": lists.chips(request, narrowed.form),
        "offers": choices.lists(),
        "page_level": 1,
    }
    return render(request, "cases/people.html", context)


def person(request: OfficerRequest, pk: UUID) -> HttpResponse:
    """One record with everything that is known, and the cases it is in."""
    subject = _visible(request, pk)
    links = list(_links(request, subject.pk))
    if reasons.lacks_for_person(request, subject.pk, links):
        return frame.ask_reason(request, subject.pk, str(subject))
    events.record(
        "subject.view",
        by=request.user,
        subject=subject,
        purpose=purpose_on_pages.purpose_of(request),
    )
    context = {
        "subject": subject,
        "identities": list(subject.identities.all()),
        "links": links,
        "may_edit": persons.keeps(request.user, subject),
        "photo_form": PhotoForm(),
        "age": record.age(subject),
        "words": record.words(subject),
        "given": record.given(request.user, subject),
        "page_level": max(link.case.classification for link in links),
    }
    return render(request, "cases/person.html", context)


def edit(request: OfficerRequest, pk: UUID) -> HttpResponse:
    """Change the record with its lists; whoever comes second sees both versions."""
    subject = _visible(request, pk)
    if not persons.keeps(request.user, subject):
        raise NotPermitted(
            _("Only the office that keeps this record changes it. Add a note to the case.")
        )
    if reasons.lacks_for_person(request, subject.pk, _links(request, subject.pk)):
        return frame.ask_reason(request, subject.pk, str(subject))
    data = request.POST if request.method == "POST" else None
    form = SubjectForm(data, initial=record.initial(subject))
    rows = {
        "identities": IdentityRows(data, prefix="identities", initial=record.identities(subject)),
        "nationalities": NationalityRows(
            data, prefix="nationalities", initial=record.nationalities(subject)
        ),
        "documents": IdDocumentRows(data, prefix="documents", initial=record.documents(subject)),
    }
    context = {"form": form, "subject": subject, "rows": rows, "offers": choices.lists()}
    context["growing"] = is_growing(data)
    if data is None or context["growing"]:
        return render(request, "cases/person_edit.html", context)
    if all([form.is_valid(), *(formset.is_valid() for formset in rows.values())]):
        draft = form.draft(*(formset.given for formset in rows.values()))

        def save() -> str:
            persons.edit(subject, draft, by=request.user, version=form.cleaned_data["version"])
            messages.success(request, _("%(name)s saved.") % {"name": subject})
            return subject.get_absolute_url()

        def show_both(form: SubjectForm, stale: Stale) -> None:
            retype(form, version=str(stale.theirs.version))
            context["differing"] = record.differing(stale.theirs, draft)
            context["stale"] = True

        if answer := carried_out(request, form, save, on_stale=show_both):
            return answer
    return render(request, "cases/person_edit.html", context)


def add_to_case(request: OfficerRequest, pk: UUID) -> HttpResponse:
    """Put a record that the office keeps into another case of which one may add persons."""
    subject = _visible(request, pk)
    if not persons.keeps(request.user, subject):
        raise NotPermitted(_("Only the office that keeps this record puts it into cases."))
    if reasons.lacks_for_person(request, subject.pk, _links(request, subject.pk)):
        return frame.ask_reason(request, subject.pk, str(subject))
    form = AddToCaseForm(request.POST or None)
    if form.is_valid():
        reference = pasted(form.cleaned_data["case"]).upper()
        case = Case.objects.visible_to(request.user).filter(reference=reference).first()
        if case is None:
            form.add_error("case", _("There is no case with this reference that you may see."))
        else:
            part = PartDraft(form.cleaned_data["status_of_person"], existing=subject.pk)
            back = reverse("cases:case_persons", args=[case.reference])

            def add() -> str:
                persons.add(case, part, by=request.user)
                return back

            done = _("%(name)s added to %(ref)s.") % {"name": subject, "ref": case.reference}
            if answer := carried_out(request, form, add, done=done):
                return answer
    context = {"form": form, "subject": subject, "page_level": 1}
    return render(request, "cases/add_to_case.html", context)


@require_POST
def add_photo(request: OfficerRequest, pk: UUID) -> HttpResponse:
    subject = _visible(request, pk)
    form = PhotoForm(request.POST, request.FILES)

    def add() -> str:
        given = form.cleaned_data
        photos.add(
            subject,
            given["file"].file,
            given["file"].name,
            by=request.user,
            taken=given["taken"],
            source=given["source"],
        )
        return subject.get_absolute_url()

    if answer := carried_out(request, form, add, done=_("Photograph added.")):
        return answer
    return render(request, "cases/photo.html", {"form": form, "subject": subject})


def photo(request: OfficerRequest, pk: UUID, photo_pk: UUID) -> HttpResponseBase:
    """The clean rendition of one photograph."""
    row = get_object_or_404(
        Photo.objects.visible_to(request.user).select_related("shown"), subject=pk, pk=photo_pk
    )
    if reasons.lacks_for_person(request, pk, _links(request, pk)):
        return frame.ask_reason(request, pk, "")
    events.record(
        "photo.view",
        by=request.user,
        subject=row,
        purpose=purpose_on_pages.purpose_of(request),
        data={"subject": str(pk)},
    )
    return stored_files.as_response(row.shown, inline=True)


def _visible(request: OfficerRequest, pk: UUID) -> Subject:
    rows = Subject.objects.visible_to(request.user).select_related("owner_office", "created_by")
    return get_object_or_404(
        rows.prefetch_related(
            "identities__birth_country",
            "nationalities__jurisdiction",
            "documents__issuer",
            Prefetch("photos", Photo.objects.select_related("added_by")),
        ),
        pk=pk,
    )


def _links(request: OfficerRequest, subject: UUID) -> SeenThroughCase[CaseSubject]:
    rows = CaseSubject.objects.visible_to(request.user).filter(subject=subject)
    return rows.select_related("case__owner_office").order_by("-case__created_at")
