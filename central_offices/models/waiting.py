"""Hours for which what is new doesn't count where several persons decide; dated rows."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from central_offices.models.dated import ends_after_start, one_at_a_time
from central_offices.queries.dated import DatedQuerySet
from kernel.ids import new_id


class WaitingTime(models.Model):
    """How many hours somebody or something new doesn't count yet, from a day to another.

    The row of the day on which the grant itself begins holds, not the one of today.
    """

    class Of(models.TextChoices):
        ACCOUNT = "ACCOUNT", _("Account")
        ROLE = "ROLE", _("Role")
        CLEARANCE = "CLEARANCE", _("Clearance")
        CLIENT = "CLIENT", _("API client")
        KEY = "KEY", _("Key")
        FACTOR = "FACTOR", _("Second factor that others replaced")
        OBJECTION = "OBJECTION", _("Objections of an office's officers")
        SUSPENDED = "SUSPENDED", _("Suspension by one person")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    of = models.CharField(max_length=9, choices=Of)
    hours = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("waiting time")
        ordering = ["of", "valid_from"]
        constraints = [
            ends_after_start("waiting_time_ends_after_start"),
            one_at_a_time(
                "one_waiting_time_at_a_time",
                "of",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_of_display()}: {self.hours} h"
