"""The ledger's tables: events in hash chains, and messages on their way to offices."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kernel.ids import new_id
from ledger.models.webhooks import Errand, PhoneCall, WebhookSecret

__all__ = [
    "Attempt",
    "Chain",
    "Delivery",
    "Destination",
    "Errand",
    "Event",
    "EventDetail",
    "InboxMessage",
    "Lane",
    "Message",
    "PhoneCall",
    "WebhookSecret",
]


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
    prev_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, blank=True)

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
    """Search terms, reasons and values before and after: purgeable, its digest is in the Event."""

    event = models.OneToOneField(
        Event, models.PROTECT, primary_key=True, related_name="detail", db_constraint=False
    )
    body = models.JSONField()

    def __str__(self) -> str:
        return f"detail of {self.event_id}"


class Lane(models.TextChoices):
    URGENT = "URGENT", _("Urgent")
    NORMAL = "NORMAL", _("Normal")


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


class Message(models.Model):
    """What one office tells others: the part of the envelope that all recipients share."""

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
