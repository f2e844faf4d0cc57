"""The reason for opening a confidential request : asked once a session (docs/laws.md T4)."""

from central_offices.access import reasons
from central_offices.access.officer_request import OfficerRequest
from exchange.models import Request


def lacks_reason(request: OfficerRequest, row: Request) -> bool:
    """Whether why it is opened has to be said first."""
    return reasons.lacks(request, row.pk, row.classification)
