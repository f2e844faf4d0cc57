"""Pages of no app in particular: health, and what is shown when something is refused."""

import sys
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from agency.pages import shell
from agency.web_server.refusals import TooLarge
from central_offices.api.token_endpoint import TokenEndpoint
from central_offices.middleware import TooMany
from kernel import checks
from kernel.api import problems
from kernel.forms import kept_input
from kernel.pages.middleware import without_acting
from ledger.witness import published


@login_not_required
@without_acting
def livez(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@login_not_required
@without_acting
def readyz(request: HttpRequest) -> HttpResponse:
    """The database answers, is the one we know, has all migrations, and every event of the ledger
    that a published checkpoint is about.
    """
    try:
        wrong = checks.problems()
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            wrong.append("Migrations are missing.")
        else:
            wrong += published.problems()
    except DatabaseError:
        wrong = ["The database cannot be reached."]
    return JsonResponse(
        {"status": "unready", "problems": wrong} if wrong else {"status": "ok"},
        status=503 if wrong else 200,
    )


@login_not_required
def public_home(request: HttpRequest) -> HttpResponse:
    return render(request, "public/home.html")


def too_many(request: HttpRequest) -> HttpResponse:
    """More attempts at one thing, such as a new password, than a minute has."""
    response = problems.page(request, TooMany(_("Too many attempts: wait a minute.")))
    response.headers["Retry-After"] = "60"
    return response


def csrf_failure(request: HttpRequest, reason: Any = "") -> HttpResponse:
    """The form is too old, or somebody signed in meanwhile: a click sends it with a fresh token."""
    return problems.framed(request, "csrf.html", 403)


token = login_not_required(csrf_exempt(TokenEndpoint.as_view()))


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return problems.page(request, TooLarge.beyond(settings.DATA_UPLOAD_MAX_MEMORY_SIZE))
    return _error(request, 400, "invalid", _("The request could not be read."))


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _error(request, 403, "not_permitted", str(exception or _("You may not do this.")))


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _error(request, 404, "not_found", _("There is nothing here that you may see."))


def server_error(request: HttpRequest) -> HttpResponse:
    """A bug, or no database: this page asks for nothing that may be broken."""
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        return _unavailable(request)
    sentence = _("Something went wrong on our side. Nothing was saved; try again.")
    if problems.wants_json(request):
        return problems.as_json(request, 500, "error", sentence)
    return render(None, "500.html", shell.plain(request) | kept_input.context(request), status=500)


def _unavailable(request: HttpRequest) -> HttpResponse:
    if problems.wants_json(request):
        sentence = _("The system cannot reach its database. Nothing was lost; try again.")
        response = problems.as_json(request, 503, "unavailable", sentence)
    else:
        context = shell.plain(request) | kept_input.context(request)
        response = render(None, "503.html", context, status=503)
    response["Retry-After"] = "30"
    return response


def _error(request: HttpRequest, status: int, code: str, sentence: str) -> HttpResponse:
    if problems.wants_json(request):
        return problems.as_json(request, status, code, sentence)
    return problems.framed(request, f"{status}.html", status, sentence=sentence)
