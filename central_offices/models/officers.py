"""Officers, the roles they are given, and the links by which they come in."""

import logging
from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth import hashers
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from guardian.mixins import GuardianUserMixin

from central_offices.models.codes import Classification
from central_offices.models.held_rights import HoldsRights
from central_offices.models.offices import CentralOffice, check_time_zone
from central_offices.models.rights import Role
from central_offices.queries.offices import InvitationQuerySet, OfficerQuerySet, RoleGrantQuerySet
from kernel import sealing
from kernel.ids import new_id

ONE_SHIFT = timedelta(hours=24)
log = logging.getLogger("central_offices.sign_in")


class Officer(HoldsRights, AbstractBaseUser, GuardianUserMixin, PermissionsMixin):
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
    valid_from = models.DateTimeField(
        default=timezone.now, help_text="Since when the account is open in this office"
    )
    clearance_from = models.DateTimeField(
        null=True, blank=True, help_text="When the clearance was raised last"
    )
    clearance_before = models.PositiveSmallIntegerField(
        choices=Classification, null=True, blank=True, help_text="What it was raised from"
    )
    factor_from = models.DateTimeField(
        null=True, blank=True, help_text="When somebody else took or replaced the second factor"
    )
    rights_change_at = models.DateTimeField(
        null=True, blank=True, help_text="When a role begins or ends next"
    )
    session_epoch = models.PositiveIntegerField(
        default=0, help_text="Raised to end every session at once"
    )
    password_mark = models.CharField(max_length=64, blank=True, default="", editable=False)
    is_superuser = None
    is_staff = False
    version = models.PositiveIntegerField(default=1)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

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

    def set_password(self, raw_password: str | None) -> None:
        super().set_password(raw_password)
        self.password_mark = sealing.mark(self.password, self._password_place)

    def check_password(self, raw_password: str | None) -> bool:
        """Whether it is the password; none fits a hash that was not set here for this account."""
        if sealing.is_marked(self.password_mark, self.password, self._password_place):
            return super().check_password(raw_password)
        if hashers.check_password(raw_password, self.password):  # takes as long as any other
            log.error("The password of the officer %s was not set by this system.", self.pk)
        return False

    def save(self, *args: Any, **kwargs: Any) -> None:
        if kwargs.get("update_fields") and "password" in kwargs["update_fields"]:
            kwargs["update_fields"] = {*kwargs["update_fields"], "password_mark"}
        adding = self._state.adding
        super().save(*args, **kwargs)
        if adding and self.has_usable_password():  # only now has the account a number
            self.password_mark = sealing.mark(self.password, self._password_place)
            type(self)._base_manager.filter(pk=self.pk).update(password_mark=self.password_mark)

    @property
    def _password_place(self) -> str:
        return f"central_offices_officer.password.{self.pk}"

    @property
    def office_number(self) -> int:
        return self.office.number

    @property
    def zone(self) -> str:
        return self.time_zone or self.office.time_zone

    @property
    def is_human(self) -> bool:
        return self.kind == self.Kind.HUMAN

    @property
    def administers(self) -> bool:
        """Runs offices and accounts for the agency; opens no content."""
        return self.office.is_secretariat and self.may("administer", self.office)

    @property
    def oversees(self) -> bool:
        """Reads for the Commission, which is independent of the Secretariat."""
        commission = self.office.kind == CentralOffice.Kind.COMMISSION
        return commission and self.may("view_audit", self.office)

    @property
    def reviews(self) -> bool:
        """Reviews notices, and requests that are notices in effect, for the Secretariat."""
        return self.may("review_notice", self.office)

    def is_cleared_for(self, level: int) -> bool:
        """May read what is held at this level (a Classification), where everything else allows."""
        return self.clearance >= level

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Every session carries this; a new password or epoch makes the old ones worthless."""
        value = f"{self.password}:{self.session_epoch}"
        return salted_hmac("officer.session", value, secret=secret, algorithm="sha256").hexdigest()


class RoleGrant(models.Model):
    """A role, from one day to another; what the officer may do follows from it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="grants")
    office = models.ForeignKey(CentralOffice, models.PROTECT, related_name="+")
    role = models.CharField(max_length=16, choices=Role)
    valid_from = models.DateTimeField(default=timezone.now)
    valid_to = models.DateTimeField(null=True, blank=True)
    granted_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    change = models.ForeignKey(
        "central_offices.AccessChange", models.PROTECT, null=True, blank=True, related_name="+"
    )
    for_one_shift = models.BooleanField(default=False)
    reason = models.CharField(max_length=200, blank=True)

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("role")
        constraints = [
            models.UniqueConstraint(fields=["change"], name="a_change_gives_one_role"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="grant_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(for_one_shift=False)
                | Q(role="DUTY_OFFICER", valid_to__lte=F("valid_from") + ONE_SHIFT),
                name="grant_for_one_shift_is_duty_for_a_day",
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

    @property
    def is_over(self) -> bool:
        return self.valid_to is not None and self.valid_to <= max(timezone.now(), self.valid_from)


class Invitation(models.Model):
    """A one-time link by which somebody becomes an officer, or chooses a new password."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")

    def __str__(self) -> str:
        return str(self.officer)
