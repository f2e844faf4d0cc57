"""Jurisdictions, offices, and the officers who work in them."""

from zoneinfo import available_timezones

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from guardian.mixins import GuardianUserMixin

from agency.kernel.ids import new_id
from central_offices.jurisdictions import region_names
from central_offices.queries import CentralOfficeQuerySet, OfficerQuerySet, RoleGrantQuerySet


class Classification(models.IntegerChoices):
    """How closely a record is held, compared with an officer's clearance."""

    OFFICIAL = 0, _("Official use")
    RESTRICTED = 1, _("Restricted")
    CONFIDENTIAL = 2, _("Confidential")


class HandlingCode(models.TextChoices):
    """The owner's conditions of use (Europol handling codes): never decide who sees a record."""

    H0 = "H0", _("For preventing and combating crime only")
    H1 = "H1", _("Not in judicial proceedings without permission of the owner")
    H2 = "H2", _("Not to be passed on without permission of the owner")
    H3 = "H3", _("Other restrictions, as written")


class Purpose(models.TextChoices):
    """Why data are used (RPD art. 10(2))."""

    ARREST = "ARREST", _("Wanted person")
    LOCATE = "LOCATE", _("Locate a person or object")
    INFORMATION = "INFORMATION", _("Investigation or criminal history")
    WARN = "WARN", _("Warn of a person, event or method")
    IDENTIFY = "IDENTIFY", _("Identify a person or body")
    FORENSIC = "FORENSIC", _("Forensic analysis")
    SECURITY_CHECK = "SECURITY_CHECK", _("Security check")
    THREAT_ANALYSIS = "THREAT_ANALYSIS", _("Threat analysis")


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

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        constraints = [
            models.CheckConstraint(condition=Q(names__has_key="en"), name="jurisdiction_has_name")
        ]

    def __str__(self) -> str:
        return in_language(self.names)


def in_language(names: dict[str, str], language: str | None = None) -> str:
    """A wording by language: the one asked for, or the one of the reader, or English."""
    language = (language or translation.get_language() or "en").split("-")[0]
    return names.get(language) or names["en"]


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
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(kind__in=["SECRETARIAT", "COMMISSION"]),
                name="one_secretariat_one_commission",
            ),
        ]

    def __str__(self) -> str:
        return in_language(self.names)

    @property
    def region_name(self) -> str:
        """The M49 sub-region whose code `region` holds, in the reader's language."""
        return in_language(region_names()[self.region]) if self.region else ""

    @property
    def is_secretariat(self) -> bool:
        return self.kind == self.Kind.SECRETARIAT


class Officer(AbstractBaseUser, GuardianUserMixin, PermissionsMixin):
    """Somebody who acts for an office: a person, or the system officer of an API client."""

    class Kind(models.TextChoices):
        HUMAN = "HUMAN", _("Person")
        SYSTEM = "SYSTEM", _("System")

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.HUMAN)
    office = models.ForeignKey(CentralOffice, models.PROTECT, related_name="officers")
    rank = models.CharField(max_length=60, blank=True)
    clearance = models.PositiveSmallIntegerField(
        choices=Classification, default=Classification.RESTRICTED
    )
    language = models.CharField(max_length=8, choices=settings.LANGUAGES, default="en")
    time_zone = models.CharField(max_length=50, blank=True, validators=[check_time_zone])
    theme = models.CharField(max_length=5, blank=True)
    shortcuts = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)
    disabled_reason = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    is_superuser = None
    is_staff = False
    version = models.PositiveIntegerField(default=1)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    objects = OfficerQuerySet.as_manager()

    class Meta:
        verbose_name = _("officer")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="HUMAN") | Q(password__startswith="!"),
                name="systems_have_no_password",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def office_number(self) -> int:
        return self.office.number

    @property
    def zone(self) -> str:
        return self.time_zone or self.office.time_zone

    @property
    def is_human(self) -> bool:
        return self.kind == self.Kind.HUMAN


class Role(models.TextChoices):
    """What an officer is, within the office (domain.md D)."""

    OFFICER = "OFFICER", _("Officer")
    SUPERVISOR = "SUPERVISOR", _("Supervisor")
    HEAD = "HEAD", _("Head of office")
    DUTY_OFFICER = "DUTY_OFFICER", _("Duty officer")
    REVIEWER = "REVIEWER", _("Reviewer")
    SECOND_REVIEWER = "SECOND_REVIEWER", _("Second reviewer")
    ANALYST = "ANALYST", _("Analyst")
    ADMINISTRATOR = "ADMINISTRATOR", _("Administrator")
    POLICY_EDITOR = "POLICY_EDITOR", _("Policy editor")
    OVERSIGHT = "OVERSIGHT", _("Oversight")
    SYSTEM = "SYSTEM", _("Office's system")


class RoleGrant(models.Model):
    """A role, from one day to another; what the officer may do follows from it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="grants")
    office = models.ForeignKey(CentralOffice, models.PROTECT, related_name="+")
    role = models.CharField(max_length=16, choices=Role)
    valid_from = models.DateTimeField(default=timezone.now)
    valid_to = models.DateTimeField(null=True, blank=True)
    granted_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=200, blank=True)

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("role")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="grant_ends_after_start",
            ),
            ExclusionConstraint(
                name="one_grant_at_a_time",
                expressions=[
                    ("officer", RangeOperators.EQUAL),
                    ("office", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (
                        Func(F("valid_from"), F("valid_to"), function="tstzrange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.get_role_display()


class Invitation(models.Model):
    """A one-time link by which somebody becomes an officer, or chooses a new password."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("invitation")

    def __str__(self) -> str:
        return str(self.officer)


class ApiClient(models.Model):
    """An office's own system: an OAuth2 client bound one-to-one to a system officer."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    officer = models.OneToOneField(Officer, models.PROTECT, related_name="api_client")
    application = models.OneToOneField(
        "oauth2_provider.Application",
        models.PROTECT,
        related_name="api_client",
    )
    name = models.CharField(max_length=80)
    default_purpose = models.CharField(max_length=16, choices=Purpose, default=Purpose.INFORMATION)
    purposes = ArrayField(models.CharField(max_length=16, choices=Purpose), default=list)
    scopes = ArrayField(models.CharField(max_length=20), default=list)
    ip_allow = ArrayField(models.CharField(max_length=50), default=list, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("API client")

    def __str__(self) -> str:
        return self.name
