"""Contents of the messages about requests: the `data` of the envelope (docs/laws.md E1)."""

import hashlib
from typing import Any

from central_offices.models import Officer
from exchange.models import (
    Attachment,
    Contribution,
    Release,
    Request,
    RequestRecipient,
    RequestReview,
)
from exchange.requests import visibility
from kernel import acting
from ledger.events import canonical


def request_data(request: Request) -> dict[str, Any]:
    """The whole request as the recipients get it."""
    return {
        "request": str(request.pk),
        "reference": request.reference,
        "case": request.told_case.reference if request.told_case else None,
        "type": request.type.code,
        "urgency": request.urgency,
        "title": request.title,
        "ask": request.ask,
        "legal_basis": request.legal_basis,
        "purpose": request.purpose,
        "necessity": request.necessity,
        "portfolios": request.portfolios,
        "tags": request.tags,
        "facts": request.facts,
        "persons": request.persons,
        "reply_due": _time(request.reply_due),
        "evaluation": request.evaluation,
        "handling_note": request.handling_note,
        "conversation": request.conversation,
        **_parties(request),
        "attachments": [attachment_data(row) for row in _files(request.attachments)],
    }


def _parties(request: Request) -> dict[str, list[str]]:
    """In a common conversation everybody learns who is asked; else the member is not there."""
    return (
        {"offices": [row.code for row in visibility.parties(request)]} if request.is_common else {}
    )


def approval(request: Request) -> dict[str, Any] | None:
    """Whether a second person approved it; None where its type needs none."""
    if request.type.release == Release.NONE:
        return None
    found: dict[str, Any] = {
        "approved_at": _time(request.approved_at),
        "due": _time(request.approval_due),
    }
    if request.approving_deputy:
        found["deputy"] = request.approving_deputy.code
    return found


def sent_data(request: Request, review: RequestReview | None) -> dict[str, Any]:
    """The request as it leaves: whether it was approved, and whether it is still under review."""
    return request_data(request) | {"approval": approval(request), "review": under_review(review)}


def under_review(review: RequestReview | None) -> dict[str, Any] | None:
    """The mark of flash that left before its review: no coercive measure on this alone."""
    if review is None:
        return None
    return {"under_review": True, "coercive_measures": False, "due": _time(review.due_at)}


@acting.by_a_rule("what is asked of whom")
def digest(request: Request) -> str:
    """SHA-256 of what is asked of whom: an approval is bound to it (docs/laws.md T2)."""
    content = request_data(request) | {
        "classification": request.classification,
        "handling": request.handling_codes,
        "recipients": sorted(request.recipients.values_list("office__code", flat=True)),
    }
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def step_data(recipient: RequestRecipient, by: Officer, **more: Any) -> dict[str, Any]:
    """A change of state at one requested office."""
    request = recipient.request
    return {
        "request": str(request.pk),
        "reference": request.reference,
        "office": recipient.office.code,
        "by": by.name,
        **more,
    }


def contribution_data(row: Contribution, attachments: list[Attachment]) -> dict[str, Any]:
    """Something that one office says to the other."""
    return {
        "contribution": str(row.pk),
        "kind": row.kind,
        "text": row.text,
        "evaluation": row.evaluation,
        "handling_note": row.handling_note,
        "private": row.private,
        "attachments": [attachment_data(attachment) for attachment in attachments],
    }


def attachment_data(attachment: Attachment) -> dict[str, Any]:
    file = attachment.file
    return {
        "id": str(attachment.pk),
        "name": file.original_name,
        "media_type": file.media_type,
        "size": file.size,
        "sha256": file.sha256,
        "scanned": file.scanned_at is not None,
        "href": content_address(attachment),
    }


def content_address(attachment: Attachment) -> str:
    """Where an office's system fetches the file."""
    return f"/api/v1/attachments/{attachment.pk}/content/"


def _files(attachments: Any) -> Any:
    return attachments.select_related("file").order_by("uploaded_at", "id")


def _time(value: Any) -> str | None:
    return value.isoformat().replace("+00:00", "Z") if value else None
