"""Every refusal and error in the form its reader needs: a page, or RFC 9457 problem details."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response

from kernel import acting
from kernel.errors import NotReady, ProofNeeded, Refusal
from kernel.forms import kept_input

PROBLEM = "application/problem+json"


def wants_json(request: HttpRequest) -> bool:
    return request.path.startswith(("/api/", "/oauth/"))


def body(
    status: int,
    code: str,
    detail: str,
    request: HttpRequest | None = None,
    errors: list[dict[str, str]] | None = None,
) -> dict[str, Any]:
    """The members of a problem; `errors` is a list of {pointer, code, detail}."""
    problem: dict[str, Any] = {
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
    if isinstance(refusal, ProofNeeded):
        return framed(request, "prove.html", refusal.status, refusal=refusal, **_onwards(request))
    return framed(request, "refused.html", refusal.status, refusal=refusal)


def _onwards(request: HttpRequest) -> dict[str, str]:
    """Where a proof is shown for what was no form: a page that leads back."""
    return {"onwards": reverse("account_reauthenticate"), "fresh_token": get_token(request)}


def framed(request: HttpRequest, template: str, status: int, **context: Any) -> HttpResponse:
    """An error page; whoever is signed in keeps menu and search."""
    user = getattr(request, "user", None)
    context |= kept_input.context(request)
    if user is None or not user.is_authenticated:
        answer = render(request, template, context, status=status)
        answer.headers["Cache-Control"] = "no-store"  # it may show what was typed
        return answer
    with acting.acting_as(user):
        return render(request, template, context | {"frame": "base.html"}, status=status)


def as_json(request: HttpRequest, status: int, code: str, detail: str) -> HttpResponse:
    return JsonResponse(body(status, code, detail, request), status=status, content_type=PROBLEM)


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """REST framework's exception handler: anything expected becomes a problem, bugs pass on."""
    request = context["request"]._request
    found = known(error)
    if found is None:
        return None
    if transaction.get_connection().in_atomic_block:
        transaction.set_rollback(True)
    return Response(
        body(found.status, found.code, found.detail, request, found.errors),
        status=found.status,
        content_type=PROBLEM,
        headers=found.headers,
    )


class Known(NamedTuple):
    status: int
    code: str
    detail: str
    errors: list[dict[str, str]] | None = None
    headers: dict[str, str] | None = None


def known(error: Exception) -> Known | None:
    """The problem that an error is told as; None for a fault of ours."""
    if isinstance(error, Refusal):
        return Known(error.status, error.code, str(error), _missing(error))
    if isinstance(error, Http404 | exceptions.NotFound):
        return Known(404, "not_found", _("There is nothing here that you may see."))
    if isinstance(error, PermissionDenied):
        return Known(403, "not_permitted", str(error) or _("You may not do this."))
    if isinstance(error, ValidationError):
        error = exceptions.ValidationError(_with_codes(error))
    if isinstance(error, exceptions.ValidationError):
        detail = _("Some values cannot be used. Correct them and send the request again.")
        return Known(400, "invalid", detail, list(_pointers(error.get_full_details())))
    if isinstance(error, exceptions.APIException):
        code = error.default_code
        return Known(error.status_code, code, str(error.detail), None, _headers(error))
    return None


def _with_codes(error: ValidationError) -> Any:
    """The sentences of a model's refusal, by field where it has fields, each with its code."""
    if hasattr(error, "error_dict"):
        return {name: _with_codes(ValidationError(rows)) for name, rows in error.error_dict.items()}
    return [
        exceptions.ErrorDetail(sentence, one.code or "invalid")
        for one in error.error_list
        for sentence in one.messages
    ]


def _missing(refusal: Refusal) -> list[dict[str, str]] | None:
    if not isinstance(refusal, NotReady):
        return None
    return [
        {"pointer": f"#/{field}", "code": "missing", "detail": text}
        for field, text in refusal.missing
    ]


def _headers(error: exceptions.APIException) -> dict[str, str]:
    headers = {}
    if challenge := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = str(challenge)
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(int(wait) + 1)
    return headers


def _pointers(details: Any, path: str = "#") -> Iterator[dict[str, str]]:
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
