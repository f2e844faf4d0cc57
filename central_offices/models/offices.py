"""Jurisdictions, and the offices that act for them."""

from datetime import date
from zoneinfo import available_timezones

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from central_offices.jurisdictions import region_names
from central_offices.models.codes import Classification, in_language
from central_offices.queries.offices import CentralOfficeQuerySet


def check_time_zone(value: str) -> None:
    if value not in available_timezones():
        raise ValidationError(_("%(zone)s is not a time zone.") % {"zone": value})


class Jurisdiction(models.Model):
    """A state or other entity that people are born in, belong to, or hold documents of."""

    class Kind(models.TextChoices):
        STATE = "STATE", _("State")
        TERRITORY = "TERRITORY", _("Territory")
        DISSOLVED_STATE = "DISSOLVED_STATE", _("Dissolved state")
        ORGANIZATION = "ORGANIZATION", _("Organization")
        SPECIAL = "SPECIAL", _("Special code")

    code = models.CharField(
        max_length=4, primary_key=True, help_text="ISO alpha-3, ICAO or ISO 3166-3"
    )
    alpha2 = models.CharField(max_length=2, blank=True)
    numeric = models.CharField(max_length=3, blank=True)
    kind = models.CharField(max_length=16, choices=Kind)
    names = models.JSONField(help_text="By language; en is required")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    successors = ArrayField(models.CharField(max_length=4), default=list, blank=True)
    spoken_for_by = ArrayField(
        models.CharField(max_length=4),
        default=list,
        blank=True,
        help_text="Of a territory: the states whose office speaks for it",
    )

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        constraints = [
            models.CheckConstraint(condition=Q(names__has_key="en"), name="jurisdiction_has_name")
        ]

    def __str__(self) -> str:
        return in_language(self.names)


class CentralOffice(models.Model):
    """A national central office, the General Secretariat, or the Commission."""

    class Kind(models.TextChoices):
        NATIONAL = "NATIONAL", _("National central office")
        SECRETARIAT = "SECRETARIAT", _("General Secretariat")
        COMMISSION = "COMMISSION", _("Commission")
        PARTNER = "PARTNER", _("Partner")

    class RedNoticeEffect(models.TextChoices):
        PROVISIONAL_ARREST = "PROVISIONAL_ARREST", _("Provisional arrest")
        ARREST_WITH_REQUEST = "ARREST_WITH_REQUEST", _("Arrest once a request arrives")
        LOCATE_ONLY = "LOCATE_ONLY", _("Locate only")
        NONE = "NONE", _("No effect of its own")

    class Standing(models.TextChoices):
        """How far an office takes part, on a day."""

        NOT_JOINED = "NOT_JOINED", _("Has not joined")
        NOT_LIVE = "NOT_LIVE", _("Not live yet")
        LIVE = "LIVE", _("Live")
        LEFT = "LEFT", _("Has left")

    code = models.CharField(max_length=8, unique=True)
    number = models.PositiveSmallIntegerField(unique=True, help_text="In seen_by; never reused")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.NATIONAL)
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, null=True, blank=True)
    city = models.CharField(max_length=80)
    names = models.JSONField(help_text="By language; en is required")
    sort_key = models.CharField(max_length=200, blank=True)
    legacy_bureau_code = models.CharField(max_length=40, blank=True)
    region = models.CharField(max_length=60, blank=True)
    languages = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    time_zone = models.CharField(max_length=50, validators=[check_time_zone])
    joined_on = models.DateField(null=True, blank=True)
    live_on = models.DateField(
        null=True, blank=True, help_text="The first day on which it can be asked"
    )
    left_on = models.DateField(null=True, blank=True)
    contact_point = models.TextField(blank=True)
    emergency_phone = models.CharField(max_length=40, blank=True)
    hours = models.CharField(max_length=120, blank=True)
    red_notice_effect = models.CharField(
        max_length=20, choices=RedNoticeEffect, default=RedNoticeEffect.NONE
    )
    default_classification = models.PositiveSmallIntegerField(
        choices=Classification, default=Classification.RESTRICTED
    )
    version = models.PositiveIntegerField(default=1)

    objects = CentralOfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("office")
        ordering = ["sort_key", "code"]
        permissions = [
            ("view_office_cases", "May see the office's cases"),
            ("file_case", "May file and edit cases for the office"),
            ("send_request", "May send requests for the office"),
            ("send_flash", "May send flash requests before their approval"),
            ("answer_request", "May answer requests for the office"),
            ("approve_request", "May approve requests that need a second person"),
            ("approve_coercive_request", "May approve requests for coercive measures"),
            ("draft_notice", "May draft notices for the office"),
            ("release_notice", "May release the office's notices"),
            ("review_notice", "May review notices (General Secretariat)"),
            ("confirm_review", "May confirm a review as second reviewer"),
            ("manage_office", "May manage the office and its officers"),
            ("administer", "May administer offices, officers and rules"),
            ("view_audit", "May read the ledger"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gt=F("joined_on")),
                name="office_left_after_joining",
            ),
            models.CheckConstraint(
                condition=Q(live_on=None) | Q(joined_on__isnull=False, live_on__gte=F("joined_on")),
                name="office_live_once_it_joined",
            ),
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(kind__in=["SECRETARIAT", "COMMISSION"]),
                name="one_secretariat_one_commission",
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("central_offices:detail", args=[self.code])

    def __str__(self) -> str:
        return in_language(self.names)

    @property
    def region_name(self) -> str:
        """The M49 sub-region whose code `region` holds, in the reader's language."""
        return in_language(region_names()[self.region]) if self.region else ""

    def standing_on(self, day: date | None = None) -> "CentralOffice.Standing":
        """How far it takes part on a day (today, by UTC); the agency's own offices always do."""
        day = day or timezone.now().date()
        if self.left_on and self.left_on <= day:
            return self.Standing.LEFT
        if not self.is_national:
            return self.Standing.LIVE
        if self.joined_on is None or self.joined_on > day:
            return self.Standing.NOT_JOINED
        live = self.live_on is not None and self.live_on <= day
        return self.Standing.LIVE if live else self.Standing.NOT_LIVE

    @property
    def standing(self) -> "CentralOffice.Standing":
        return self.standing_on()

    @property
    def has_left(self) -> bool:
        """Whether its last day is over: nobody acts for it any more."""
        return self.standing == self.Standing.LEFT

    @property
    def is_national(self) -> bool:
        return self.kind == self.Kind.NATIONAL

    @property
    def is_secretariat(self) -> bool:
        return self.kind == self.Kind.SECRETARIAT
