"""The page of a long piece of work: it survives closing the tab."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from agency.kernel.models import Job


def jobs(request):
    rows = Job.objects.filter(owner=request.user).order_by("-created_at")[:100]
    return render(request, "agency/jobs.html", {"jobs": rows})


def job(request, pk):
    row = get_object_or_404(Job, pk=pk, owner=request.user)
    return render(request, "agency/job.html", {"job": row})


@require_POST
def stop(request, pk):
    """Ask the worker to stop; it does so at its next step."""
    row = get_object_or_404(Job, pk=pk, owner=request.user, ended_at=None)
    Job.objects.filter(pk=row.pk).update(stop_asked=True)
    return redirect("job", pk)
