"""Approval of a request by its second person, in time or afterwards, or by a deputy office."""

from django.db import models
from django.db.models import F, Q

from central_offices.models import CentralOffice, Officer


class Approved(models.Model):
    """The approval of a request: by whom, when, and until when it is due, where it left before."""

    approved_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    approval_due = models.DateTimeField(
        null=True, blank=True, help_text="Set when it left before the second person saw it"
    )
    unapproved_at = models.DateTimeField(
        null=True, blank=True, help_text="When everybody was told that nobody had approved it"
    )
    deputy = models.ForeignKey(
        CentralOffice,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The deputy office that was asked to approve it",
    )
    approved_as_deputy = models.BooleanField(default=False)

    class Meta:
        abstract = True

    @property
    def approving_deputy(self) -> CentralOffice | None:
        """The deputy office that approved it, if one did."""
        return self.deputy if self.approved_as_deputy else None


BY_A_DEPUTY = models.CheckConstraint(
    condition=Q(approved_as_deputy=False)
    | Q(approved_by__isnull=False, deputy__isnull=False) & ~Q(deputy=F("owner_office")),
    name="deputy_office_approves_when_asked",
)
