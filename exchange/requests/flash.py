"""A flash request leaves at once, on the word of the duty officer; its second person follows.

docs/laws.md F18: the duty officer sends, the head approves within 4 h. Nothing is ever withdrawn
by a clock, since a life may hang on it: when the time is over, the request stays in force under
a mark that everybody sees (docs/decisions/0006-flash-before-its-approval.md).
"""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from central_offices.models import CentralOffice, Officer
from exchange.clocks import deadlines
from exchange.lifecycle import request_steps
from exchange.models import RecipientStatus, Request
from exchange.requests import deputies, leaving, sending
from kernel import acting
from kernel.errors import NotReady
from ledger import events

GONE = [RecipientStatus.DRAFT, RecipientStatus.RECALLED]


def send(request: Request, *, by: Officer, version: int | None = None) -> None:
    """Send before the approval. Raises NotReady: what is missing, or no rule allows it."""
    with acting.acting_as(by):
        sending.renew_type(request)
        with request_steps.take("send_flash", request, by=by, version=version) as locked:
            sending.freeze(locked, by)
            rule = deadlines.rule_for(locked)
            if rule is None or rule.approve_minutes is None:
                raise NotReady(_("No rule in force lets it leave before its approval."))
            leaving.leave(locked, by, False, timedelta(minutes=rule.approve_minutes))


def confirm(request: Request, *, by: Officer, digest: str) -> None:
    """Approve what has left, as second person, late too; every recipient is told."""
    with request_steps.take("confirm", request, by=by, digest=digest) as locked:
        sending.same_words(locked, digest)
        deputies.approved(locked, by)
        leaving.tell(
            locked, "request.approved", told(locked), urgent=True, **deputies.named(locked)
        )


def leave_unapproved(request: Request, *, by: Officer) -> None:
    """The time for the approval is over: every recipient is told; `by` is the system."""
    with request_steps.take("leave_unapproved", request, by=by, chain=events.SYSTEM) as locked:
        locked.unapproved_at = timezone.now()
        leaving.tell(locked, "request.unapproved", told(locked), urgent=True)


def told(request: Request) -> list[CentralOffice]:
    """The offices that have the request, or will."""
    rows = request.recipients.exclude(status__in=GONE).select_related("office")
    with acting.by_a_rule("whom a request reached"):
        return [row.office for row in rows]
