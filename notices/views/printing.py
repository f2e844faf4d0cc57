"""The page of a paper while it is made, and the file once it is ready."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render

from central_offices.access.officer_request import OfficerRequest
from kernel.files import stored_files
from notices.models import Paper
from notices.papers import printing
from notices.queries import PaperQuerySet


def paper(request: OfficerRequest, pk: UUID) -> HttpResponse:
    """How far it is; the page can be left and come back to."""
    made = get_object_or_404(_visible(request), pk=pk)
    context = {"made": made, "notice": made.notice, "job": made.job, "page_level": _level(made)}
    return render(request, "notices/paper_page.html", context)


def download(request: OfficerRequest, pk: UUID) -> HttpResponseBase:
    """The PDF, if its notice still holds at this moment."""
    made = get_object_or_404(_visible(request), pk=pk)
    return stored_files.as_response(printing.hand_out(made, by=request.user))


def _visible(request: OfficerRequest) -> PaperQuerySet[Paper]:
    rows = Paper.objects.visible_to(request.user)
    return rows.select_related("notice__owner_office", "notice_version", "office", "job")


def _level(made: Paper) -> int:
    return made.notice.classification
