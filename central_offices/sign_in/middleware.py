"""The cookies of sign-in: the session's, and the one by which a browser is known."""

from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse

from central_offices.sign_in import devices


class SessionCookie(SessionMiddleware):
    """Django's own, which however takes no cookie away only because it knows no session by it.

    A call that was under way when the key changed would otherwise take the new one away.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        answer = super().process_response(request, response)
        session = getattr(request, "session", None)
        if session is not None and session.is_empty() and not session.modified:
            answer.cookies.pop(settings.SESSION_COOKIE_NAME, None)
        if email := getattr(request, "came_in", ""):
            devices.remember(request, answer, email)
        return answer
