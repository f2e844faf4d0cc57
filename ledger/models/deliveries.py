"""Destinations, and each message on its way to one of them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kernel.ids import new_id
from ledger.models.messages import Lane, Message


class Destination(models.Model):
    """Where messages for one office go; two lanes, one worker at a time."""

    class Mode(models.TextChoices):
        BROWSER = "BROWSER", _("In the browser")
        MAILBOX = "MAILBOX", _("By polling its mailbox")
        WEBHOOK = "WEBHOOK", _("By signed webhook")

    class Disabled(models.TextChoices):
        GONE = "GONE", _("its system answered 410: nobody receives there any more")
        FAILING = "FAILING", _("every attempt of five days failed")

    office = models.OneToOneField(
        "central_offices.CentralOffice", models.PROTECT, related_name="destination"
    )
    mode = models.CharField(max_length=10, choices=Mode, default=Mode.BROWSER)
    url = models.URLField(max_length=500, blank=True)
    urgent_seq = models.BigIntegerField(default=0)
    normal_seq = models.BigIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_token = models.UUIDField(null=True, blank=True)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True, blank=True)
    unreachable_since = models.DateTimeField(null=True, blank=True)
    disabled_at = models.DateTimeField(null=True, blank=True)
    disabled_why = models.CharField(max_length=20, choices=Disabled, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    last_seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("destination")
        constraints = [
            models.CheckConstraint(
                condition=~Q(mode="WEBHOOK") | ~Q(url=""), name="webhook_has_an_address"
            ),
            models.CheckConstraint(
                condition=Q(disabled_at=None, disabled_why="")
                | Q(disabled_at__isnull=False) & ~Q(disabled_why=""),
                name="disabled_says_why",
            ),
        ]

    def __str__(self) -> str:
        return str(self.office)


class Delivery(models.Model):
    """One message on its way to one destination: its number there, and how far it has come."""

    class Status(models.TextChoices):
        QUEUED = "QUEUED", _("On its way")
        DELIVERED = "DELIVERED", _("Delivered")
        DEAD = "DEAD", _("Could not be delivered")
        RECALLED = "RECALLED", _("Taken back before delivery")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    message = models.ForeignKey(Message, models.PROTECT, related_name="deliveries")
    destination = models.ForeignKey(Destination, models.PROTECT, related_name="deliveries")
    thread = models.UUIDField()
    lane = models.CharField(max_length=6, choices=Lane)
    seq = models.BigIntegerField()
    place = models.BigIntegerField(help_text="Its place among all messages to the destination")
    status = models.CharField(max_length=10, choices=Status, default=Status.QUEUED)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)
    first_attempt_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    arrival = models.BigIntegerField(null=True, help_text="In which order it was delivered")
    posted_at = models.DateTimeField(
        null=True, help_text="When it was last sent by webhook: since then it may have arrived"
    )
    withheld_at = models.DateTimeField(
        null=True, help_text="When a notice left instead: its systems are not cleared for it"
    )
    fetched_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    dead_at = models.DateTimeField(null=True)

    call: "Attempt | None" = None  # the call of a webhook that is being judged; no column

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(
                fields=["destination", "lane", "seq"], name="one_delivery_a_number"
            ),
            models.UniqueConstraint(fields=["message", "destination"], name="told_once"),
            models.UniqueConstraint(fields=["destination", "place"], name="one_delivery_a_place"),
            models.CheckConstraint(
                condition=Q(status="DELIVERED", delivered_at__isnull=False)
                | ~Q(status="DELIVERED") & Q(delivered_at=None),
                name="delivered_has_a_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["destination", "-lane", "seq"],
                name="delivery_open",
                condition=Q(status="QUEUED"),
            ),
            models.Index(
                fields=["destination", "thread", "place"],
                name="delivery_undone",
                condition=Q(status__in=["QUEUED", "DEAD"]),
            ),
            models.Index(fields=["thread", "destination"], name="delivery_of_thread"),
            models.Index(
                fields=["destination", "lane", "arrival"],
                name="delivery_mailbox",
                condition=Q(status="DELIVERED"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lane} {self.seq}"


class Attempt(models.Model):
    """One try to deliver, kept as evidence: each that failed, and each call of a webhook."""

    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="tries")
    at = models.DateTimeField(default=timezone.now)
    error = models.TextField(blank=True, help_text="Empty: it arrived")
    kind = models.CharField(max_length=20, blank=True, help_text="What kind of error")
    http_status = models.PositiveSmallIntegerField(null=True)
    ms = models.PositiveIntegerField(null=True)
    bytes = models.PositiveIntegerField(null=True)
    answer = models.TextField(blank=True, help_text="How the answer begins; for the agency only")

    def __str__(self) -> str:
        return self.error
