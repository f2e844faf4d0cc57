"""What the web server did not read or let wait, and requests that no page is asked by: refusals."""

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from agency.web_server import answering, limits
from central_offices.access import limits as rates
from kernel.api import problems
from kernel.errors import Refusal
from kernel.pages import encodings

WAIT_S = 5  # seconds until a sign-in that found no room is tried again
OF_PAGES = ["GET", "HEAD", "POST", "OPTIONS"]
OF_API = [*OF_PAGES, "PUT", "PATCH", "DELETE"]
Next = Callable[[HttpRequest], HttpResponseBase]


class TooLarge(Refusal):
    """More in one request than this caller may send."""

    status = 413
    code = "too_large"

    @classmethod
    def beyond(cls, limit: int) -> "TooLarge":
        """The refusal of a body that has more bytes than this."""
        sentence = _("This is more than %(limit)s at once, and was not read. Send it in parts.")
        return cls(sentence % {"limit": filesizeformat(limit)})


class TooManySignIns(Refusal):
    """So many passwords wait to be tried that no more may."""

    status = 503
    code = "unavailable"


class TooManyParameters(Refusal):
    """More in the query of an address than is read."""

    status = 400
    code = "invalid"


class OtherMethod(Refusal):
    """Nothing here is asked for in this way."""

    status = 405
    code = "method_not_allowed"


class OwnHosts:
    """Middleware: a name that is not ours is refused in one line, and counted as a call."""

    def __init__(self, get_response: Next):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            request.get_host()
        except DisallowedHost:
            return self._refuse(request)
        return self.get_response(request)

    @staticmethod
    def _refuse(request: HttpRequest) -> HttpResponse:
        standing = rates.count(rates.of_stranger(request))
        if standing.is_over:
            rates.note_over(standing)
            answer = HttpResponse("Too many calls.\n", "text/plain", 429)
            answer.headers["Retry-After"] = str(standing.seconds)
            return answer
        if standing.used == 1:
            name = request.META.get("HTTP_HOST", "")[:100]
            logging.getLogger("agency").warning("Asked for as %r, no name of ALLOWED_HOSTS.", name)
        return HttpResponse("Nothing is served here under this name.\n", "text/plain", 400)


class Marked:
    """Middleware: requests that are not worked on, by what was marked of them further out."""

    def __init__(self, get_response: Next):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        marks: Any = request.META
        if answering.ONE_TOO_MANY in marks:
            sentence = _("Too many people sign in at this moment: try again in a few seconds.")
            return self._answer(request, TooManySignIns(sentence), "Retry-After", str(WAIT_S))
        if answering.TOO_LARGE in marks:
            known = request.user.is_authenticated
            limit = limits.largest_body() if known else limits.anonymous_body()
            return problems.page(request, TooLarge.beyond(limit))
        if encodings.UNREADABLE in marks:
            most = {"n": settings.DATA_UPLOAD_MAX_NUMBER_FIELDS}
            sentence = _("An address has %(n)d parameters at most. Ask for less at once.") % most
            return problems.page(request, TooManyParameters(sentence))
        methods = OF_API if problems.wants_json(request) else OF_PAGES
        if request.method not in methods:
            sentence = _("Nothing here can be asked for by this method.")
            return self._answer(request, OtherMethod(sentence), "Allow", ", ".join(methods))
        return self.get_response(request)

    @staticmethod
    def _answer(request: HttpRequest, why: Refusal, name: str, value: str) -> HttpResponse:
        response = problems.page(request, why)
        response.headers[name] = value
        return response
