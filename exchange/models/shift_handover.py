"""Notes of a leaving duty officer to the next one."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from central_offices.models import CentralOffice, Classification, Officer
from exchange.queries import ShiftHandoverQuerySet
from kernel.ids import new_id


class ShiftHandover(models.Model):
    """A note at the change of a shift, and what was open at that moment; seen by its office only.

    `items` holds ids, states and times: what they are called is asked anew of whoever reads.
    """

    class Status(models.TextChoices):
        WRITTEN = "WRITTEN", _("Nobody has taken over")
        ACKNOWLEDGED = "ACKNOWLEDGED", _("Taken over")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(CentralOffice, models.PROTECT, related_name="+")
    status = models.CharField(max_length=12, choices=Status, default=Status.WRITTEN)
    text = models.TextField(_("note"))
    classification = models.PositiveSmallIntegerField(_("level"), choices=Classification)
    items = models.JSONField(
        default=list, blank=True, help_text="recipient, status and due of each open request"
    )
    written_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    acknowledged_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+"
    )
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ShiftHandoverQuerySet.as_manager()

    class Meta:
        verbose_name = _("shift note")
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="shift_handover_says_something"),
            models.CheckConstraint(
                condition=Q(acknowledged_by=None) | ~Q(acknowledged_by=F("written_by")),
                name="nobody_takes_over_from_oneself",
            ),
            models.CheckConstraint(
                condition=Q(status="WRITTEN", acknowledged_by=None, acknowledged_at=None)
                | Q(
                    status="ACKNOWLEDGED",
                    acknowledged_by__isnull=False,
                    acknowledged_at__isnull=False,
                ),
                name="taken_over_by_somebody_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["office", "-written_at", "-id"], name="shift_handover_of_office"),
        ]

    def __str__(self) -> str:
        return str(self.written_at)
