"""Lists that are offered beside country and office fields."""

from typing import Any

from central_offices.models import CentralOffice, Jurisdiction


def lists() -> dict[str, Any]:
    """Codes and names for `cases/offers.html`, once a page."""
    return {
        "countries": Jurisdiction.objects.order_by("code"),
        "offices": CentralOffice.objects.reachable().order_by("code"),
    }
