"""The page of a long piece of work: it survives closing the tab."""

from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from central_offices.access.officer_request import OfficerRequest
from central_offices.models import Officer, Role
from kernel.models import Job


def seen_by(officer: Officer) -> Any:
    """One's own jobs; administrators and reviewers also see what their office's system does."""
    seen = Q(owner=officer)
    if officer.has_role(Role.ADMINISTRATOR, Role.REVIEWER):
        seen |= Q(owner__kind=Officer.Kind.SYSTEM, owner__office=officer.office_id)
    return Job.objects.filter(seen)


def jobs(request: OfficerRequest) -> HttpResponse:
    rows = seen_by(request.user).order_by("-created_at")[:100]
    return render(request, "agency/jobs.html", {"jobs": rows})


def job(request: OfficerRequest, pk: Any) -> HttpResponse:
    row = get_object_or_404(seen_by(request.user), pk=pk)
    return render(request, "agency/job.html", {"job": row})


@require_POST
def stop(request: OfficerRequest, pk: Any) -> HttpResponse:
    """Ask the worker to stop; it does so at its next step."""
    row = get_object_or_404(seen_by(request.user), pk=pk, ended_at=None)
    Job.objects.filter(pk=row.pk).update(stop_asked=True)
    return redirect("job", pk)
