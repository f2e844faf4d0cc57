"""Why a confidential request is opened is said first, once a session (design.md §5)."""

from cases.views import frame
from central_offices.models import Classification
from exchange.models import Request


def lacks_reason(request, row: Request) -> bool:
    """Whether why it is opened has to be said first."""
    confidential = row.classification == Classification.CONFIDENTIAL
    return confidential and not frame.has_reason(request, row.pk)
