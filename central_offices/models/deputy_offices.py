"""Offices that approve for another one, where nobody of it is left who may."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from central_offices.models.dated import one_at_a_time
from central_offices.models.offices import CentralOffice
from central_offices.queries.deputy_offices import DeputyOfficeQuerySet
from kernel.ids import new_id


class DeputyOffice(models.Model):
    """An agreement of two offices, from one day up to, and without, another.

    A head of the one proposed it, a head of the other agreed; either ends it. While it is in force
    the deputy's approvers may approve requests of `office` that it asks them about
    (docs/decisions/0036).
    """

    class Status(models.TextChoices):
        PROPOSED = "PROPOSED", _("Waits for the other head")
        AGREED = "AGREED", _("Agreed")
        DECLINED = "DECLINED", _("Declined")
        WITHDRAWN = "WITHDRAWN", _("Withdrawn")
        ENDED = "ENDED", _("Ended")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(CentralOffice, models.PROTECT, related_name="deputy_offices")
    deputy = models.ForeignKey(CentralOffice, models.PROTECT, related_name="deputy_of")
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)
    status = models.CharField(max_length=9, choices=Status, default=Status.PROPOSED)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = DeputyOfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("deputy office")
        verbose_name_plural = _("deputy offices")
        ordering = ["-proposed_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(office=F("deputy")),
                name="no_office_is_its_own_deputy",
                violation_error_message=_("Choose another office."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="deputy_office_ends_after_start",
                violation_error_message=_("It can only end after it began."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["AGREED", "ENDED"])
                | Q(decided_by__isnull=False, decided_at__isnull=False)
                & ~Q(decided_by=F("proposed_by")),
                name="deputy_office_agreed_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(status="ENDED") | Q(ended_by__isnull=False, ended_at__isnull=False),
                name="deputy_office_ended_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["office"],
                condition=Q(status="PROPOSED"),
                name="one_deputy_office_waits",
                violation_error_message=_("One is proposed already: decide on that one first."),
            ),
            one_at_a_time(
                "one_deputy_office_at_a_time",
                "office",
                condition=Q(status="AGREED"),
                violation_error_message=_("The office has a deputy office in these days already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.deputy)
