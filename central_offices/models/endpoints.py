"""Changes of how an office receives: proposed by one person, in force once a second confirms."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from central_offices.models.offices import CentralOffice
from central_offices.queries.offices import EndpointChangeQuerySet
from kernel.ids import new_id
from kernel.models import CheckedTogether
from ledger.models import Destination

LAPSES_AFTER = timedelta(days=7)


def _in_a_week() -> datetime:
    return timezone.now() + LAPSES_AFTER


class EndpointChange(CheckedTogether):
    """Another way or address by which an office shall receive; the old one holds until confirmed.

    Whoever decides where an office's messages go could read them: hence two persons, one of them
    of the office (docs/decisions/0012).
    """

    class Status(models.TextChoices):
        PENDING = "PENDING", _("Waits for a second person")
        CONFIRMED = "CONFIRMED", _("Confirmed")
        DECLINED = "DECLINED", _("Declined")
        WITHDRAWN = "WITHDRAWN", _("Withdrawn")
        LAPSED = "LAPSED", _("Lapsed")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(CentralOffice, models.PROTECT, related_name="endpoint_changes")
    mode = models.CharField(max_length=10, choices=Destination.Mode)
    url = models.CharField(max_length=500, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.PENDING)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    lapses_at = models.DateTimeField(default=_in_a_week)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_in = models.BigIntegerField(
        null=True,
        blank=True,
        editable=False,
        help_text="The transaction of the database that put it in force",
    )

    objects = EndpointChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of delivery")
        constraints = [
            models.UniqueConstraint(
                fields=["office"], condition=Q(status="PENDING"), name="one_change_waits"
            ),
            models.CheckConstraint(
                condition=~Q(status="CONFIRMED")
                | Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by")),
                name="change_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(status="PENDING", decided_at=None)
                | ~Q(status="PENDING") & Q(decided_at__isnull=False),
                name="change_decided_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(mode="WEBHOOK") & ~Q(url="") | ~Q(mode="WEBHOOK") & Q(url=""),
                name="change_has_an_address_if_webhook",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_mode_display()} {self.url}".strip()
