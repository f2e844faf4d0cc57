"""Arrests at another country's request: how long the person may be held, and the alarms."""

from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from central_offices.models.dated import ends_after_start, one_at_a_time
from exchange.models.conversation import Contribution
from exchange.models.request import RequestRecipient
from exchange.models.rules import Dated
from exchange.queries import AlarmQuerySet, ArrestQuerySet
from kernel.ids import new_id
from kernel.models import CheckedTogether


class Effect(models.TextChoices):
    """The consequence when the papers have not arrived by then."""

    ALARM = "ALARM", _("The papers have not arrived")
    MAY_END = "MAY_END", _("The arrest may be ended: the papers have not arrived")
    END = "END", _("To be released now at the latest: the papers have not arrived")


class CustodyRule(Dated):
    """An alarm time: so many days after the arrest, or before the end of the time to hold ."""

    effect = models.CharField(max_length=8, choices=Effect)
    days = models.PositiveSmallIntegerField()
    before_end = models.BooleanField(default=False)
    source = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name = _("rule of custody")
        ordering = ["effect", "before_end", "days", "valid_from"]
        constraints = [
            ends_after_start("custody_rule_ends_after_start"),
            one_at_a_time("one_custody_rule_at_a_time", "effect", "before_end", "days"),
            models.CheckConstraint(condition=Q(days__gt=0), name="custody_rule_has_days"),
            models.CheckConstraint(
                condition=Q(before_end=False) | Q(effect=Effect.ALARM),
                name="only_alarms_count_from_the_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.effect} {self.days}"


class Arrest(CheckedTogether):
    """A person whom the requested office holds until the papers of the requesting one arrive.

    Seen with the contribution that reported it: by the other office once that has arrived.
    """

    class Status(models.TextChoices):
        HELD = "HELD", _("Held, papers awaited")
        PAPERS = "PAPERS", _("Papers received")
        TIME_OVER = "TIME_OVER", _("To be released")
        RELEASED = "RELEASED", _("Released")

    WAITING = [Status.HELD, Status.TIME_OVER]
    TONES = {"HELD": "warn", "PAPERS": "ok", "TIME_OVER": "bad", "RELEASED": "ok"}

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    recipient = models.ForeignKey(RequestRecipient, models.PROTECT, related_name="arrests")
    contribution = models.OneToOneField(Contribution, models.PROTECT, related_name="arrest")
    subject_id = models.UUIDField(null=True, blank=True, help_text="Of the request's persons")
    status = models.CharField(max_length=10, choices=Status, default=Status.HELD)
    arrested_at = models.DateTimeField(_("arrested at"))
    may_end_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(help_text="Released then at the latest, without papers")
    basis = models.CharField(max_length=330, help_text="The rule or agreement it comes from")
    next_alarm = models.DateTimeField(null=True, blank=True)
    papers_at = models.DateTimeField(_("papers received at"), null=True, blank=True)
    released_at = models.DateTimeField(_("released at"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ArrestQuerySet.as_manager()

    class Meta:
        verbose_name = _("arrest")
        ordering = ["arrested_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("arrested_at")), name="custody_ends_after_the_arrest"
            ),
            models.CheckConstraint(
                condition=~Q(status="PAPERS") | Q(papers_at__isnull=False),
                name="papers_have_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(status="RELEASED") | Q(released_at__isnull=False),
                name="release_has_a_time",
            ),
            models.UniqueConstraint(
                fields=["recipient", "subject_id"],
                condition=~Q(status="RELEASED"),
                nulls_distinct=False,
                name="held_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_alarm"], name="arrest_next_alarm", condition=Q(status="HELD")
            )
        ]

    def __str__(self) -> str:
        return self.person

    @property
    def person(self) -> str:
        """The person's name as the request told it; its reference where it named nobody."""
        request = self.recipient.request
        return person_name(request.persons, self.subject_id) or request.reference

    @property
    def is_held(self) -> bool:
        """Whether the papers may still come in time."""
        return self.status == self.Status.HELD

    @property
    def time_is_over(self) -> bool:
        """Whether the person is to be released: the papers did not come in time."""
        return self.status == self.Status.TIME_OVER

    @property
    def last_alarm(self) -> "CustodyAlarm | None":
        """The last alarm; read from `self.alarms`."""
        return max(self.alarms.all(), key=lambda row: row.due, default=None)


def person_name(persons: list[dict[str, Any]], subject_id: UUID | None) -> str:
    """The first name of one of a request's persons."""
    for row in persons:
        if row.get("id") == str(subject_id):
            return next((one["name"] for one in row["identities"] if one["name"]), "")
    return ""


class CustodyAlarm(models.Model):
    """One alarm that was given, once; `missed` are the days of earlier ones that were not."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    arrest = models.ForeignKey(Arrest, models.CASCADE, related_name="alarms")
    effect = models.CharField(max_length=8, choices=Effect)
    day = models.PositiveSmallIntegerField(help_text="Days after the arrest")
    due = models.DateTimeField()
    at = models.DateTimeField(default=timezone.now)
    missed = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)

    objects = AlarmQuerySet.as_manager()

    class Meta:
        verbose_name = _("alarm")
        ordering = ["due"]
        constraints = [
            models.UniqueConstraint(fields=["arrest", "due"], name="each_alarm_is_rung_once")
        ]

    def __str__(self) -> str:
        return str(self.get_effect_display())

    @property
    def missed_words(self) -> str:
        return ", ".join(map(str, self.missed))
