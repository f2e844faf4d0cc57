"""Work on a received request on its way from one officer to a colleague."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from central_offices.models import Officer
from exchange.models.request import RequestRecipient
from exchange.queries import TransferQuerySet
from kernel.ids import new_id
from kernel.models import CheckedTogether


class Transfer(CheckedTogether):
    """An officer's wish to a colleague of the same office; no other office ever sees it.

    `made_by` offers or asks, `to` decides.
    """

    class Kind(models.TextChoices):
        TRANSFER = "TRANSFER", _("Offered")
        CALL = "CALL", pgettext_lazy("transfer", "Asked for")
        ADVICE = "ADVICE", _("Advice asked")

    class Status(models.TextChoices):
        OFFERED = "OFFERED", _("Offered")
        ASKED = "ASKED", pgettext_lazy("transfer", "Asked")
        ACCEPTED = "ACCEPTED", _("Accepted")
        DECLINED = "DECLINED", _("Declined")
        WITHDRAWN = "WITHDRAWN", _("Withdrawn")
        LAPSED = "LAPSED", _("Lapsed")

    OPEN = [Status.OFFERED, Status.ASKED]
    TONES = {
        **dict.fromkeys(OPEN, "warn"),
        "ACCEPTED": "ok",
        "DECLINED": "bad",
        **dict.fromkeys(["WITHDRAWN", "LAPSED"], "plain"),
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    recipient = models.ForeignKey(RequestRecipient, models.PROTECT, related_name="transfers")
    kind = models.CharField(max_length=8, choices=Kind)
    status = models.CharField(max_length=10, choices=Status)
    note = models.TextField(_("note"))
    made_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    to = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    reply = models.TextField(_("reply"), blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = TransferQuerySet.as_manager()

    class Meta:
        verbose_name = _("transfer")
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(note=""), name="transfer_has_a_note"),
            models.CheckConstraint(condition=~Q(made_by=F("to")), name="transfer_between_two"),
            models.CheckConstraint(
                condition=~Q(status="DECLINED") | ~Q(reply=""), name="transfer_declined_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(kind="TRANSFER") & ~Q(status="ASKED")
                | ~Q(kind="TRANSFER") & ~Q(status="OFFERED"),
                name="transfer_offered_or_asked",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["OFFERED", "ASKED"], decided_at=None)
                | ~Q(status__in=["OFFERED", "ASKED"]) & Q(decided_at__isnull=False),
                name="transfer_ends_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["recipient"], condition=Q(status="OFFERED"), name="offered_to_one_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["recipient", "kind", "made_by", "to"],
                condition=Q(status="ASKED"),
                name="asked_of_a_colleague_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["to", "made_at"],
                name="transfer_waiting",
                condition=Q(status__in=["OFFERED", "ASKED"]),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())
