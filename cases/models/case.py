"""Case files: who owns and sees them, their notes and documents, the offences they are about."""

from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermissionBase

from cases.queries import CaseQuerySet, SeenThroughCase
from cases.words import Words
from central_offices.models import (
    CentralOffice,
    Classification,
    Evaluated,
    HandlingCode,
    Officer,
    in_language,
)
from central_offices.models.dated import ends_after_start, one_at_a_time
from central_offices.queries.dated import DatedQuerySet
from kernel.authorship import Written
from kernel.ids import new_id
from kernel.models import StoredFile
from policies.models import Portfolio, Tagged

OPENED_WHEN_FILED = timedelta(hours=24)  # at most between the two


class Offence(models.Model):
    """An entry of the offence catalogue: dated, under portfolios, perhaps excluded for red."""

    code = models.CharField(max_length=40)
    names = models.JSONField(help_text="By language; en is required")
    portfolios = models.ManyToManyField(Portfolio, related_name="offences")
    excluded_for_red = models.CharField(
        max_length=40,
        blank=True,
        help_text="The reason's code (RPD art. 83(1)); empty: not excluded",
    )
    exclusion_note = models.JSONField(default=dict, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("offence")
        ordering = ["code", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "valid_from"], name="one_offence_a_code_and_day"
            ),
            ends_after_start("offence_ends_after_start"),
            one_at_a_time(
                "one_offence_at_a_time",
                "code",
            ),
        ]

    def __str__(self) -> str:
        return in_language(self.names)

    @property
    def exclusion_words(self) -> str:
        """Why no red notice is published for it; empty when nothing was written."""
        return in_language(self.exclusion_note) if self.exclusion_note.get("en") else ""


class Case(Written, Tagged):
    """A cross-border case file: owned by one office, seen by those in `seen_by`."""

    class Status(models.TextChoices):
        OPEN = "OPEN", _("Open")
        ACTIVE = "ACTIVE", _("Active")
        SUSPENDED = "SUSPENDED", _("Suspended")
        CLOSED = "CLOSED", _("Closed")
        ARCHIVED = "ARCHIVED", _("Archived")

    TONES = {"ACTIVE": "ok", "SUSPENDED": "warn"}

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=24, unique=True, help_text="KEN-2026-000481")
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), blank=True)
    charge = models.TextField(_("charge in free words"), blank=True)
    owner_office = models.ForeignKey(CentralOffice, models.PROTECT, related_name="cases")
    level_set_by = models.ForeignKey(  # whoever set it does not lower it
        Officer, models.PROTECT, null=True, blank=True, related_name="+"
    )
    lead_officer = models.ForeignKey(Officer, models.PROTECT, related_name="cases")
    portfolios = models.ManyToManyField(Portfolio, related_name="cases")
    offences = models.ManyToManyField(Offence, related_name="cases", blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    classification = models.PositiveSmallIntegerField(
        _("level"), choices=Classification, default=Classification.RESTRICTED
    )
    handling_codes = ArrayField(
        models.CharField(max_length=2, choices=HandlingCode), default=list, blank=True
    )
    handling_note = models.TextField(_("other restrictions"), blank=True)
    seen_by = ArrayField(models.IntegerField(), default=list, help_text="Office numbers")
    search_text = models.TextField(blank=True, help_text="Title and summary, normalised")
    words = models.GeneratedField(  # kept: the index alone would compute it anew for each hit
        expression=Words("search_text"), output_field=SearchVectorField(), db_persist=True
    )
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        constraints = [
            models.CheckConstraint(
                condition=~Q(status__in=["CLOSED", "ARCHIVED"]) | Q(closed_at__isnull=False),
                name="closed_case_has_a_time",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="case_has_a_title"),
            models.CheckConstraint(
                condition=Q(
                    created_at__gte=F("opened_at") - OPENED_WHEN_FILED,
                    created_at__lte=F("opened_at") + OPENED_WHEN_FILED,
                ),
                name="case_is_opened_when_filed",
            ),
            models.CheckConstraint(
                condition=~Q(handling_codes__contains=["H3"]) | ~Q(handling_note=""),
                name="case_h3_says_what",
            ),
        ]
        indexes = [
            GinIndex(fields=["seen_by"], name="case_seen_by"),
            GinIndex(fields=["tags"], name="case_tags"),
            GinIndex(fields=["words", "seen_by"], name="case_words"),
            # An office's own cases are counted without the table. The condition is always true; it
            # keeps the planner from reading this index whole for lists of what others share.
            models.Index(
                fields=["owner_office", "-created_at", "-id"],
                include=["classification", "seen_by", "status"],
                condition=Q(owner_office__isnull=False),
                name="case_of_office",
            ),
            models.Index(fields=["-created_at", "-id"], name="case_newest"),
            models.Index(fields=["lead_officer", "-created_at"], name="case_of_officer"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("cases:detail", args=[self.reference])


class CaseShare(models.Model):
    """An office that the owner lets see the case, and what for."""

    class Role(models.TextChoices):
        CONTRIBUTOR = "CONTRIBUTOR", _("May contribute")
        OBSERVER = "OBSERVER", _("May read")

    case = models.ForeignKey(Case, models.CASCADE, related_name="shares")
    office = models.ForeignKey(CentralOffice, models.PROTECT, related_name="+")
    role = models.CharField(max_length=12, choices=Role, default=Role.OBSERVER)
    shared_at = models.DateTimeField(default=timezone.now)
    shared_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = SeenThroughCase.as_manager()

    class Meta:
        verbose_name = _("share")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "office"], condition=Q(ended_at=None), name="shared_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.office_id}"


class CaseInvitation(UserObjectPermissionBase):
    """A named invitation to one case, above the rule: guardian's direct-FK permission table."""

    content_object = models.ForeignKey(Case, models.CASCADE)

    def __str__(self) -> str:
        return f"{self.user_id} {self.content_object_id}"


def marked(noun: str) -> list[models.BaseConstraint]:
    """Constraints: what is contributed to a case is evaluated, and H3 says which restrictions."""
    return [
        models.CheckConstraint(
            condition=~Q(source_evaluation="") & ~Q(information_evaluation=""),
            name=f"{noun}_is_evaluated",
        ),
        models.CheckConstraint(
            condition=~Q(handling_codes__contains=["H3"]) | ~Q(handling_note=""),
            name=f"{noun}_h3_says_what",
        ),
    ]


class CaseEntry(Evaluated):
    """A note in the case's own diary; never sent anywhere."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="entries")
    text = models.TextField()
    written_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    objects = SeenThroughCase.as_manager()

    class Meta:
        verbose_name = _("note")
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="entry_has_text"),
            *marked("entry"),
        ]

    def __str__(self) -> str:
        return str(self.written_at)


class CaseFile(Evaluated):
    """A document kept in a case."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="files")
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="+")
    description = models.CharField(max_length=200, blank=True)
    added_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    objects = SeenThroughCase.as_manager()

    class Meta:
        verbose_name = _("document")
        constraints = marked("file")

    def __str__(self) -> str:
        return self.description or str(self.file)
