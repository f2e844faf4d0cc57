"""Pages of no app in particular: health, and what is shown when something is refused."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse
from django.shortcuts import render

from agency.kernel import checks
from agency.kernel.middleware import outside_the_wall


@login_not_required
@outside_the_wall
def livez(request):
    """The process answers."""
    return JsonResponse({"status": "ok"})


@login_not_required
@outside_the_wall
def readyz(request):
    """The database answers, is the one we know, and has all migrations."""
    try:
        wrong = checks.problems()
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            wrong.append("Migrations are missing.")
    except DatabaseError:
        wrong = ["The database cannot be reached."]
    return JsonResponse(
        {"status": "unready", "problems": wrong} if wrong else {"status": "ok"},
        status=503 if wrong else 200,
    )


def csrf_failure(request, reason=""):
    return render(request, "csrf.html", status=403)
