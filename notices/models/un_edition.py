"""Editions of the UN list as files: one person brings one, a second confirms it, then it loads."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from central_offices.models import Officer
from kernel.authorship import Written, decided_by_others
from kernel.ids import new_id
from kernel.models import StoredFile
from notices.queries import UnListEditionQuerySet

SHA256 = RegexValidator(r"^[0-9a-f]{64}$")


class UnListEdition(Written):
    """A file of the UN list, what it would change, and the two persons behind it (docs/laws.md T2).

    The file, its source and the difference are never changed: another file is another edition.
    """

    class Status(models.TextChoices):
        CHECKED = "CHECKED", _("Read, not proposed yet")
        PROPOSED = "PROPOSED", _("Waits for a second person")
        CONFIRMED = "CONFIRMED", _("Confirmed, being loaded")
        LOADED = "LOADED", _("Loaded")
        DECLINED = "DECLINED", _("Declined")
        WITHDRAWN = "WITHDRAWN", _("Withdrawn")
        LAPSED = "LAPSED", _("Lapsed")

    OPEN = frozenset({Status.CHECKED, Status.PROPOSED, Status.CONFIRMED})
    TONES = {
        "LOADED": "ok",
        **dict.fromkeys(["CHECKED", "PROPOSED", "CONFIRMED"], "warn"),
        **dict.fromkeys(["DECLINED", "LAPSED"], "bad"),
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="un_edition")
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64, validators=[SHA256])
    generated_at = models.DateTimeField(_("made"), null=True, blank=True)
    source = models.CharField(_("where the file was obtained"), max_length=300)
    obtained_at = models.DateTimeField(_("when the file was obtained"))
    delist_anyway = models.BooleanField(_("delist what is missing"), default=False)
    older_anyway = models.BooleanField(_("load an older edition"), default=False)
    expected = ArrayField(
        models.CharField(max_length=20),
        verbose_name=_("what is meant all the same"),
        default=list,
        blank=True,
    )
    expected_confirmed = ArrayField(
        models.CharField(max_length=20),
        default=list,
        blank=True,
        help_text="The same, as the second person said it",
    )
    counts = models.JSONField(default=dict, help_text="How many records change in each way")
    findings = models.JSONField(default=list, blank=True, help_text="What wasn't understood in it")
    difference_sha256 = models.CharField(
        _("SHA-256 of the difference"), max_length=64, validators=[SHA256]
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.CHECKED)
    uploaded_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    proposed_at = models.DateTimeField(null=True, blank=True)
    loaded_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = UnListEditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition of the UN list")
        ordering = ["-created_at"]
        constraints = [
            *decided_by_others(un_edition_writer_never_decides="decided_by"),
            models.CheckConstraint(
                condition=Q(written_by__contains=[F("uploaded_by")]),
                name="un_edition_written_by_its_uploader",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["CONFIRMED", "LOADED", "DECLINED", "LAPSED"])
                | Q(decided_by__isnull=False, decided_at__isnull=False, proposed_at__isnull=False),
                name="un_edition_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["CONFIRMED", "LOADED"])
                | Q(expected_confirmed=F("expected")),
                name="un_edition_expected_by_two_persons",
            ),
            models.CheckConstraint(
                condition=Q(status="LOADED", loaded_at__isnull=False)
                | ~Q(status="LOADED") & Q(loaded_at=None),
                name="loaded_un_edition_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$")
                & Q(difference_sha256__regex=r"^[0-9a-f]{64}$")
                & ~Q(source=""),
                name="un_edition_names_digests_and_source",
            ),
            models.UniqueConstraint(
                fields=["sha256"],
                condition=Q(status__in=["CHECKED", "PROPOSED", "CONFIRMED"]),
                name="one_open_un_edition_a_file",
            ),
        ]

    def __str__(self) -> str:
        return self.difference_sha256[:12]

    def get_absolute_url(self) -> str:
        return reverse("notices:un_edition", args=[self.pk])

    @property
    def overrides(self) -> list[Any]:
        """The boxes that whoever uploaded it ticked, in words, and the codes that they named."""
        ticked = [
            (self.delist_anyway, _("delist what is missing")),
            (self.older_anyway, _("load an edition that is older or undated")),
        ]
        said = [words for chosen, words in ticked if chosen]
        return [*said, *self.expected]


class UnListChange(models.Model):
    """One record that an edition of the UN list would add, change, delist or list again."""

    class Kind(models.TextChoices):
        CREATED = "CREATED", _("New on the list")
        UPDATED = "UPDATED", _("Record changed")
        DELISTED = "DELISTED", _("Delisted")
        RELISTED = "RELISTED", _("Listed again")

    edition = models.ForeignKey(UnListEdition, models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=8, choices=Kind)
    reference = models.CharField(max_length=20)
    data_id = models.CharField(max_length=20)
    name = models.CharField(max_length=300)
    former_name = models.CharField(max_length=300, blank=True)
    before = models.CharField(max_length=80, blank=True, help_text="Digest of what is loaded")
    after = models.CharField(max_length=80, blank=True, help_text="Digest of what the file says")
    fields = models.JSONField(
        default=list, blank=True, help_text="Parts of the record, before and after"
    )

    class Meta:
        verbose_name = _("change of the UN list")
        ordering = ["reference"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "reference"], name="one_un_change_a_reference"
            )
        ]
        indexes = [
            models.Index(fields=["edition", "kind", "reference"], name="un_change_of_kind"),
            models.Index(fields=["reference"], name="un_change_of_reference"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.name}"
