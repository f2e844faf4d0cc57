"""Changes of dated rules: proposed by one administrator, in force once a second one confirms."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from central_offices.queries.rule_changes import RuleChangeQuerySet
from kernel.ids import new_id
from kernel.models import CheckedTogether

DECIDED_WITHIN = timedelta(days=7)


def _in_a_week() -> datetime:
    return timezone.now() + DECIDED_WITHIN


class RuleChange(CheckedTogether):
    """The words or numbers that one rule shall have from a day on, perhaps up to another day.

    `table` and `key` say which rule; `content` is what it shall say (nothing: it ends), `before`
    what it said when this was proposed. None of it changes afterwards (docs/decisions/0042).
    """

    class Status(models.TextChoices):
        PENDING = "PENDING", _("Waits for a second person")
        CONFIRMED = "CONFIRMED", _("Confirmed")
        DECLINED = "DECLINED", _("Declined")
        WITHDRAWN = "WITHDRAWN", _("Withdrawn")
        EXPIRED = "EXPIRED", _("Expired")

    class Kind(models.TextChoices):
        NEW = "NEW", _("New")
        CHANGE = "CHANGE", _("Change")
        END = "END", _("End")

    OPEN = (Status.PENDING,)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    table = models.CharField(max_length=63, help_text="The table of the database")
    key = models.JSONField(help_text="Columns that name the rule, and their values")
    kind = models.CharField(max_length=6, choices=Kind)
    content = models.JSONField(default=dict, blank=True)
    before = models.JSONField(default=dict, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=400)
    status = models.CharField(max_length=9, choices=Status, default=Status.PENDING)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(default=_in_a_week)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_in = models.BigIntegerField(
        null=True,
        blank=True,
        editable=False,
        help_text="The transaction of the database that put it in force",
    )

    objects = RuleChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of a rule")
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="CONFIRMED")
                | Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by")),
                name="rule_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(status="PENDING", decided_at=None)
                | ~Q(status="PENDING") & Q(decided_at__isnull=False),
                name="rule_decided_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="rule_change_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(kind="END", content={}) | ~Q(kind="END") & ~Q(content={}),
                name="rule_change_says_something",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="rule_change_has_a_reason"),
            models.UniqueConstraint(
                fields=["table", "key"],
                condition=Q(status="PENDING"),
                name="one_change_of_a_rule_waits",
            ),
        ]
        indexes = [models.Index(fields=["-proposed_at"], name="rule_change_newest")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {' · '.join(str(value) for value in self.key.values())}"
