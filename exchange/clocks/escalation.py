"""Escalation of late requests: the duty desk, the head, the General Secretariat.

Every level is derived from the database: whichever beat comes first takes it, and no other does.
Taken by hand, a level is taken earlier.
"""

from datetime import datetime, timedelta
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
from exchange.models.due import CLIMBS_FROM
from kernel import acting, batches
from kernel.errors import NotPermitted, NotReady
from kernel.periodic import UNLIMITED, Budget
from ledger import events
from ledger.delivery import outbox
from ledger.models import Destination


@acting.by_a_rule("which clocks have run out")
def climb(budget: Budget = UNLIMITED) -> int:
    """Take every level that is due now, the oldest clock first; returns for how many clocks."""
    rules = list(EscalationRule.objects.in_force().order_by("level"))

    def levels(recipient: RequestRecipient, *, by: Officer) -> None:
        """All that are due for this clock, in one transaction; its row is locked."""
        for rule in rules:
            if _is_due(rule, recipient):
                _take(recipient, rule.level, recipient.next_due, by)
        _note_next_level(recipient, rules)

    rows = _late(rules).select_related("request__owner_office", "office")
    return batches.each(rows, levels, by=roles.system(), budget=budget, oldest="climbs_from")


def _late(rules: list[EscalationRule]) -> Any:
    """Recipients of whom somebody is to be told now; the index `recipient_climbs` has them."""
    told = Escalation.objects.filter(recipient=OuterRef("pk"), due=OuterRef("next_due"))
    unarrived = Q(~Exists(told.filter(level=Level.SECRETARIAT)), status=RecipientStatus.QUEUED)
    now = timezone.now()
    return RequestRecipient.objects.annotate(climbs_from=CLIMBS_FROM).filter(
        Q(status__in=RequestRecipient.OPEN) | unarrived,
        climbs_from__lte=now,
        next_due__lte=now,
        request__urgency__in={rule.urgency for rule in rules},
    )


def _is_due(rule: EscalationRule, recipient: RequestRecipient) -> bool:
    """True once the rule falls due; what has not arrived is told to the Secretariat only."""
    if recipient.status == RecipientStatus.QUEUED and rule.level != Level.SECRETARIAT:
        return False
    return (
        recipient.request.urgency == rule.urgency and _falls_due(rule, recipient) <= timezone.now()
    )


def _falls_due(rule: EscalationRule, recipient: RequestRecipient) -> datetime:
    assert recipient.next_due is not None
    return recipient.next_due + timedelta(minutes=rule.after_minutes)


def _note_next_level(locked: RequestRecipient, rules: list[EscalationRule]) -> None:
    """Note when the clock's next level is due, so that nobody looks at it before."""
    assert locked.next_due is not None
    told = set(locked.escalations.filter(due=locked.next_due).values_list("level", flat=True))
    urgency = locked.request.urgency
    left = [rule for rule in rules if rule.urgency == urgency and rule.level not in told]
    locked.told_for = locked.next_due
    locked.climbs_at = min((_falls_due(rule, locked) for rule in left), default=None)
    locked.save(update_fields=["told_for", "climbs_at"])


def raise_by_hand(recipient: RequestRecipient, *, by: Officer, known: str = "") -> Level:
    """Tell the next level now; returns it. The requested office tells its head, then the agency;
    the requesting one, once the clock has run out, the agency at once. `known` is how many the
    page showed as told: a button that is pressed twice does not climb two levels.

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
        if level not in told and _take_by_hand(recipient, level, due, by):
            return level
    raise NotReady(_("Everybody has been told already."))


def _take_by_hand(recipient: RequestRecipient, level: int, due: Any, by: Officer) -> bool:
    """One rung, once: False when somebody else took it, or the clock has moved on meanwhile."""
    with acting.acting_as(by):
        rows = RequestRecipient.objects.select_for_update(of=("self",))
        locked = rows.select_related("request__owner_office", "office").get(pk=recipient.pk)
        return locked.next_due == due and _take(locked, level, due, by, by_hand=True)


def _take(
    locked: RequestRecipient, level: int, due: Any, by: Officer, by_hand: bool = False
) -> bool:
    """One rung of a locked row, once: False when it was taken before."""
    if locked.escalations.filter(due=due, level=level).exists():
        return False
    row = Escalation.objects.create(
        recipient=locked,
        due=due,
        level=level,
        by_hand=by_hand,
        unreachable=out_of_reach(locked.office),
    )
    events.record(
        "requestrecipient.escalate",
        by=by,
        subject=locked,
        data={"level": level, "due": due.isoformat(), "unreachable": row.unreachable},
        chain="" if by_hand else events.SYSTEM,
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
