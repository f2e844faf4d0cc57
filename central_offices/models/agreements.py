"""Agreements between countries, and the competent authorities for which offices act."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from central_offices.models.offices import CentralOffice, Jurisdiction
from central_offices.queries.agreements import AuthorityQuerySet, InstrumentQuerySet
from kernel.ids import new_id


class CooperationInstrument(models.Model):
    """A treaty, memorandum or hotline between countries: what it covers, from when to when.

    It is in force from one day up to, and without, another; suspended from a day on.
    """

    class Kind(models.TextChoices):
        TREATY = "TREATY", _("Treaty")
        CONVENTION = "CONVENTION", _("Convention")
        MOU = "MOU", _("Memorandum of understanding")
        PROTOCOL = "PROTOCOL", _("Protocol")
        LETTERS = "LETTERS", _("Exchange of letters")
        DECLARATION = "DECLARATION", _("Declaration")
        PLAN = "PLAN", _("Plan")
        HOTLINE = "HOTLINE", _("Hotline")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    title = models.CharField(_("title"), max_length=200)
    citation = models.CharField(_("citation"), max_length=120, blank=True)
    parties = models.ManyToManyField(Jurisdiction, related_name="instruments")
    scope = ArrayField(
        models.CharField(max_length=24),
        default=list,
        blank=True,
        help_text="Types of request; empty: every type",
    )
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    in_force_from = models.DateField(_("in force from"), null=True, blank=True)
    suspended_from = models.DateField(_("suspended from"), null=True, blank=True)
    in_force_to = models.DateField(_("in force until"), null=True, blank=True)
    reply_days = models.PositiveSmallIntegerField(_("days to reply"), null=True, blank=True)
    custody_days = models.PositiveSmallIntegerField(
        _("days to hold a person"),
        null=True,
        blank=True,
        help_text=_("From a provisional arrest until the papers must have arrived."),
    )
    channel = models.CharField(_("way to send"), max_length=200, blank=True)
    languages = models.CharField(_("languages"), max_length=120, blank=True)
    contact = models.TextField(_("contact"), blank=True)
    conditions = models.TextField(_("conditions"), blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = InstrumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["title", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="instrument_has_title"),
            models.CheckConstraint(
                condition=Q(in_force_to=None)
                | Q(in_force_from__isnull=False, in_force_to__gt=F("in_force_from")),
                name="instrument_ends_after_it_begins",
                violation_error_message=_("It can only end after it came into force."),
            ),
            models.CheckConstraint(
                condition=Q(suspended_from=None)
                | Q(in_force_from__isnull=False, suspended_from__gte=F("in_force_from")),
                name="instrument_suspended_in_force",
                violation_error_message=_("It can only be suspended once it is in force."),
            ),
            models.CheckConstraint(
                condition=Q(reply_days=None) | Q(reply_days__gt=0),
                name="instrument_reply_days",
                violation_error_message=_("Give at least one day to reply, or leave it empty."),
            ),
            models.CheckConstraint(
                condition=Q(custody_days=None) | Q(custody_days__gt=0),
                name="instrument_custody_days",
                violation_error_message=_("Give at least one day to hold, or leave it empty."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def cited(self) -> str:
        """As a legal basis names it."""
        return f"{self.title} ({self.citation})" if self.citation else self.title

    def is_in_force(self, on: date | None = None) -> bool:
        """The rule of `InstrumentQuerySet.in_force`, for one row."""
        day = on or timezone.now().date()
        ended = self.in_force_to and self.in_force_to <= day
        suspended = self.suspended_from and self.suspended_from <= day
        begun = self.in_force_from and self.in_force_from <= day
        return bool(begun and not ended and not suspended)

    def standing(self) -> str | Promise:
        """A word or two for how it stands today."""
        day = timezone.now().date()
        if self.is_in_force():
            return _("In force")
        if self.in_force_to and self.in_force_to <= day:
            return _("Ended")
        if self.suspended_from and self.suspended_from <= day:
            return _("Suspended")
        return _("Signed") if self.signed_on and self.signed_on <= day else _("Proposed")


class CompetentAuthority(models.Model):
    """An authority behind an office: what it does there, for which types of request."""

    class Kind(models.TextChoices):
        POLICE = "POLICE", _("Police")
        CUSTOMS = "CUSTOMS", _("Customs")
        BORDER = "BORDER", _("Border guard")
        PROSECUTION = "PROSECUTION", _("Prosecution")
        COURT = "COURT", _("Court")
        MINISTRY = "MINISTRY", _("Ministry")
        FIU = "FIU", _("Financial intelligence unit")
        IMMIGRATION = "IMMIGRATION", _("Immigration")
        FORENSIC = "FORENSIC", _("Forensic service")
        OTHER = "OTHER", _("Other authority")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(CentralOffice, models.PROTECT, related_name="authorities")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    name = models.CharField(_("name"), max_length=200)
    scope = ArrayField(
        models.CharField(max_length=24),
        default=list,
        blank=True,
        help_text="Types of request that it handles; empty: every type",
    )
    languages = models.CharField(_("languages"), max_length=120, blank=True)
    note = models.TextField(_("what to know"), blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid until"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = AuthorityQuerySet.as_manager()

    class Meta:
        verbose_name = _("authority")
        verbose_name_plural = _("authorities")
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="authority_has_name"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="authority_ends_after_it_begins",
                violation_error_message=_("It can only end after it began."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
