"""What programs ask every site for: what may be indexed, and whom to tell of a weakness."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kernel.pages.middleware import without_acting

TEXT = "text/plain; charset=utf-8"
EXPIRES_DAYS = 90  # RFC 9116, section 2.5.5: less than a year
# RFC 9309: the longest rule that matches decides. Searches and photographs are for people.
ROBOTS = """\
User-agent: *
Allow: /public/
Allow: /static/
Disallow: /
Disallow: /public/notices/?
Disallow: /public/notices/*/photo
"""


@login_not_required
@without_acting
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Public pages may be indexed, and nothing else may be asked for."""
    return HttpResponse(ROBOTS, content_type=TEXT)


@login_not_required
@without_acting
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """The contact for weaknesses (RFC 9116); missing where the operator named nobody."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    last_day = timezone.now().date() + timedelta(days=EXPIRES_DAYS)
    expires = datetime.combine(last_day, time()).isoformat()
    lines = [f"Contact: {contact}" for contact in settings.SECURITY_CONTACT]
    lines += [f"Expires: {expires}Z", "Preferred-Languages: en"]
    lines += [f"Canonical: {settings.PUBLIC_URL}/.well-known/security.txt"]
    return HttpResponse("\n".join(lines) + "\n", content_type=TEXT)
