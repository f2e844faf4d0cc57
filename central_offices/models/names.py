"""Names of offices, from a day to a day: states are renamed, dissolved and followed by others."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from central_offices.models.access_changes import AccessChange
from central_offices.models.codes import in_language
from central_offices.models.dated import one_at_a_time
from central_offices.models.offices import CentralOffice, Jurisdiction
from central_offices.queries.dated import DatedQuerySet
from kernel.ids import new_id
from kernel.models import CheckedTogether


class OfficeName(CheckedTogether):
    """The names under which an office stands from a day on, and the country for which it acts.

    Written when two persons decided it; an office that was never renamed has no row. On the first
    day the office takes them over (`taking_part.names`).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(CentralOffice, models.PROTECT, related_name="dated_names")
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, null=True, blank=True)
    names = models.JSONField(help_text="By language; en is required")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    change = models.ForeignKey(
        AccessChange, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("name of an office")
        constraints = [
            models.CheckConstraint(condition=Q(names__has_key="en"), name="office_name_has_name"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gt=F("valid_from")),
                name="office_name_ends_after_start",
            ),
            one_at_a_time(
                "one_name_at_a_time",
                "office",
            ),
        ]

    def __str__(self) -> str:
        return in_language(self.names)
