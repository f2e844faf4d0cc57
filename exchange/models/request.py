"""A request, and its life with each office that it was sent to."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from central_offices.models import CentralOffice, Classification, Evaluated, Officer, Purpose
from exchange.models.approval import BY_A_DEPUTY, Approved
from exchange.models.case_of_request import OutOfACase
from exchange.models.due import DUE_AFTER_THE_START, OF_RECIPIENTS
from exchange.models.rules import Conversation, Fact, RefusalGround, RequestType, Urgency
from exchange.queries import RecipientQuerySet, RequestQuerySet
from kernel.authorship import Written, decided_by_others
from kernel.ids import new_id
from kernel.models import CheckedTogether
from policies.models import PortfolioCode, Tagged


class Request(Evaluated, Written, Approved, Tagged, OutOfACase):
    """A request of one office to others. Its words are fixed once it leaves the draft."""

    class Status(models.TextChoices):
        DRAFT = "DRAFT", _("Draft")
        PENDING_APPROVAL = "PENDING_APPROVAL", _("Waiting for approval")
        UNDER_REVIEW = "UNDER_REVIEW", _("Under review")
        REFUSED = "REFUSED", _("Refused in review")
        SENT = "SENT", _("Sent")
        CLOSED = "CLOSED", _("Closed")
        RECALLED = "RECALLED", _("Recalled")
        DISCARDED = "DISCARDED", _("Discarded")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=24, unique=True, help_text="R-KEN-2026-001203")
    owner_office = models.ForeignKey(CentralOffice, models.PROTECT, related_name="requests")
    type = models.ForeignKey(RequestType, models.PROTECT, related_name="requests")
    portfolios = ArrayField(
        models.CharField(max_length=24, choices=PortfolioCode), default=list, blank=True
    )
    urgency = models.CharField(_("urgency"), max_length=8, choices=Urgency, default=Urgency.NORMAL)
    title = models.CharField(_("subject"), max_length=200)
    ask = models.TextField(_("what is asked"))
    legal_basis = models.TextField(_("legal basis"), blank=True)
    purpose = models.CharField(
        _("purpose"), max_length=16, choices=Purpose, default=Purpose.INFORMATION
    )
    necessity = models.TextField(_("why it is needed"), blank=True)
    facts = models.JSONField(default=dict, blank=True, help_text="Text by Fact")
    subject_ids = ArrayField(models.UUIDField(), default=list, blank=True)
    persons = models.JSONField(default=list, blank=True, help_text="As they were when sent")
    classification = models.PositiveSmallIntegerField(
        _("level"), choices=Classification, default=Classification.RESTRICTED
    )
    reply_due = models.DateTimeField(
        _("reply due"), null=True, blank=True, help_text="Empty: what the time limit says"
    )
    status = models.CharField(max_length=16, choices=Status, default=Status.DRAFT)
    seen_by = ArrayField(models.IntegerField(), default=list, help_text="Office numbers")
    search_text = models.TextField(blank=True)
    content_digest = models.CharField(max_length=64, blank=True)
    conversation = models.CharField(
        _("conversation"), max_length=10, choices=Conversation, default=Conversation.INDIVIDUAL
    )
    prepared_from = models.ForeignKey(  # the referral after which it was drafted
        "exchange.Contribution", models.PROTECT, null=True, blank=True, related_name="prepared"
    )
    created_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    submitted_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+"
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    recall_reason = models.TextField(_("reason for the recall"), blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request")
        constraints = [
            *decided_by_others(request_writer_never_approves="approved_by"),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(ask=""), name="request_asks_something"
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None)
                | (~Q(approved_by=F("created_by")) & ~Q(approved_by=F("submitted_by"))),
                name="request_author_never_approves",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None, approved_at=None)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="request_approval_has_a_time",
            ),
            BY_A_DEPUTY,
            models.CheckConstraint(
                condition=Q(approval_due=None) | Q(urgency="FLASH"),
                name="only_flash_leaves_before_its_approval",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["SENT", "CLOSED", "RECALLED"])
                | Q(sent_at__isnull=False) & ~Q(content_digest=""),
                name="sent_request_has_time_and_digest",
            ),
            models.CheckConstraint(
                condition=~Q(handling_codes__contains=["H3"]) | ~Q(handling_note=""),
                name="request_h3_says_what",
            ),
            models.CheckConstraint(
                condition=Q(portfolios__contained_by=PortfolioCode.values),
                name="request_under_known_portfolios",
            ),
        ]
        indexes = [
            GinIndex(fields=["seen_by"], name="request_seen_by"),
            GinIndex(fields=["portfolios", "tags"], name="request_about"),
            GinIndex(OpClass("search_text", "gin_trgm_ops"), name="request_search"),
            models.Index(fields=["owner_office", "-created_at", "-id"], name="request_of_office"),
            models.Index(fields=["-created_at", "-id"], name="request_newest"),
            models.Index(fields=["case", "-created_at"], name="request_of_case"),
            models.Index(
                fields=["owner_office", "created_at"],
                name="request_pending",
                condition=Q(status="PENDING_APPROVAL"),
            ),
            models.Index(
                fields=["approval_due"],
                name="request_unapproved",
                condition=Q(status="SENT", approval_due__isnull=False, approved_by=None),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("exchange:detail", args=[self.reference])

    def asked_offices(self) -> models.QuerySet[CentralOffice]:
        """The offices that the request is addressed to."""
        return CentralOffice.objects.filter(pk__in=self.recipients.values("office"))

    @property
    def is_flash(self) -> bool:
        return self.urgency == Urgency.FLASH

    @property
    def is_common(self) -> bool:
        return self.conversation == Conversation.COMMON

    @property
    def awaits_approval(self) -> bool:
        """Whether it left before its second person saw it, and still waits for that."""
        open_ = self.status == self.Status.SENT and self.approval_due is not None
        return open_ and self.approved_by_id is None

    @property
    def fact_rows(self) -> list[tuple[str, str]]:
        """The facts that its type asked for, with their names."""
        return [(str(Fact(code).label), text) for code, text in self.facts.items()]


class RequestRecipient(CheckedTogether):
    """One office's side of a request: how far it is there, and until when."""

    class Status(models.TextChoices):
        DRAFT = "DRAFT", _("Not sent yet")
        QUEUED = "QUEUED", _("On its way")
        DELIVERED = "DELIVERED", _("Delivered")
        ACKNOWLEDGED = "ACKNOWLEDGED", _("Acknowledged")
        ASSIGNED = "ASSIGNED", _("Taken by an officer")
        IN_PROGRESS = "IN_PROGRESS", _("In progress")
        CLARIFICATION = "CLARIFICATION", _("Waiting for clarification")
        PARTIAL = "PARTIAL", _("Answered in part")
        DEFERRED = "DEFERRED", _("Deferred")
        ANSWERED = "ANSWERED", _("Answered")
        REFUSED = "REFUSED", _("Refused")
        RECALLED = "RECALLED", _("Recalled")
        RECALL_TOO_LATE = "RECALL_TOO_LATE", _("Recalled too late")
        UNDELIVERABLE = "UNDELIVERABLE", _("Could not be delivered")
        EXPIRED = "EXPIRED", _("Expired")
        CLOSED = "CLOSED", _("Closed")

    NOT_BEGUN = frozenset({Status.DELIVERED, Status.ACKNOWLEDGED, Status.ASSIGNED})
    ANSWERABLE = NOT_BEGUN | {Status.IN_PROGRESS, Status.PARTIAL, Status.DEFERRED}
    UNDER_WAY = (ANSWERABLE - NOT_BEGUN) | {Status.CLARIFICATION}
    # The office still has something to do about it; a late recall means to destroy and confirm.
    OPEN = NOT_BEGUN | UNDER_WAY | {Status.RECALL_TOO_LATE}
    MOST_PAUSES = 2

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    request = models.ForeignKey(Request, models.CASCADE, related_name="recipients")
    office = models.ForeignKey(CentralOffice, models.PROTECT, related_name="+")
    status = models.CharField(max_length=16, choices=Status, default=Status.DRAFT)
    delivered_at = models.DateTimeField(null=True, blank=True)
    ack_due = models.DateTimeField(null=True, blank=True)
    reply_due = models.DateTimeField(null=True, blank=True)
    next_due = models.DateTimeField(
        null=True, blank=True, help_text="The clock that runs now; empty while none does"
    )
    told_for = models.DateTimeField(
        null=True, blank=True, help_text="The clock whose ladder was looked at last"
    )
    climbs_at = models.DateTimeField(
        null=True, blank=True, help_text="When that clock's next level is told; empty: all were"
    )
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+"
    )
    assigned_to = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="requests_in_hand"
    )
    paused_at = models.DateTimeField(null=True, blank=True)
    paused_seconds = models.PositiveBigIntegerField(default=0)
    pauses = models.PositiveSmallIntegerField(default=0)
    answered_at = models.DateTimeField(null=True, blank=True)
    refusal_ground = models.ForeignKey(
        RefusalGround, models.PROTECT, null=True, blank=True, related_name="+"
    )
    refusal_contact = models.CharField(max_length=200, blank=True)
    deferred_until = models.DateTimeField(null=True, blank=True)
    authorisation_until = models.DateTimeField(
        null=True, blank=True, help_text="A judge has to authorise it; expected by then"
    )
    clock_from = models.DateTimeField(
        null=True, blank=True, help_text="Delivery; the first attempt where the office was away"
    )
    recalled_at = models.DateTimeField(null=True, blank=True)
    destroyed_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = RecipientQuerySet.as_manager()

    class Meta:
        verbose_name = _("request")
        verbose_name_plural = _("requests")
        constraints = [
            models.UniqueConstraint(fields=["request", "office"], name="asked_once"),
            models.CheckConstraint(
                condition=~Q(
                    status__in=[
                        "DELIVERED",
                        "ACKNOWLEDGED",
                        "ASSIGNED",
                        "IN_PROGRESS",
                        "CLARIFICATION",
                        "PARTIAL",
                        "DEFERRED",
                        "ANSWERED",
                        "REFUSED",
                        "RECALL_TOO_LATE",
                    ]
                )
                | Q(delivered_at__isnull=False),
                name="nobody_works_on_what_has_not_arrived",
            ),
            models.CheckConstraint(
                condition=~Q(status="REFUSED")
                | Q(refusal_ground__isnull=False) & ~Q(refusal_contact=""),
                name="refusal_has_ground_and_contact",
            ),
            DUE_AFTER_THE_START,
            models.CheckConstraint(
                condition=~Q(status="DEFERRED") | Q(deferred_until__isnull=False),
                name="deferral_has_an_end",
            ),
            models.CheckConstraint(
                condition=~Q(status="CLARIFICATION") | Q(paused_at__isnull=False),
                name="clarification_pauses_the_clock",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["ACKNOWLEDGED", "ASSIGNED", "IN_PROGRESS"])
                | Q(acknowledged_at__isnull=False),
                name="acknowledged_has_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["office", "-delivered_at", "-id"], name="recipient_of_office"),
            models.Index(
                fields=["office", "acknowledged_at"],
                name="recipient_acknowledged",
                condition=Q(acknowledged_at__isnull=False),
            ),
            *OF_RECIPIENTS,
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.office_id}"


RecipientStatus = RequestRecipient.Status
