"""What people were refused is written down, up to a bound: an attack shows, and fills nothing.

In a minute an officer's first EVENTS refusals are events of their own; the next one is an event
that says so, and all that follow are counted by day (`ledger.daily_counts`). Strangers are counted
only: what they try has no chain to stand in that they could not fill.
"""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from central_offices.access import addresses, limits
from kernel import acting
from ledger import daily_counts, events

EVENTS = 20  # of one officer in a minute
SAFE = {"GET", "HEAD", "OPTIONS"}
METHODS = SAFE | {"POST", "PUT", "PATCH", "DELETE"}


def is_one(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether a right was missing: 403, and 404 to whoever wanted to change something."""
    if response.status_code == 403:
        return True
    return response.status_code == 404 and request.method not in SAFE


def note(request: Any, status: int) -> None:
    """Write down, after its transaction was undone, that this request was refused."""
    user = request.user
    if not user.is_authenticated:
        with acting.acting_as(acting.PUBLIC):
            daily_counts.count(f"stranger.refused {status}")
        return
    standing = limits.count(limits.Quota("refusals", str(user.pk), EVENTS))
    with acting.acting_as(user):
        daily_counts.count(f"officer.refused {status}")
        if standing.is_over and not standing.is_news:
            return
        found = request.resolver_match
        events.record(
            "officer.refused" if not standing.is_over else "officer.refused_often",
            by=user,
            denied=True,
            data={
                "status": status,
                "method": request.method if request.method in METHODS else "other",
                "view": found.view_name if found else "",
            },
            detail={"path": request.path[:200], "ip": addresses.address_of(request)},
        )
