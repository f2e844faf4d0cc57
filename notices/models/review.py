"""The conditions of publication, and what reviewers decided on a frozen version."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from central_offices.models import Officer, in_language
from kernel.ids import new_id
from notices.models.codes import Colour
from notices.models.refusal_reasons import RefusalReason
from notices.models.version import NoticeVersion
from notices.queries import ConditionQuerySet, ReviewItemQuerySet, ReviewQuerySet


class Condition(models.Model):
    """A condition of publication, as dated data (docs/laws.md L9)."""

    class Severity(models.TextChoices):
        BLOCK = "BLOCK", _("Must be met")
        ASK = "ASK", _("Must be answered")
        INFO = "INFO", _("For information")

    class Kind(models.TextChoices):
        AUTOMATIC = "AUTOMATIC", _("Checked by rule")
        HUMAN = "HUMAN", _("Judged by the reviewer")

    colour = models.CharField(max_length=8, choices=Colour)
    code = models.CharField(max_length=40)
    rank = models.PositiveSmallIntegerField(default=0)
    article = models.CharField(max_length=60)
    severity = models.CharField(max_length=6, choices=Severity)
    kind = models.CharField(max_length=10, choices=Kind)
    wording = models.JSONField(help_text="By language; en is required")
    predicate = models.CharField(max_length=60, blank=True)
    parameters = models.JSONField(default=dict, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    objects = ConditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("condition")
        ordering = ["colour", "rank", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["colour", "code", "valid_from"], name="one_condition_a_code_and_day"
            )
        ]

    def __str__(self) -> str:
        return in_language(self.wording)


class Review(models.Model):
    """One legal review of one frozen version: bound to its hash, decided once."""

    class Outcome(models.TextChoices):
        PASS = "PASS", _("Passed")
        RETURN = "RETURN", _("Returned")
        REFUSE = "REFUSE", _("Refused")
        DISAGREE = "DISAGREE", _("Not confirmed")
        GIVEN_UP = "GIVEN_UP", _("Put back into the queue")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    notice_version = models.ForeignKey(NoticeVersion, models.PROTECT, related_name="reviews")
    sha256 = models.CharField(max_length=64)
    second = models.BooleanField(default=False)
    reviewer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    reasons = ArrayField(
        models.CharField(max_length=32, choices=RefusalReason), default=list, blank=True
    )
    explanation = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        constraints = [
            models.UniqueConstraint(
                fields=["notice_version", "second"],
                condition=Q(outcome=""),
                name="one_open_review_a_version",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", decided_at=None)
                | ~Q(outcome="") & Q(decided_at__isnull=False),
                name="decided_review_has_a_time",
            ),
        ]
        indexes = [models.Index(fields=["-decided_at"], name="review_decided")]

    def __str__(self) -> str:
        return self.get_outcome_display() or str(_("Open"))


class ReviewItem(models.Model):
    """The answer to one condition in a review: what the rule said, and what the reviewer says."""

    class Result(models.TextChoices):
        PASS = "PASS", _("Pass")
        ASK = "ASK", _("Ask")
        FAIL = "FAIL", _("Fail")

    review = models.ForeignKey(Review, models.PROTECT, related_name="items")
    condition = models.ForeignKey(Condition, models.PROTECT, related_name="+")
    automatic = models.CharField(max_length=4, choices=Result, blank=True)
    automatic_reason = models.TextField(blank=True)
    refusals = ArrayField(
        models.CharField(max_length=32, choices=RefusalReason), default=list, blank=True
    )
    result = models.CharField(max_length=4, choices=Result, blank=True)
    comment = models.TextField(blank=True)

    objects = ReviewItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("item")
        ordering = ["condition__rank"]
        constraints = [
            models.UniqueConstraint(fields=["review", "condition"], name="one_answer_a_condition")
        ]

    def __str__(self) -> str:
        return self.result
