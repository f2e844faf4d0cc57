"""Deputies of officers while they are away."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from central_offices.models.dated import one_at_a_time
from central_offices.models.officers import Officer
from central_offices.queries.deputies import DeputyQuerySet
from kernel.ids import new_id


class Deputy(models.Model):
    """From one day up to, and without, another: the deputy finds the officer's work as well.

    Rights do not follow: the deputy sees and does what his own roles and clearance give.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    officer = models.ForeignKey(Officer, models.CASCADE, related_name="absences")
    deputy = models.ForeignKey(Officer, models.CASCADE, related_name="stands_in")
    valid_from = models.DateField(_("away from"))
    valid_to = models.DateField(_("back on"))

    objects = DeputyQuerySet.as_manager()

    class Meta:
        verbose_name = _("deputy")
        ordering = ["-valid_from", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(officer=F("deputy")),
                name="nobody_is_his_own_deputy",
                violation_error_message=_("Choose a colleague."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to__gt=F("valid_from")),
                name="deputy_ends_after_start",
                violation_error_message=_("The day of your return comes after the first day away."),
            ),
            one_at_a_time(
                "one_deputy_at_a_time",
                "officer",
                violation_error_message=_("You have a deputy for some of these days already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.deputy)
