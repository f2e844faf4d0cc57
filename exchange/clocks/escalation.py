"""The ladder of a clock that has run out: the duty desk, the head, the General Secretariat.

Every rung is derived from the database: whichever beat comes first takes it, and no other does.
Taken by hand, a rung is taken earlier.
"""

from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from central_offices import roles
from central_offices.models import CentralOffice, Officer
from exchange.lifecycle import answers, requester
from exchange.models import (
    Escalation,
    EscalationRule,
    Level,
    RecipientStatus,
    RequestRecipient,
    Urgency,
)
from kernel import acting
from kernel.errors import NotPermitted, NotReady
from ledger import events
from ledger.delivery import outbox
from ledger.models import Destination

MOST = 200


def climb() -> int:
    """Take every rung that is due now; returns how many were taken."""
    return sum(_due(rule) for rule in EscalationRule.objects.in_force().order_by("level"))


def _due(rule: EscalationRule) -> int:
    told = Escalation.objects.filter(
        recipient=OuterRef("pk"), due=OuterRef("next_due"), level=rule.level
    )
    late = Q(status__in=RequestRecipient.OPEN)
    if rule.level == Level.SECRETARIAT:
        late |= Q(status=RecipientStatus.QUEUED)  # its own people can't be told: it has not arrived
    rows = RequestRecipient.objects.filter(
        late,
        ~Exists(told),
        request__urgency=rule.urgency,
        next_due__lte=timezone.now() - timedelta(minutes=rule.after_minutes),
    )
    return sum(_take(row, rule.level, row.next_due) for row in rows.order_by("pk")[:MOST])


def raise_by_hand(recipient: RequestRecipient, *, by: Officer, known: str = "") -> Level:
    """Tell the next level now; returns it. The requested office tells its head, then the agency;
    the requesting one, once the clock has run out, the agency at once. `known` is how many the
    page showed as told: a button that is pressed twice does not climb two rungs.

    Raises NotPermitted, or NotReady where no clock runs or everybody has been told.
    """
    ours = answers(by, recipient)
    if not ours and not requester(by, recipient):
        raise NotPermitted(_("You may not escalate this request."))
    due = recipient.next_due
    if due is None or not (ours or due <= timezone.now()):
        raise NotReady(_("There is nothing to escalate: no clock has run out."))
    told = set(recipient.escalations.filter(due=due).values_list("level", flat=True))
    ladder = [Level.HEAD, Level.SECRETARIAT] if ours else [Level.SECRETARIAT]
    if known and known != str(len(told & set(ladder))):
        raise NotReady(_("It was escalated a moment ago. Look at who was told before the next."))
    for level in ladder:
        if level not in told and _take(recipient, level, due, by=by):
            return level
    raise NotReady(_("Everybody has been told already."))


def _take(recipient: RequestRecipient, level: int, due: Any, by: Officer | None = None) -> bool:
    """One rung, once: False when somebody else took it, or the clock has moved on meanwhile."""
    actor = by or roles.system()
    with acting.acting_as(actor):
        rows = RequestRecipient.objects.select_for_update(of=("self",))
        locked = rows.select_related("request__owner_office", "office").get(pk=recipient.pk)
        if locked.next_due != due or locked.escalations.filter(due=due, level=level).exists():
            return False
        row = Escalation.objects.create(
            recipient=locked,
            due=due,
            level=level,
            by_hand=by is not None,
            unreachable=out_of_reach(locked.office),
        )
        events.record(
            "requestrecipient.escalate",
            by=actor,
            subject=locked,
            data={"level": level, "due": due.isoformat(), "unreachable": row.unreachable},
            chain="" if by else events.SYSTEM,
            step=True,
        )
        _tell(locked, row)
    return True


def _tell(recipient: RequestRecipient, row: Escalation) -> None:
    """One message, with no content of the request: the office's own, and at the top both others."""
    request = recipient.request
    to = [] if recipient.status == RecipientStatus.QUEUED else [recipient.office]
    if row.level == Level.SECRETARIAT:
        to += [request.owner_office, CentralOffice.objects.secretariat()]
    outbox.post(
        "request.escalated",
        thread=request.pk,
        sender=CentralOffice.objects.secretariat(),
        to=to,
        data={
            "request": str(request.pk),
            "reference": request.reference,
            "office": recipient.office.code,
            "level": Level(row.level).name,
            "due": row.due.isoformat(),
            "unreachable": row.unreachable,
        },
        urgent=request.urgency == Urgency.FLASH,
    )


def out_of_reach(office: CentralOffice) -> bool:
    """Whether nothing reaches the office now: then a breach is not its own doing."""
    rows = Destination.objects.filter(office=office)
    return rows.exclude(unreachable_since=None, paused_at=None).exists()
