"""The clocks of recipients: what holds of them, and the indexes in which upkeep finds those due."""

from django.db import models
from django.db.models import Case, F, Q, When

# When the next level is told: at once where the clock is another one than the ladder's last.
CLIMBS_FROM = Case(When(told_for=F("next_due"), then=F("climbs_at")), default=F("next_due"))
OF_RECIPIENTS = [
    models.Index(
        fields=["office", "next_due"],
        name="recipient_at_work",
        condition=Q(
            status__in=[
                "DELIVERED",
                "ACKNOWLEDGED",
                "ASSIGNED",
                "IN_PROGRESS",
                "CLARIFICATION",
                "PARTIAL",
                "DEFERRED",
                "RECALL_TOO_LATE",
            ]
        ),
    ),
    models.Index(
        CLIMBS_FROM,
        "id",
        name="recipient_climbs",
        condition=Q(next_due__isnull=False),
    ),
    models.Index(
        fields=["deferred_until"], name="recipient_deferred", condition=Q(status="DEFERRED")
    ),
    models.Index(
        fields=["answered_at"],
        name="recipient_quiet",
        condition=Q(status__in=["ANSWERED", "REFUSED"]),
    ),
    models.Index(
        fields=["id"],
        name="recipient_unarrived",
        condition=Q(status="QUEUED", clock_from=None),
    ),
]

DUE_AFTER_THE_START = models.CheckConstraint(
    condition=Q(clock_from=None)
    | (
        (Q(ack_due=None) | Q(ack_due__gt=F("clock_from")))
        & (Q(reply_due=None) | Q(reply_due__gt=F("clock_from")))
    ),
    name="due_after_the_clock_started",
)
