"""What was refused or ended on substance, kept as a fingerprint; and the dated rules of that."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from central_offices.models import Officer
from central_offices.models.dated import ends_after_start, one_at_a_time
from central_offices.queries.dated import DatedQuerySet
from kernel.ids import new_id
from notices.queries import RefusalQuerySet


class SafeguardRule(models.Model):
    """A number of the safeguards around acts against a person, as dated data (laws.md L9)."""

    class Code(models.TextChoices):
        FINGERPRINT_YEARS = "FINGERPRINT_YEARS", _("Years that a fingerprint is kept")
        OFFICES_WITHOUT_REVIEW = (
            "OFFICES_WITHOUT_REVIEW",
            _("Offices that may be asked for one person without a review"),
        )
        SAMPLED_PER_HUNDRED = (
            "SAMPLED_PER_HUNDRED",
            _("Persons in a hundred of whom the request is reviewed by chance"),
        )
        COUNTED_DAYS = "COUNTED_DAYS", _("Days over which these offices are counted")
        REVIEW_MINUTES = "REVIEW_MINUTES", _("Minutes for the review of a request")
        FLASH_REVIEW_MINUTES = (
            "FLASH_REVIEW_MINUTES",
            _("Minutes for the review of a flash request"),
        )

    code = models.CharField(max_length=32, choices=Code)
    number = models.PositiveIntegerField()
    source = models.CharField(max_length=120, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("safeguard rule")
        ordering = ["code", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "valid_from"], name="one_safeguard_rule_a_code_and_day"
            ),
            ends_after_start("safeguard_rule_ends_after_start"),
            one_at_a_time(
                "one_safeguard_rule_at_a_time",
                "code",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_code_display())


class Refusal(models.Model):
    """That a notice or request was refused, or ended, on substance: no name, no facts, no office.

    Its digests lie in a table that only the matching function of the database reads.
    """

    class Source(models.TextChoices):
        NOTICE = "NOTICE", _("Notice")
        REQUEST = "REQUEST", _("Request")

    class Status(models.TextChoices):
        KEPT = "KEPT", _("Kept")
        ENDED = "ENDED", _("Ended")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source = models.CharField(max_length=8, choices=Source)
    source_id = models.UUIDField()
    status = models.CharField(max_length=8, choices=Status, default=Status.KEPT)
    created_at = models.DateTimeField(default=timezone.now)
    kept_until = models.DateTimeField(_("kept until"))
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = RefusalQuerySet.as_manager()

    class Meta:
        verbose_name = _("refusal")
        constraints = [
            models.UniqueConstraint(fields=["source", "source_id"], name="one_refusal_a_source"),
            models.CheckConstraint(
                condition=Q(kept_until__gt=F("created_at")), name="refusal_is_kept_for_a_time"
            ),
            models.CheckConstraint(
                condition=Q(status="KEPT", ended_at=None)
                | Q(status="ENDED", ended_at__isnull=False),
                name="ended_refusal_has_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["kept_until"], name="refusal_kept", condition=Q(status="KEPT"))
        ]

    def __str__(self) -> str:
        return f"{self.get_source_display()} {self.created_at:%Y-%m-%d}"
