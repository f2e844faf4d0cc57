"""What the lists beside country and office fields offer."""

from central_offices.models import CentralOffice, Jurisdiction


def lists() -> dict:
    """Codes and names for `cases/offers.html`, once a page."""
    return {
        "countries": Jurisdiction.objects.order_by("code"),
        "offices": CentralOffice.objects.reachable().order_by("code"),
    }
