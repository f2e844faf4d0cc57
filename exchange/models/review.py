"""Review of a request that acts against a person, before it leaves (docs/laws.md F21)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from central_offices.models import Officer
from exchange.models.request import Request
from exchange.queries import RequestReviewQuerySet
from kernel.ids import new_id
from kernel.models import CheckedTogether
from notices.models.refusal_reasons import RefusalReason


class RequestReview(CheckedTogether):
    """One request before the reviewers of the General Secretariat, with the clock for it.

    `because`, the number of offices and who reviews are for the reviewers alone.
    """

    class Status(models.TextChoices):
        WAITING = "WAITING", _("Waiting for a reviewer")
        PROPOSED = "PROPOSED", _("Refusal proposed")
        RELEASED = "RELEASED", _("Released")
        REFUSED = "REFUSED", _("Refused")
        WITHDRAWN = "WITHDRAWN", _("Withdrawn by the office")

    class Because(models.TextChoices):
        """Why a request is reviewed; nobody but the reviewers is told which."""

        OFFICES = "OFFICES", _("More offices are asked for the person than may be without a review")
        REFUSAL = "REFUSAL", _("A document fits a refusal on record")
        OBJECTS = "OBJECTS", _("The Commission objects")
        SAMPLE = "SAMPLE", _("Chosen by chance: some of all such requests are reviewed")

    OPEN = frozenset({Status.WAITING, Status.PROPOSED})

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    request = models.OneToOneField(Request, models.CASCADE, related_name="review")
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    because = ArrayField(models.CharField(max_length=8, choices=Because))
    offices_asked = models.PositiveIntegerField(help_text="For the person, this request included")
    left_before = models.BooleanField(
        default=False, help_text="Flash: it left at once, marked as under review"
    )
    unannounced = models.BooleanField(
        default=False, help_text="Begun after it had left: only reviewers know of it"
    )
    began_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    told_at = models.DateTimeField(
        null=True, blank=True, help_text="When the head of the Secretariat was told that it is late"
    )
    first_reviewer = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reasons = ArrayField(
        models.CharField(max_length=32, choices=RefusalReason), default=list, blank=True
    )
    explanation = models.TextField(blank=True)
    decided_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = RequestReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review of a request")
        constraints = [
            models.CheckConstraint(
                condition=Q(due_at__gt=F("began_at")), name="request_review_has_a_clock"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["PROPOSED", "REFUSED"])
                | Q(first_reviewer__isnull=False) & ~Q(reasons=[]) & ~Q(explanation=""),
                name="request_refusal_has_a_ground",
            ),
            models.CheckConstraint(
                condition=~Q(status="REFUSED")
                | Q(decided_by__isnull=False) & ~Q(decided_by=F("first_reviewer")),
                name="request_is_refused_by_two",
            ),
            models.CheckConstraint(
                condition=~Q(status="RELEASED") | Q(decided_by__isnull=False),
                name="request_is_released_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["WAITING", "PROPOSED"], decided_at=None)
                | ~Q(status__in=["WAITING", "PROPOSED"]) & Q(decided_at__isnull=False),
                name="decided_request_review_has_a_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="request_review_open",
                condition=Q(status__in=["WAITING", "PROPOSED"]),
            )
        ]

    def __str__(self) -> str:
        return str(self.get_status_display())

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided yet."""
        return self.status in self.OPEN
