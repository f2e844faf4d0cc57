"""A name for every request, and the wall round every view."""

import logging
from contextvars import ContextVar

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse

from agency.kernel import problems, wall
from agency.kernel.errors import Refusal
from agency.kernel.ids import new_id

_request_id: ContextVar[str] = ContextVar("request_id", default="-")


def current_request_id() -> str:
    """The id of the request under way, or an empty string outside one."""
    given = _request_id.get()
    return "" if given == "-" else given


class RequestIdFilter(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = _request_id.get()
        return True


class RequestId:
    """Gives each request an id that the log, the answer and an error page share."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.request_id = str(new_id())
        token = _request_id.set(request.request_id)
        try:
            response = self.get_response(request)
        finally:
            _request_id.reset(token)
        response["X-Request-Id"] = request.request_id
        return response


class Acting:
    """Runs each view inside `acting_as`; a write commits before anything is rendered."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if getattr(view, "outside_the_wall", False):
            return None
        try:
            actor = request.user if request.user.is_authenticated else wall.PUBLIC
            with wall.acting_as(actor):
                response = view(request, *args, **kwargs)
                # A page of allauth renders late; its menu is read behind the wall as well.
                return response.render() if hasattr(response, "render") else response
        except Refusal as refusal:
            return problems.page(request, refusal)
        except OperationalError:
            logging.getLogger("agency").exception("The database could not be reached.")
            return problems.unavailable(request)


def outside_the_wall(view):
    """Mark a view that touches no domain data, such as a health probe."""
    view.outside_the_wall = True
    return view
