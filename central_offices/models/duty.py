"""Duty shifts: the officers on duty for an office, from when to when."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from central_offices.models.officers import Officer
from central_offices.models.offices import CentralOffice
from central_offices.queries.offices import DutyShiftQuerySet
from kernel.ids import new_id


class DutyShift(models.Model):
    """One officer's turn at the duty desk (docs/laws.md F18). What is cancelled is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(CentralOffice, models.PROTECT, related_name="shifts")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="shifts")
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("to"))
    phone = models.CharField(_("phone on duty"), max_length=40)
    languages = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    planned_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    planned_at = models.DateTimeField(default=timezone.now)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = DutyShiftQuerySet.as_manager()

    class Meta:
        verbose_name = _("shift")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="shift_ends_after_start"
            ),
            models.CheckConstraint(condition=~Q(phone=""), name="shift_has_a_phone"),
            ExclusionConstraint(
                name="one_shift_at_a_time",
                expressions=[
                    ("officer", RangeOperators.EQUAL),
                    (
                        Func(F("starts_at"), F("ends_at"), function="tstzrange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(cancelled_at=None),
            ),
        ]
        indexes = [
            models.Index(
                fields=["office", "ends_at"],
                name="shift_of_office",
                condition=Q(cancelled_at=None),
            )
        ]

    def __str__(self) -> str:
        return str(self.officer)
