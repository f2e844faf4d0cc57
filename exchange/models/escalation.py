"""Escalations of clocks that ran out: the levels as dated data, and those that were taken."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from central_offices.models.dated import ends_after_start, one_at_a_time
from exchange.models.request import RequestRecipient
from exchange.models.rules import Dated, Urgency
from exchange.queries import EscalationQuerySet
from kernel.ids import new_id


class Level(models.IntegerChoices):
    """The people who are told, in this order."""

    DUTY = 1, _("Duty desk")
    HEAD = 2, _("Head of office")
    SECRETARIAT = 3, _("General Secretariat")


class EscalationRule(Dated):
    """How long after the end of a clock the next level is told."""

    urgency = models.CharField(max_length=8, choices=Urgency)
    level = models.PositiveSmallIntegerField(choices=Level)
    after_minutes = models.PositiveIntegerField()
    source = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name = _("escalation rule")
        ordering = ["urgency", "level", "valid_from"]
        constraints = [
            ends_after_start("escalation_rule_ends_after_start"),
            one_at_a_time("one_escalation_rule_at_a_time", "urgency", "level"),
        ]

    def __str__(self) -> str:
        return f"{self.urgency} {self.level}"


class Escalation(models.Model):
    """One level that was told that one clock had run out; never twice."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    recipient = models.ForeignKey(RequestRecipient, models.CASCADE, related_name="escalations")
    due = models.DateTimeField(help_text="The end of the clock")
    level = models.PositiveSmallIntegerField(choices=Level)
    at = models.DateTimeField(default=timezone.now)
    by_hand = models.BooleanField(default=False)
    unreachable = models.BooleanField(
        default=False, help_text="The office could not be reached then: not its own doing"
    )

    objects = EscalationQuerySet.as_manager()

    class Meta:
        verbose_name = _("escalation")
        ordering = ["due", "level"]
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "due", "level"], name="each_level_is_told_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_level_display())
