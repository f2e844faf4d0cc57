"""Why a confidential request is opened is said first, once a session (docs/laws.md T4)."""

from central_offices.access import reasons
from exchange.models import Request


def lacks_reason(request, row: Request) -> bool:
    """Whether why it is opened has to be said first."""
    return reasons.lacks(request, row.pk, row.classification)
