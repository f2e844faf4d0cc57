"""Trials of how an office is reached, before it goes live."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from central_offices.models.duty import DutyShift
from central_offices.models.offices import CentralOffice
from central_offices.queries.trials import OfficeTrialQuerySet
from kernel.ids import new_id
from kernel.models import CheckedTogether
from ledger.models import Destination


class OfficeTrial(CheckedTogether):
    """A call to the officer on duty, or a test message, by which an office was tried.

    The officer on duty reads out a number that nobody else is shown, and whoever rang writes it
    down. A test message is answered on the way by which the office receives: by a person in the
    browser, or by the office's own system, with a message that is signed like any other.
    """

    class Kind(models.TextChoices):
        TELEPHONE = "TELEPHONE", _("Call to the duty desk")
        DELIVERY = "DELIVERY", _("Test message")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(CentralOffice, models.PROTECT, related_name="trials")
    kind = models.CharField(max_length=9, choices=Kind)
    tried_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    tried_at = models.DateTimeField(default=timezone.now)
    shift = models.ForeignKey(DutyShift, models.PROTECT, null=True, blank=True, related_name="+")
    mode = models.CharField(max_length=10, choices=Destination.Mode, blank=True)
    url = models.CharField(max_length=500, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.UUIDField(
        null=True, blank=True, help_text="The id of the message that answered, which is signed"
    )

    objects = OfficeTrialQuerySet.as_manager()

    class Meta:
        verbose_name = _("trial of an office")
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_by=None, answered_at=None)
                | Q(answered_by__isnull=False, answered_at__isnull=False)
                & ~Q(answered_by=F("tried_by")),
                name="trial_answered_by_another",
            ),
            models.CheckConstraint(
                condition=Q(kind="TELEPHONE", shift__isnull=False, mode="", answer=None)
                | Q(kind="DELIVERY", shift=None) & ~Q(mode=""),
                name="trial_of_a_shift_or_of_a_way",
            ),
            models.CheckConstraint(
                condition=~Q(kind="DELIVERY")
                | Q(answered_at=None, answer=None)
                | Q(answered_at__isnull=False, answer__isnull=False),
                name="trial_answered_by_a_message",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())
