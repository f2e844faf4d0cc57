"""The answer to a body that the web server did not read, as a page or a problem."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from agency.web_server import answering, limits
from kernel.api import problems
from kernel.errors import Refusal


class TooLarge(Refusal):
    """More in one request than this caller may send."""

    status = 413
    code = "too_large"


class BodyTooLarge:
    """Middleware: the web server has marked such a request and taken its body away."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if answering.TOO_LARGE not in request.META:
            return self.get_response(request)
        known = request.user.is_authenticated
        limit = limits.largest_body() if known else limits.anonymous_body()
        sentence = _("This is more than %(limit)s at once, and was not read. Send it in parts.")
        return problems.page(request, TooLarge(sentence % {"limit": filesizeformat(limit)}))
