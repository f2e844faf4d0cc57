"""This installation: new until two of its administrators have put it into service."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from central_offices.queries.open_to_officers import OpenToOfficers

SETTING_UP = timedelta(days=14)
ONLY = 1


class InstallationQuerySet(OpenToOfficers["Installation"]):
    """That it is commissioned is shown on every page."""


class Installation(models.Model):
    """One row. Until it is commissioned nothing is published; until then, and for 14 days at most,
    new accounts, roles and keys count at once.
    """

    class Status(models.TextChoices):
        NEW = "NEW", _("Not commissioned")
        PROPOSED = "PROPOSED", _("Waits for the second administrator")
        COMMISSIONED = "COMMISSIONED", _("Commissioned")

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    status = models.CharField(max_length=12, choices=Status, default=Status.NEW)
    began_at = models.DateTimeField(default=timezone.now)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    proposed_at = models.DateTimeField(null=True, blank=True)
    commissioned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    commissioned_at = models.DateTimeField(null=True, blank=True)

    objects = InstallationQuerySet.as_manager()

    class Meta:
        verbose_name = _("installation")
        constraints = [
            models.CheckConstraint(condition=Q(pk=ONLY), name="one_installation"),
            models.CheckConstraint(
                condition=Q(status="NEW") | Q(proposed_by__isnull=False, proposed_at__isnull=False),
                name="installation_proposed_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(status="COMMISSIONED")
                | Q(commissioned_by__isnull=False, commissioned_at__isnull=False)
                & ~Q(commissioned_by=F("proposed_by")),
                name="installation_commissioned_by_two",
            ),
        ]

    def __str__(self) -> str:
        return self.get_status_display()

    @property
    def until(self) -> datetime:
        """When the time for setting up ends, commissioned or not."""
        return self.began_at + SETTING_UP
