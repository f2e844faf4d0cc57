"""Webhooks as Standard Webhooks has them: secrets, the signed headers, and what an answer means.

Source: Standard Webhooks 1.0; docs/laws.md E9.
"""

import base64
import secrets
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _
from standardwebhooks import Webhook

from kernel import rotation, sealing
from kernel.outbound.client import Answer
from ledger.models import Destination, WebhookSecret

BOTH = timedelta(hours=24)  # the old secret signs beside the new one for so long
MOST_PATIENCE = 3600  # seconds of Retry-After that are honoured
PREFIX = "whsec_"
NEVER = {400, 409, 413, 422}  # the same message would be refused for ever
GONE = 410
PAGES = {"text/html", "application/xhtml+xml"}


def new_secret(destination: Destination) -> str:
    """A new secret for the destination, as its owner shall keep it; the one before signs on for
    24 hours. Call it under the destination's lock."""
    WebhookSecret.objects.filter(destination=destination, ends_at=None).update(
        ends_at=timezone.now() + BOTH
    )
    secret = PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()
    row = WebhookSecret(destination=destination)
    row.sealed = sealing.seal(secret.encode(), _place(row))
    row.save(force_insert=True)
    return secret


def end_secrets(destination: Destination) -> None:
    """Let no secret of the destination sign any more. Call it under the destination's lock."""
    live = Q(ends_at=None) | Q(ends_at__gt=Now())
    WebhookSecret.objects.filter(live, destination=destination).update(ends_at=Now())


def secrets_of(destination_id: int) -> list[str]:
    """The secrets that sign now, the newest first. Raises sealing.NotOurs."""
    live = Q(ends_at=None) | Q(ends_at__gt=Now())
    rows = WebhookSecret.objects.filter(live, destination=destination_id).order_by("-created_at")
    return [sealing.unseal(bytes(row.sealed), _place(row)).decode() for row in rows]


def rotate() -> int:
    """Seal all secrets anew after FILE_KEY was changed; how many there were."""
    return rotation.column(WebhookSecret.objects.all, "sealed", _place)


def headers(message_id: UUID, at: datetime, body: bytes, signers: list[str]) -> dict[str, str]:
    """The headers of one call: its id stays the same however often the message is sent."""
    text, name = body.decode(), str(message_id)
    signatures = [Webhook(secret).sign(name, at, text) for secret in signers]
    return {
        "Content-Type": "application/json",
        "webhook-id": name,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


class Verdict(NamedTuple):
    """The meaning of an answer: STORED, AGAIN (later), NEVER or GONE; why; how long to wait."""

    outcome: str
    kind: str = ""
    words: str = ""
    wait: int = 0


def judge(answer: Answer, at: datetime) -> Verdict:
    """Read an answer to a call that was made `at`. Any 2xx is a receipt, but for a web page."""
    status = answer.status
    words = {"status": status}
    if 200 <= status < 300:
        if answer.media_type in PAGES or answer.body.lstrip()[:1] == b"<":
            return Verdict("AGAIN", "web_page", _("It answered with a web page: not its system."))
        return Verdict("STORED")
    if status == GONE:
        return Verdict("GONE", "gone", _("It answered 410: nobody receives there any more."))
    if status in NEVER:
        text = _("Its system refused the message for good (%(status)s).") % words
        return Verdict("NEVER", f"http_{status}", text)
    wait = _patience(answer.retry_after, at)
    if 300 <= status < 400:
        text = _("It answered with a redirect (%(status)s), which is never followed.") % words
        return Verdict("AGAIN", "redirect", text)
    if status in {401, 403}:
        text = _("Its system did not accept the signature or the sender (%(status)s).") % words
    elif status == 404:
        text = _("Nobody receives at this address (404).")
    elif status == 429:
        text = _("Its system asks for a pause (429).")
    elif status >= 500:
        text = _("Its system has a fault (%(status)s).") % words
    else:
        text = _("Its system answered with %(status)s.") % words
    return Verdict("AGAIN", f"http_{status}", text, wait)


def _patience(said: str, at: datetime) -> int:
    """The seconds of a Retry-After, which is a number or a date; 0 when it is neither."""
    if said.isdecimal():
        return min(int(said[:9]), MOST_PATIENCE)
    try:
        until = parsedate_to_datetime(said)
    except (TypeError, ValueError):
        return 0
    if until.tzinfo is None:
        return 0
    return max(0, min(round((until - at).total_seconds()), MOST_PATIENCE))


def _place(row: WebhookSecret) -> str:
    return f"ledger_webhooksecret.sealed.{row.pk}"
