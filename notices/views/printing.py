"""The page of a paper while it is made, and the file once it is ready."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from kernel.files import stored_files
from notices.models import Paper
from notices.papers import printing


def paper(request: HttpRequest, pk) -> HttpResponse:
    """How far it is; the page can be left and come back to."""
    made = get_object_or_404(_visible(request), pk=pk)
    context = {"made": made, "notice": made.notice, "job": made.job, "page_level": _level(made)}
    return render(request, "notices/paper_page.html", context)


def download(request: HttpRequest, pk) -> HttpResponse:
    """The PDF, if its notice still holds at this moment."""
    made = get_object_or_404(_visible(request), pk=pk)
    return stored_files.as_response(printing.hand_out(made, by=request.user))


def _visible(request: HttpRequest):
    rows = Paper.objects.visible_to(request.user)
    return rows.select_related("notice__owner_office", "notice_version", "office", "job")


def _level(made: Paper) -> int:
    return made.notice.classification
