"""The reason for opening a confidential request: asked once a session (docs/laws.md T4)."""

from django.http import HttpResponse

from cases.views import frame
from central_offices.access import reasons
from central_offices.access.officer_request import OfficerRequest
from exchange.models import Request


def lacks_reason(request: OfficerRequest, row: Request) -> bool:
    """Whether why it is opened has to be said first."""
    return reasons.lacks(request, row.pk, row.classification)


def reason_page(request: OfficerRequest, row: Request) -> HttpResponse | None:
    """The page that asks why the request is opened; None where that was said, or needs not be.

    Whatever the method: a form that is refused shows as much as the page it stands on.
    """
    if lacks_reason(request, row):
        return frame.ask_reason(request, row.pk, row.reference)
    return None
