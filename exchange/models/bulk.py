"""Requests that an office's system files many at a time."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from central_offices.models import CentralOffice
from exchange.models.request import Request
from exchange.queries import BulkRowQuerySet
from kernel.ids import new_id
from kernel.models import Job


class BulkRow(models.Model):
    """One row of a bulk: what was sent, under which id of the office's own, and what came of it.

    `content` is emptied once the request is filed, which holds the words from then on.
    """

    class Status(models.TextChoices):
        WAITING = "WAITING", _("Waiting")
        FILED = "FILED", _("Filed")
        REPEATED = "REPEATED", _("Filed before")
        REFUSED = "REFUSED", _("Refused")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    job = models.ForeignKey(Job, models.PROTECT, related_name="+")
    office = models.ForeignKey(CentralOffice, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    client_id = models.CharField(max_length=80)
    content = models.JSONField(default=dict, blank=True)
    digest = models.CharField(max_length=64)
    status = models.CharField(max_length=8, choices=Status, default=Status.WAITING)
    request = models.ForeignKey(Request, models.PROTECT, null=True, blank=True, related_name="+")
    problem = models.JSONField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = BulkRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("row of a bulk")
        constraints = [
            models.UniqueConstraint(fields=["job", "number"], name="one_row_a_number"),
            models.UniqueConstraint(
                fields=["office", "client_id"],
                condition=Q(status="FILED"),
                name="filed_once_under_an_id_of_the_office",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["FILED", "REPEATED"]) | Q(request__isnull=False),
                name="filed_row_has_its_request",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.client_id}"
