"""Every refusal and error in the form its reader needs: a page, or RFC 9457 problem details."""

from http import HTTPStatus

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response

from agency.kernel import wall
from agency.kernel.errors import NotReady, Refusal

PROBLEM = "application/problem+json"


def wants_json(request: HttpRequest) -> bool:
    return request.path.startswith(("/api/", "/oauth/"))


def body(status: int, code: str, detail: str, request=None, errors=None) -> dict:
    """The members of a problem; `errors` is a list of {pointer, code, detail}."""
    problem = {
        "type": f"/api/v1/problems/{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail,
    }
    if request is not None:
        problem["instance"] = request.path
        problem["request_id"] = getattr(request, "request_id", "")
    if errors:
        problem["errors"] = errors
    return problem


def page(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A Refusal that no form caught: one sentence on a page, or a problem for a machine."""
    if wants_json(request):
        return as_json(request, refusal.status, refusal.code, str(refusal))
    return framed(request, "refused.html", refusal.status, refusal=refusal)


def framed(request: HttpRequest, template: str, status: int, **context) -> HttpResponse:
    """An error page; whoever is signed in keeps menu and search."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return render(request, template, context, status=status)
    with wall.acting_as(user):
        return render(request, template, context | {"frame": "base.html"}, status=status)


def unavailable(request: HttpRequest) -> HttpResponse:
    sentence = _("The system cannot reach its database. Nothing was lost: try again in a minute.")
    if wants_json(request):
        return as_json(request, 503, "unavailable", sentence)
    response = render(None, "503.html", {"sentence": sentence}, status=503)
    response["Retry-After"] = "30"
    return response


def as_json(request: HttpRequest, status: int, code: str, detail: str) -> HttpResponse:
    return JsonResponse(body(status, code, detail, request), status=status, content_type=PROBLEM)


def handle(error: Exception, context: dict) -> Response | None:
    """REST framework's exception handler: anything expected becomes a problem, bugs pass on."""
    request = context["request"]._request
    known = _known(error)
    if known is None:
        return None
    status, code, detail, errors, headers = known
    if transaction.get_connection().in_atomic_block:
        transaction.set_rollback(True)
    return Response(
        body(status, code, detail, request, errors),
        status=status,
        content_type=PROBLEM,
        headers=headers,
    )


def _known(error: Exception):
    if isinstance(error, Refusal):
        errors = None
        if isinstance(error, NotReady):
            errors = [
                {"pointer": f"#/{field}", "code": "missing", "detail": text}
                for field, text in error.missing
            ]
        return error.status, error.code, str(error), errors, None
    if isinstance(error, Http404):
        return 404, "not_found", _("There is nothing here that you may see."), None, None
    if isinstance(error, PermissionDenied):
        return 403, "not_permitted", str(error) or _("You may not do this."), None, None
    if isinstance(error, ValidationError):
        error = exceptions.ValidationError(
            error.message_dict if hasattr(error, "error_dict") else error.messages
        )
    if isinstance(error, exceptions.ValidationError):
        detail = _("Some values cannot be used. Correct them and send the request again.")
        return 400, "invalid", detail, list(_pointers(error.get_full_details())), None
    if isinstance(error, exceptions.NotFound):
        return 404, "not_found", _("There is nothing here that you may see."), None, None
    if isinstance(error, exceptions.APIException):
        headers = {}
        if getattr(error, "auth_header", None):
            headers["WWW-Authenticate"] = error.auth_header
        if getattr(error, "wait", None):
            headers["Retry-After"] = str(int(error.wait) + 1)
        return error.status_code, error.default_code, str(error.detail), None, headers
    return None


def _pointers(details, path="#"):
    if isinstance(details, dict) and "message" in details and "code" in details:
        yield {"pointer": path, "code": str(details["code"]), "detail": str(details["message"])}
    elif isinstance(details, dict):
        for key, value in details.items():
            step = "" if key == "non_field_errors" else f"/{key}"
            yield from _pointers(value, path + step)
    elif isinstance(details, list):
        nested = any(not (isinstance(d, dict) and "message" in d) for d in details)
        for index, value in enumerate(details):
            yield from _pointers(value, f"{path}/{index}" if nested else path)
