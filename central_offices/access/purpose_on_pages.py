"""Purposes of use (RPD art. 10(2)): kept with every search and every read.

In the browser an officer says so once per search session; inside a case it is case work. What
calls of the API carry is decided in `central_offices.access.purpose_of_call`.
"""

import time

from django.utils.translation import gettext as _

from central_offices.access import purpose_of_call
from central_offices.access.officer_request import OfficerCall, OfficerRequest
from central_offices.models import Purpose
from kernel.errors import Refusal
from kernel.values.text import searched

PURPOSE_LASTS_S = 4 * 3600  # seconds, then it is asked again


class PurposeRequired(Refusal):
    """A search without a purpose."""

    status = 400
    code = "purpose_required"


def purpose_of(request: OfficerRequest | OfficerCall) -> str:
    """The purpose of what a page reads: case work, unless a search is under way."""
    return said(request) or Purpose.INFORMATION


def of_call(request: OfficerCall) -> str:
    """The purpose of what a call of the API reads; empty where the call itself carries one."""
    if not request.user.is_human:
        return ""  # central_offices.api.authentication has noted it for every event of the call
    if "X-Purpose" not in request.headers:
        return purpose_of(request)
    return purpose_of_call.use_of(request).purpose


def of_search(request: OfficerCall) -> str:
    """The same for a search. Raises PurposeRequired when a person has not said why."""
    if request.user.is_human and "X-Purpose" not in request.headers and not said(request):
        raise PurposeRequired(
            _("Say why you are searching: send one of %(codes)s in X-Purpose.")
            % {"codes": ", ".join(Purpose.values)}
        )
    return of_call(request)


def said(request: OfficerRequest | OfficerCall) -> str:
    """The purpose that the officer gave in this search session; empty when it is to be asked."""
    kept = request.session.get("purpose") or {}
    return kept["code"] if kept.get("until", 0) > time.time() else ""


def remember(request: OfficerRequest | OfficerCall, code: str) -> None:
    request.session["purpose"] = {"code": code, "until": int(time.time()) + PURPOSE_LASTS_S}


def asked(request: OfficerRequest | OfficerCall) -> dict[str, list[str]]:
    """The filters of a search, as they are kept in the ledger's detail."""
    query = request.GET
    return {
        key[:40]: [value.replace("\0", "")[:200] for value in query.getlist(key)[:20]]
        for key in list(query)[:30]
        if key not in {"page", "cursor", "view"} and any(query.getlist(key))
    }


def typed(request: OfficerRequest | OfficerCall) -> str:
    """The text that is searched for; 200 characters are read."""
    return searched(request.GET.get("q", "").replace("\0", "")[:200])
