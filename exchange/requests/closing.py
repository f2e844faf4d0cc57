"""The end of a request that nobody ends, and its beginning anew."""

from django.utils import timezone

from central_offices.models import Officer
from exchange.clocks import deadlines
from exchange.lifecycle import recipient_steps, request_steps
from exchange.models import RecipientStatus, Request, RequestRecipient
from exchange.requests import leaving
from kernel import acting
from ledger import events

OVER = [RecipientStatus.CLOSED, RecipientStatus.RECALLED, RecipientStatus.EXPIRED]


def close_quietly(request: Request, *, by: Officer) -> None:
    """Close what was answered or refused 30 days ago; `by` is the system (docs/laws.md F18).

    The request follows when no office is left. Whoever asks further opens it again.
    """
    with acting.acting_as(by):
        rows = Request._base_manager.select_for_update(of=("self",)).select_related("owner_office")
        locked = rows.get(pk=request.pk)
        quiet = locked.recipients.filter(status__in=recipient_steps.steps["close_quietly"].sources)
        quiet = quiet.filter(answered_at__lte=timezone.now() - deadlines.CLOSES_AFTER)
        recipients = quiet.select_related("office")
        taking = recipient_steps.take_all(
            "close_quietly",
            recipients,
            by=by,
            fields=["closed_at", "next_due"],
            chain=events.SYSTEM,
            skip_locked=True,  # what somebody works on is left for later
        )
        with taking as taken:
            for row in taken:
                row.closed_at, row.next_due = timezone.now(), None
        leaving.tell(locked, "request.closed", [row.office for row in taken])
        left = RequestRecipient.objects.filter(request=locked).exclude(status__in=OVER)
        if not left.exists():
            with request_steps.take("close_quietly", locked, by=by, chain=events.SYSTEM) as whole:
                whole.closed_at = timezone.now()


def reopen(request: Request, *, by: Officer) -> None:
    """Make a closed request one that is under way again; nothing happens to any other."""
    rows = Request._base_manager.select_for_update(of=("self",)).filter(pk=request.pk)
    with acting.by_a_rule("whether it is closed"):  # who does not see it is refused the step
        status = rows.values_list("status", flat=True).get()
    if status == Request.Status.CLOSED:
        with request_steps.take("reopen", request, by=by) as locked:
            locked.closed_at = None
