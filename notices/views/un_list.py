"""The page on which the Secretariat loads a new edition of the UN list."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from central_offices.access.officer_request import OfficerRequest
from central_offices.models import Officer
from kernel.errors import Refusal
from kernel.forms.submit_once import once
from kernel.models import Job
from notices.forms.un_list import UnListForm
from notices.un_list import guards, importing
from notices.un_list import job as un_job
from notices.un_list import notices as un_notices

MAX_IMPORTS_SHOWN = 20


def page(request: OfficerRequest) -> HttpResponse:
    """What is loaded, the form for a new edition, and the imports so far."""
    if not importing.may_import(request.user):
        raise Http404
    form = UnListForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            return once(request, form.cleaned_data["once"], lambda: _start(request, form))
        except Refusal as refusal:
            form.add_error("file", str(refusal))
    context = {
        "form": form,
        "listed": un_notices.known().count(),
        "made_at": guards.made_at(un_job.newest()),
        "imports": [_shown(row, request.user) for row in un_job.imports()[:MAX_IMPORTS_SHOWN]],
        "page_level": 0,
    }
    return render(request, "notices/un_list.html", context)


def _start(request: OfficerRequest, form: UnListForm) -> str:
    given = form.cleaned_data
    job = un_job.start(
        given["file"],
        given["file"].name,
        by=request.user,
        delist_anyway=given["delist_anyway"],
        older_anyway=given["older_anyway"],
    )
    return reverse("job", args=[job.pk])


def _shown(job: Job, officer: Officer) -> dict[str, object]:
    """A line of the table; a job's own page is for its owner, and the system's for all keepers."""
    opens = job.owner_id == officer.pk or job.owner.kind == Officer.Kind.SYSTEM
    said = job.findings[0] if job.findings else job.error
    return {"job": job, "opens": opens, "said": said}
