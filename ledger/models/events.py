"""Events in hash chains, and what of them can be purged."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kernel.ids import new_id


class Chain(models.Model):
    """The head of one hash chain: one per office, SYSTEM and PUBLIC."""

    name = models.CharField(max_length=16, primary_key=True)
    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.name} {self.seq}"


class Event(models.Model):
    """One thing that happened. Rows are only ever added; the database refuses anything else.

    `data` holds ids, codes, counts and digests; words that people wrote are in EventDetail.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    chain = models.CharField(max_length=16)
    seq = models.BigIntegerField(null=True)
    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    verb = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.UUIDField(null=True)
    before = models.CharField(max_length=30, blank=True)
    after = models.CharField(max_length=30, blank=True)
    purpose = models.CharField(max_length=20, blank=True)
    case_id = models.UUIDField(null=True)
    denied = models.BooleanField(default=False)
    data = models.JSONField(default=dict)
    detail_digest = models.CharField(max_length=64, blank=True)
    request_id = models.CharField(max_length=36, blank=True)
    prev_hash = models.CharField(max_length=64, blank=True, db_default="")
    hash = models.CharField(max_length=64, blank=True, db_default="")

    class Meta:
        verbose_name = _("event")
        constraints = [
            models.UniqueConstraint(fields=["chain", "seq"], name="one_event_a_place"),
        ]
        indexes = [
            models.Index(fields=["subject_id", "-at"], name="event_of_subject"),
            models.Index(fields=["case_id", "-at"], name="event_of_case"),
            models.Index(fields=["actor", "-at"], name="event_of_actor"),
            models.Index(fields=["chain", "id"], name="event_unsealed", condition=Q(seq=None)),
        ]

    def __str__(self) -> str:
        return self.verb


class EventDetail(models.Model):
    """Search terms, reasons and values before and after: purgeable, its digest is in the Event.

    The salt goes with it: what was purged cannot be guessed from the digest.
    """

    event = models.OneToOneField(
        Event, models.PROTECT, primary_key=True, related_name="detail", db_constraint=False
    )
    body = models.JSONField()
    salt = models.CharField(max_length=32, blank=True, default="")

    def __str__(self) -> str:
        return f"detail of {self.event_id}"
