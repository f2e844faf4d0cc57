"""What the web server did not read or let wait is answered here, as a page or a problem."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from agency.web_server import answering, limits
from kernel.api import problems
from kernel.errors import Refusal

WAIT_S = 5  # seconds until a sign-in that found no room is tried again


class TooLarge(Refusal):
    """More in one request than this caller may send."""

    status = 413
    code = "too_large"


class TooManySignIns(Refusal):
    """So many passwords wait to be tried that no more may."""

    status = 503
    code = "unavailable"


class Marked:
    """Middleware: the web server has marked the request as one not to work on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if answering.ONE_TOO_MANY in request.META:
            sentence = _("Too many people sign in at this moment: try again in a few seconds.")
            response = problems.page(request, TooManySignIns(sentence))
            response.headers["Retry-After"] = str(WAIT_S)
            return response
        if answering.TOO_LARGE not in request.META:
            return self.get_response(request)
        known = request.user.is_authenticated
        limit = limits.largest_body() if known else limits.anonymous_body()
        sentence = _("This is more than %(limit)s at once, and was not read. Send it in parts.")
        return problems.page(request, TooLarge(sentence % {"limit": filesizeformat(limit)}))
