"""Middleware of every request: its id, its one address, and the transaction of its view."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
    HttpResponsePermanentRedirect,
)
from django.urls import Resolver404, resolve
from django.utils.module_loading import import_string

from kernel import acting
from kernel.api import problems
from kernel.api.preconditions import is_named, of_answer
from kernel.errors import ProofNeeded, Refusal
from kernel.ids import new_id
from kernel.request_ids import request_id

Answer = Callable[[HttpRequest], HttpResponseBase]
Hook = Callable[[HttpRequest, Exception], HttpResponseBase | None]
View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class RequestId:
    """Gives each request an id that the log, the answer and an error page share."""

    def __init__(self, get_response: Answer):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        name = str(new_id())
        request.request_id = name  # type: ignore[attr-defined]
        token = request_id.set(name)
        try:
            response = self.get_response(request)
        finally:
            request_id.reset(token)
        response.headers["X-Request-Id"] = name
        return response


class Unchanged:
    """Answers 304 to whoever has the same answer of the API already; the read stays recorded."""

    def __init__(self, get_response: Answer):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not (request.path.startswith("/api/") and request.method in {"GET", "HEAD"}):
            return response
        if response.status_code != 200 or not isinstance(response, HttpResponse):
            return response
        tag = of_answer(response.headers.get("ETag", ""), response.content)
        response.headers["ETag"] = tag
        if not is_named(request.headers.get("If-None-Match", ""), tag):
            return response
        answer = HttpResponseNotModified(headers=dict(response.headers))
        answer.cookies = response.cookies
        del answer.headers["Content-Type"]
        return answer


class CallsWithoutSlash:
    """Takes a call without the slash at the end of its address as the call with it.

    The schema names addresses without, as linters demand, and many clients follow no redirect of
    a POST. Whatever comes after reads one form only: limits, scopes, signatures, idempotency keys.
    """

    BELOW = ("/api/", "/oauth/")

    def __init__(self, get_response: Answer):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        path = request.path_info
        short = path.startswith(self.BELOW) and not path.endswith("/")
        if short and not _leads_somewhere(path) and _leads_somewhere(f"{path}/"):
            request.path_info, request.path = f"{path}/", f"{request.path}/"
        return self.get_response(request)


def _leads_somewhere(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


class OtherSlash:
    """Leads an address with one slash too many at its end, or one too few, to the right one.

    Every page has one address, and every call but for CallsWithoutSlash; the other form is answered
    by a permanent redirect, which keeps the method and the body of what is not a GET.
    """

    def __init__(self, get_response: Answer):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code != 404 or not self._is_meant(request):
            return response
        address = request.get_full_path().replace(request.path, other_form(request.path), 1)
        answer = HttpResponsePermanentRedirect(address)
        answer.status_code = 301 if request.method in {"GET", "HEAD"} else 308
        return answer

    @staticmethod
    def _is_meant(request: HttpRequest) -> bool:
        """Whether the other form is a page: /requests/new/ is no request with the name "new"."""
        try:
            match = resolve(other_form(request.path_info))
        except Resolver404:
            return False
        return request.resolver_match is None or not match.kwargs


def other_form(path: str) -> str:
    """The address with a slash at its end, or without the one that it has."""
    return path.rstrip("/") if path.endswith("/") else f"{path}/"


class Acting:
    """Runs each view inside `acting_as`; a write commits before anything is rendered."""

    def __init__(self, get_response: Answer):
        self.get_response = get_response
        found = [import_string(path)(get_response) for path in settings.VIEW_EXCEPTION_MIDDLEWARE]
        self.hooks: list[Hook] = [middleware.process_exception for middleware in found]

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        if getattr(view, "without_acting", False):
            return None
        _refuse_nul(request)
        try:
            actor = request.user if request.user.is_authenticated else acting.PUBLIC
            with acting.acting_as(actor, _proof(request)):
                response = view(request, *args, **kwargs)
                # A page of allauth renders late; its menu is read as the same actor.
                return response.render() if hasattr(response, "render") else response
        except Refusal as refusal:
            return problems.page(request, refusal)
        except Exception as error:
            # Raised from here, it would pass by what Django offers a view's own exceptions to.
            for hook in self.hooks:
                if (answer := hook(request, error)) is not None:
                    return answer
            raise


class _Unknown:
    """Stands where nobody said what is known of who sits there."""

    def demand(self) -> None:
        raise ProofNeeded("Nobody knows who is there.")


def _proof(request: HttpRequest) -> acting.Proof | None:
    """The proof that the middleware of sign-in found; nothing found counts as nothing shown."""
    if not request.user.is_authenticated:
        return None
    found: acting.Proof | None = getattr(request, "proof", _Unknown())
    return found


def _refuse_nul(request: HttpRequest) -> None:
    """PostgreSQL keeps no NUL: an address with one names nothing, a query with one is no query."""
    if "\0" in request.path:
        raise Http404
    if "%00" in request.META.get("QUERY_STRING", ""):
        raise BadRequest("The address contains a character that cannot be kept.")


def without_acting(view: View) -> View:
    """Mark a view that touches no domain data, such as a health probe."""
    view.without_acting = True  # type: ignore[attr-defined]
    return view
