"""Notices as the sources of refusals, for the reviewer who has to look at them."""

from uuid import UUID

from central_offices.models import Officer
from notices.models import Notice
from notices.models.refusal_reasons import CancelReason, RefusalReason
from notices.refusals.register import Shown

WORDS = dict([*RefusalReason.choices, *CancelReason.choices])


def notices(keys: list[UUID], officer: Officer) -> dict[UUID, Shown]:
    """Those of these notices that the officer may see."""
    rows = Notice.objects.visible_to(officer).filter(pk__in=keys)
    return {row.pk: _shown(row) for row in rows.select_related("owner_office")}


def _shown(row: Notice) -> Shown:
    grounds = [row.end_reason]
    frozen = row.current_version
    if row.status == Notice.Status.REFUSED and frozen:
        decided = frozen.reviews.filter(outcome="REFUSE").order_by("-decided_at").first()
        grounds = list(decided.reasons) if decided else grounds
    return Shown(
        title=row.title or str(row.get_colour_display()),
        reference=f"{row.get_colour_display()} · {row.owner_office}",
        url=row.get_absolute_url(),
        grounds=tuple(str(WORDS.get(code, code)) for code in grounds if code),
    )
