"""Lists that are offered beside country and office fields."""

from typing import Any

from cases.models import TYPED_CODES
from central_offices.models import CentralOffice, Jurisdiction


def lists() -> dict[str, Any]:
    """Codes and names for `cases/offers.html`, once a page."""
    return {
        # What was typed of a refugee becomes no country: such codes are taken, and not offered.
        "countries": Jurisdiction.objects.exclude(code__in=TYPED_CODES).order_by("code"),
        "offices": CentralOffice.objects.reachable().order_by("code"),
    }
