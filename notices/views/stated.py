"""What a notice's office states, as the pages of those who decide on it show it."""

from typing import Any

from django.utils import timezone

from central_offices.access.officer_request import OfficerRequest
from notices.conditions import judging
from notices.models import Notice
from notices.payload import stated
from notices.payload.shape import Payload
from notices.views import frame
from notices.workflow import reading


def for_head(request: OfficerRequest, notice: Notice) -> dict[str, Any]:
    """The paper, each condition of the release with its statements, and what else is stated."""
    payload = reading.payload_for(request.user, notice)
    judged = judging.for_release(notice, payload, timezone.now().date())
    shown, rest = stated.beside(payload, [row.rule.code for row in judged])
    return {
        "paper": frame.paper(request, notice, payload),
        "photo_url": frame.photo_url(notice, payload),
        "judged": [
            {
                "condition": row.rule,
                "reason": row.finding.reason if row.blocks else "",
                "statements": shown[row.rule.code],
            }
            for row in judged
        ],
        "stated": rest,
        "other_notices": other_notices(request, notice),
    }


def for_reviewer(
    request: OfficerRequest, notice: Notice, payload: Payload, codes: list[str]
) -> dict[str, Any]:
    """The statements by code of the item that judges them, and those that belong to none."""
    shown, rest = stated.beside(payload, codes)
    return {
        "beside": shown,
        "stated": rest,
        "other_notices": other_notices(request, notice),
    }


def other_notices(request: OfficerRequest, notice: Notice) -> list[Notice]:
    """The other notices on the same record, as far as the officer may see them; 50 at most."""
    if notice.subject_id is None:
        return []
    rows = Notice.objects.visible_to(request.user).filter(subject=notice.subject_id)
    rows = rows.exclude(pk=notice.pk).select_related("owner_office")
    return list(rows.order_by("-created_at")[:50])
