"""What of the offices waits for an officer, on My work: webhooks that were switched off."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from agency.kernel.work import Item
from central_offices import roles
from ledger.models import Destination

MOST = 10


def sections(officer: Any) -> list[tuple[str, list[Item]]]:
    """For administrators every office, for a head the own one."""
    return [(_("Delivery that was switched off"), _switched_off(officer))]


def _switched_off(officer: Any) -> list[Item]:
    rows = Destination.objects.exclude(disabled_at=None).select_related("office")
    if not roles.administers(officer):
        if not roles.may(officer, "manage_office", officer.office):
            return []
        rows = rows.filter(office=officer.office_id)
    return [
        Item(
            icon="alert",
            title=_("%(office)s: the webhook is not called any more") % {"office": row.office},
            url=reverse("central_offices:delivery", args=[row.office.code]),
            note=row.get_disabled_why_display(),
            since=row.disabled_at,
        )
        for row in rows.order_by("disabled_at")[:MOST]
    ]
