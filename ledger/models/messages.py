"""Messages as their senders tell them, and as they are stored for their recipients."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kernel.ids import new_id


class Lane(models.TextChoices):
    URGENT = "URGENT", _("Urgent")
    NORMAL = "NORMAL", _("Normal")


class Message(models.Model):
    """An office's word to others: the part of the envelope that all recipients share."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    type = models.CharField(max_length=60)
    lane = models.CharField(max_length=6, choices=Lane)
    thread = models.UUIDField(help_text="The request or notice that the message is about")
    sender = models.ForeignKey("central_offices.CentralOffice", models.PROTECT, related_name="+")
    recipients = ArrayField(models.CharField(max_length=8))
    sent_at = models.DateTimeField(default=timezone.now)
    classification = models.PositiveSmallIntegerField(default=0)
    handling_codes = ArrayField(models.CharField(max_length=4), default=list)
    data = models.JSONField()
    signature = models.JSONField(null=True, blank=True, help_text="jws, kid and held_by")

    class Meta:
        verbose_name = _("message")
        indexes = [models.Index(fields=["thread", "sent_at"], name="message_of_thread")]

    def __str__(self) -> str:
        return self.type


class InboxMessage(models.Model):
    """A message stored for its recipient, once: written in the transaction of its effect."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    recipient = models.ForeignKey("central_offices.CentralOffice", models.PROTECT, related_name="+")
    sender = models.ForeignKey("central_offices.CentralOffice", models.PROTECT, related_name="+")
    message_id = models.UUIDField()
    body_sha256 = models.CharField(max_length=64)
    receipt = models.TextField(blank=True, help_text="JWS of the Secretariat: stored, when")
    received_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "sender", "message_id"], name="received_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.message_id)
