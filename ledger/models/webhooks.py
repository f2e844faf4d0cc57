"""Beside delivery: secrets of webhooks, calls asked for by hand, and telephone calls."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kernel.ids import new_id


class WebhookSecret(models.Model):
    """A secret that webhooks to a destination are signed with; while two live, both sign."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    destination = models.ForeignKey("ledger.Destination", models.PROTECT, related_name="secrets")
    sealed = models.BinaryField()
    created_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["destination"], condition=Q(ends_at=None), name="one_secret_for_good"
            )
        ]

    def __str__(self) -> str:
        return str(self.created_at)


class WebhookCall(models.Model):
    """One call of a webhook that somebody asked for: a ping, or a delivered message again."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    destination = models.ForeignKey(
        "ledger.Destination", models.PROTECT, related_name="webhook_calls"
    )
    delivery = models.ForeignKey(
        "ledger.Delivery", models.PROTECT, null=True, blank=True, related_name="webhook_calls"
    )
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    begun_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    http_status = models.PositiveSmallIntegerField(null=True)
    ms = models.PositiveIntegerField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        verbose_name = _("test call")
        indexes = [
            models.Index(fields=["asked_at"], name="webhook_call_open", condition=Q(done_at=None)),
            models.Index(fields=["destination", "-asked_at"], name="webhook_call_of"),
        ]

    def __str__(self) -> str:
        return self.error or str(self.http_status or "")


class PhoneCall(models.Model):
    """Somebody told the recipient by telephone what could not be delivered in time.

    Whom they spoke to stands in the Event.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    delivery = models.OneToOneField("ledger.Delivery", models.PROTECT, related_name="phone_call")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("telephone call")

    def __str__(self) -> str:
        return str(self.at)
