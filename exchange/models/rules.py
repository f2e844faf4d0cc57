"""Rules that vary by law and agreement: types of request, time limits, grounds; dated."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from central_offices.models import Purpose, in_language
from central_offices.models.dated import ends_after_start, one_at_a_time
from central_offices.queries.dated import DatedQuerySet


class Urgency(models.TextChoices):
    """How fast; FLASH means that a life is at risk or a danger is imminent."""

    FLASH = "FLASH", _("Flash")
    URGENT = "URGENT", _("Urgent")
    NORMAL = "NORMAL", _("Normal")
    ROUTINE = "ROUTINE", _("Routine")


class Conversation(models.TextChoices):
    """The readers of what the offices that are asked say."""

    INDIVIDUAL = "INDIVIDUAL", _("Individual: each office speaks with us alone")
    COMMON = "COMMON", _("Common: everybody sees who is asked, and what is said")


class Release(models.TextChoices):
    """The second person whom a request needs before it leaves the office."""

    NONE = "NONE", _("Nobody else")
    SUPERVISOR = "SUPERVISOR", _("A supervisor")
    HEAD = "HEAD", _("The head of office")


class Fact(models.TextChoices):
    """The facts that a type of request cannot do without (Dir. 2023/977 art. 4; MLA practice)."""

    PERSONS = "PERSONS", _("At least one person of the case")
    LEGAL_BASIS = "LEGAL_BASIS", _("Legal basis")
    NECESSITY = "NECESSITY", _("Why it is needed")
    OFFENCE = "OFFENCE", _("Offence")
    WARRANT = "WARRANT", _("Warrant or court order")
    PLACE = "PLACE", _("Place")
    PERIOD = "PERIOD", _("Period")
    DOCUMENT = "DOCUMENT", _("Document number and issuer")
    ACCOUNT = "ACCOUNT", _("Account or wallet")
    AMOUNT = "AMOUNT", _("Amount and currency")
    PROVIDER = "PROVIDER", _("Service provider")
    IDENTIFIER = "IDENTIFIER", _("Number, address or user name")
    NOTICE = "NOTICE", _("Notice or alert")
    EVALUATION = "EVALUATION", _("How reliable source and information are")
    ARTICLES_2_3 = "ARTICLES_2_3", _("Statement on articles 2 and 3")


class Seeks(models.TextChoices):
    """The act that a type of request asks for on the persons in it (docs/laws.md F21)."""

    NOTHING = "", _("Nothing")
    ARREST = "ARREST", _("To arrest")
    LOCATE = "LOCATE", _("To locate")


class Dated(models.Model):
    """A rule that holds from one day up to, and without, another."""

    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def holds(self) -> bool:
        """Whether it is in force today."""
        today = timezone.now().date()
        return self.valid_from <= today and (self.valid_to is None or today < self.valid_to)


class RequestType(Dated):
    """A thing that can be asked for, and what asking for it takes (docs/laws.md F17)."""

    code = models.CharField(max_length=24)
    names = models.JSONField(help_text="By language; en is required")
    release = models.CharField(max_length=10, choices=Release, default=Release.NONE)
    coercive = models.BooleanField(default=False)
    custody = models.BooleanField(
        default=False, help_text="A person may be arrested for it, and held until papers arrive"
    )
    seeks = models.CharField(
        max_length=6, choices=Seeks, default="", blank=True, help_text="The persons in it"
    )
    refugee_guard = models.BooleanField(
        default=False, help_text="No answer or refusal may tell of asylum or protection"
    )
    purpose = models.CharField(
        max_length=16,
        choices=Purpose,
        default=Purpose.INFORMATION,
        help_text="What the form proposes",
    )
    basis = models.CharField(max_length=120, blank=True, help_text="Where it comes from in law")
    required_facts = ArrayField(
        models.CharField(max_length=16, choices=Fact), default=list, blank=True
    )

    class Meta:
        verbose_name = _("type of request")
        verbose_name_plural = _("types of request")
        ordering = ["code", "valid_from"]
        constraints = [
            ends_after_start("request_type_ends_after_start"),
            one_at_a_time("one_request_type_at_a_time", "code"),
            models.CheckConstraint(condition=Q(names__has_key="en"), name="request_type_has_name"),
            models.CheckConstraint(
                condition=Q(coercive=False) | Q(release="HEAD"),
                name="coercive_type_needs_the_head",
            ),
        ]

    def __str__(self) -> str:
        return in_language(self.names)

    @property
    def takes_a_head(self) -> bool:
        """Whether nobody but a head approves it."""
        return self.release == Release.HEAD

    @property
    def needs_release(self) -> bool:
        """Whether a second person has to approve a request before it is sent."""
        return self.release != Release.NONE

    @property
    def fact_labels(self) -> list[str]:
        return [str(Fact(code).label) for code in self.required_facts]


class UrgencyRule(Dated):
    """How long an office has to acknowledge and to reply; an empty type means every other one."""

    urgency = models.CharField(max_length=8, choices=Urgency)
    type_code = models.CharField(max_length=24, blank=True)
    ack_minutes = models.PositiveIntegerField()
    reply_minutes = models.PositiveIntegerField()
    approve_minutes = models.PositiveIntegerField(
        null=True, blank=True, help_text="To approve what left before; empty: never before"
    )
    source = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name = _("time limit")
        ordering = ["urgency", "type_code", "valid_from"]
        constraints = [
            ends_after_start("urgency_rule_ends_after_start"),
            one_at_a_time("one_urgency_rule_at_a_time", "urgency", "type_code"),
            models.CheckConstraint(
                condition=Q(ack_minutes__lte=F("reply_minutes")),
                name="acknowledged_before_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.urgency} {self.type_code}"

    @property
    def ack_words(self) -> str:
        return minutes_in_words(self.ack_minutes)

    @property
    def reply_words(self) -> str:
        return minutes_in_words(self.reply_minutes)

    @property
    def approve_words(self) -> str:
        return minutes_in_words(self.approve_minutes or 0)


def minutes_in_words(minutes: int) -> str:
    """15 min, 8 h, 7 days: the largest unit that says it exactly."""
    days, hours = minutes // 1440, minutes // 60
    if days and not minutes % 1440:
        return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
    if hours and not minutes % 60:
        return gettext("%(n)d h") % {"n": hours}
    return gettext("%(n)d min") % {"n": minutes}


class RefusalGround(Dated):
    """Why an office may refuse (docs/laws.md F17)."""

    code = models.CharField(max_length=32)
    names = models.JSONField(help_text="By language; en is required")
    basis = models.CharField(max_length=120, blank=True, help_text="Where it comes from in law")
    silent = models.BooleanField(
        default=False, help_text="A refusal on this ground says nothing else"
    )
    betrays = models.BooleanField(
        default=False, help_text="Choosing it, or not, could tell of asylum or protection"
    )

    class Meta:
        verbose_name = _("ground of refusal")
        verbose_name_plural = _("grounds of refusal")
        ordering = ["code", "valid_from"]
        constraints = [
            ends_after_start("refusal_ground_ends_after_start"),
            one_at_a_time("one_refusal_ground_at_a_time", "code"),
            models.CheckConstraint(
                condition=Q(names__has_key="en"), name="refusal_ground_has_name"
            ),
        ]

    def __str__(self) -> str:
        return in_language(self.names)
