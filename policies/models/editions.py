"""An edition of the annual key issues: written, approved by a second person, published for good."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from central_offices.models import Officer
from kernel.authorship import Written, decided_by_others
from kernel.ids import new_id
from kernel.models import StoredFile
from policies.models.portfolios import Portfolio
from policies.queries import EditionQuerySet


class Language(models.TextChoices):
    """The languages in which an edition may be promised."""

    ENGLISH = "en", _("English")
    ARABIC = "ar", _("Arabic")
    CHINESE = "zh", _("Chinese")
    FRENCH = "fr", _("French")
    RUSSIAN = "ru", _("Russian")
    SPANISH = "es", _("Spanish")


def all_languages() -> list[str]:
    return list(Language.values)


class Edition(Written):
    """The key issues of one year; a correction is an edition with the next number."""

    class Status(models.TextChoices):
        DRAFT = "DRAFT", _("Draft")
        SUBMITTED = "SUBMITTED", _("Waiting for approval")
        APPROVED = "APPROVED", _("Approved")
        PUBLISHED = "PUBLISHED", _("Published")
        DISCARDED = "DISCARDED", _("Discarded")

    TONES = {"PUBLISHED": "ok", **dict.fromkeys(["DRAFT", "SUBMITTED", "APPROVED"], "warn")}

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(2020), MaxValueValidator(2100)]
    )
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    correction_note = models.CharField(_("what is corrected"), max_length=300, blank=True)
    languages = ArrayField(
        models.CharField(max_length=2, choices=Language),
        verbose_name=_("promised languages"),
        default=all_languages,
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    author = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_sha256 = models.CharField(max_length=64, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        ordering = ["-year", "-number"]
        constraints = [
            *decided_by_others(edition_writer_never_approves="approved_by"),
            models.UniqueConstraint(
                fields=["year", "number"],
                condition=~Q(status="DISCARDED"),
                name="one_edition_a_number",
                violation_error_message=_("There is an edition of that year and number already."),
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("author")),
                name="edition_approved_by_somebody_else",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["APPROVED", "PUBLISHED"])
                | Q(
                    approved_by__isnull=False,
                    approved_at__isnull=False,
                    approved_sha256__regex="^.{64}$",
                ),
                name="approved_edition_names_its_text",
            ),
            models.CheckConstraint(
                condition=~Q(status="PUBLISHED")
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="published_edition_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(number=1) | Q(corrects__isnull=False), name="later_edition_corrects_one"
            ),
            models.CheckConstraint(
                condition=Q(languages__contains=["en"]), name="edition_promises_english"
            ),
        ]

    @property
    def is_draft(self) -> bool:
        """Whether its texts may still be changed."""
        return self.status == self.Status.DRAFT

    def __str__(self) -> str:
        return f"{self.year}/{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("policies:edition", args=[self.slug])

    @property
    def slug(self) -> str:
        return f"{self.year}-{self.number}"


class EditionText(models.Model):
    """Title and foreword of an edition in one language."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="texts")
    language = models.CharField(max_length=2, choices=Language)
    title = models.CharField(_("title"), max_length=200)
    foreword = models.TextField(_("foreword"), blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "language"], name="one_edition_text_a_language"
            )
        ]

    def __str__(self) -> str:
        return self.title


class KeyIssue(models.Model):
    """One ranked key issue, under at least one portfolio."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="issues")
    rank = models.PositiveSmallIntegerField(_("rank"), validators=[MinValueValidator(1)])
    portfolios = models.ManyToManyField(Portfolio, related_name="key_issues")

    class Meta:
        verbose_name = _("key issue")
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "rank"],
                name="one_issue_a_rank",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]

    def __str__(self) -> str:
        return f"{self.rank}"


class KeyIssueText(models.Model):
    """The words of a key issue in one language."""

    issue = models.ForeignKey(KeyIssue, models.CASCADE, related_name="texts")
    language = models.CharField(max_length=2, choices=Language)
    title = models.CharField(_("title"), max_length=200)
    rationale = models.TextField(_("why it is a key issue"))
    targets = models.TextField(_("targets"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issue", "language"], name="one_issue_text_a_language")
        ]

    def __str__(self) -> str:
        return self.title


class Absence(models.Model):
    """The sentence, in one language, that a portfolio has no key issue this year."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="absences")
    portfolio = models.ForeignKey(Portfolio, models.PROTECT, related_name="+")
    language = models.CharField(max_length=2, choices=Language)
    sentence = models.CharField(_("sentence"), max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "portfolio", "language"], name="one_absence_a_language"
            )
        ]

    def __str__(self) -> str:
        return self.sentence


class EditionDocument(models.Model):
    """The published edition in one language: its frozen text, SHA-256, and PDF once made."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="documents")
    language = models.CharField(max_length=2, choices=Language)
    payload = models.JSONField()
    sha256 = models.CharField(max_length=64)
    file = models.OneToOneField(StoredFile, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "language"], name="one_document_a_language")
        ]

    def __str__(self) -> str:
        return f"{self.edition} {self.language}"
