"""Why data are used (RPD art. 10(2)): kept with every search and every read.

In the browser an officer says so once per search session; inside a case it is case work. An
office's system has a registered default, and may name another of its purposes per call.
"""

import time

from django.utils.translation import gettext as _

from agency.kernel.errors import Refusal
from central_offices.models import Purpose

LASTS = 4 * 3600  # seconds without a search, then it is asked again


class PurposeRequired(Refusal):
    """A search without a purpose, or with one that the caller is not registered for."""

    status = 400
    code = "purpose_required"


def of(request) -> str:
    """The purpose of what this request reads."""
    client = getattr(request.user, "api_client", None)
    if client is not None:
        return _named(request, set(client.purposes) | {client.default_purpose}) or (
            client.default_purpose
        )
    if request.path.startswith("/api/") and (named := _named(request, set(Purpose.values))):
        return named
    return said(request) or Purpose.INFORMATION


def of_search(request) -> str:
    """The purpose of a search outside a case. Raises PurposeRequired when nobody said one."""
    if getattr(request.user, "api_client", None) is not None or "X-Purpose" in request.headers:
        return of(request)
    if purpose := said(request):
        remember(request, purpose)
        return purpose
    raise PurposeRequired(
        _("Say why you are searching: send one of %(codes)s in X-Purpose.")
        % {"codes": ", ".join(Purpose.values)}
    )


def said(request) -> str:
    """The purpose that the officer gave in this search session; empty when it is to be asked."""
    kept = request.session.get("purpose") or {}
    return kept["code"] if kept.get("until", 0) > time.time() else ""


def remember(request, code: str) -> None:
    request.session["purpose"] = {"code": code, "until": int(time.time()) + LASTS}


def _named(request, allowed: set[str]) -> str:
    named = request.headers.get("X-Purpose", "")
    if named and named not in allowed:
        raise PurposeRequired(
            _("X-Purpose is not one of: %(codes)s.") % {"codes": ", ".join(sorted(allowed))}
        )
    return named


def asked(request) -> dict[str, list[str]]:
    """What a search was narrowed down by, as it is kept in the ledger's detail."""
    query = request.GET
    return {
        key[:40]: [value.replace("\0", "")[:200] for value in query.getlist(key)[:20]]
        for key in list(query)[:30]
        if key not in {"page", "cursor"}
    }


def typed(request) -> str:
    """The text that is searched for; 200 characters are read."""
    return request.GET.get("q", "").replace("\0", "").strip()[:200]
