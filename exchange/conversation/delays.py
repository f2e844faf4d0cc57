"""Time that a requested office needs: a judge's authorisation, and deferrals that come back.

Dir. (EU) 2023/977 art. 5(3): where an authorisation is needed, the office says so at once, with
the reason and the length of the delay, and tells again when it changes.
"""

from datetime import datetime

from central_offices.models import Officer
from exchange.conversation import answering, contributions
from exchange.conversation.contributions import ContributionDraft
from exchange.lifecycle import recipient_steps
from exchange.models import Contribution, RecipientStatus, RequestRecipient
from ledger import events


def need_authorisation(
    recipient: RequestRecipient,
    words: ContributionDraft,
    *,
    by: Officer,
    until: datetime,
    version: int | None = None,
) -> Contribution:
    """Say that a judge has to authorise it, until when that takes, and why.

    The reply clock is extended to `until`, never shortened, and labelled for both sides; it may
    be said again. Raises NotReady without reason, or with a time in the past.
    """
    contributions.demand(words)
    contributions.demand_future(until)
    with recipient_steps.take("need_authorisation", recipient, by=by, version=version) as locked:
        locked.authorisation_until = until
        if locked.reply_due:
            locked.reply_due = max(locked.reply_due, until)
        answering.acknowledged(locked, by, RecipientStatus.IN_PROGRESS)
        locked.assigned_to = locked.assigned_to or by
        return contributions.say(
            locked,
            Contribution.Kind.AUTHORISATION,
            words,
            "request.authorisation_needed",
            by,
            until=until.isoformat(),
        )


def come_back(recipient: RequestRecipient, *, by: Officer) -> None:
    """The time of a deferral is over: it is due again, at once; `by` is the system."""
    with recipient_steps.take("come_back", recipient, by=by, chain=events.SYSTEM) as locked:
        locked.reply_due = max(filter(None, [locked.reply_due, locked.deferred_until]))
        locked.next_due = locked.reply_due
