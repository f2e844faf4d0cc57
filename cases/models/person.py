"""Persons and other subjects, with all their identities, and their part in a case."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases import dates
from cases.models.case import Case
from cases.queries import SeenThroughCase, SeenThroughSubject, SubjectQuerySet
from central_offices.models import CentralOffice, Jurisdiction, Officer
from kernel.authorship import Written
from kernel.ids import new_id
from kernel.models import StoredFile

# ICAO Doc 9303: refugee, as travel documents say it. A status is never a country (law F12).
TYPED_CODES = ["XXB", "XXC"]


class Sex(models.TextChoices):
    MALE = "M", _("Male")
    FEMALE = "F", _("Female")
    UNKNOWN = "U", _("Unknown")


class Subject(Written):
    """The working record of a person or thing, owned by exactly one office, never shared itself."""

    class Kind(models.TextChoices):
        PERSON = "PERSON", _("Person")
        UNKNOWN_PERSON = "UNKNOWN_PERSON", _("Unknown person")
        ORGANIZATION = "ORGANIZATION", _("Organization")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=16, choices=Kind, default=Kind.PERSON)
    owner_office = models.ForeignKey(CentralOffice, models.PROTECT, related_name="subjects")
    sex = models.CharField(_("sex"), max_length=1, choices=Sex, default=Sex.UNKNOWN)
    deceased = models.BooleanField(_("deceased"), default=False)
    minor_at_event = models.BooleanField(_("minor at the time of the facts"), default=False)
    warnings = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    height_cm = models.PositiveSmallIntegerField(_("height in cm"), null=True, blank=True)
    weight_kg = models.PositiveSmallIntegerField(_("weight in kg"), null=True, blank=True)
    eyes = ArrayField(models.CharField(max_length=5), default=list, blank=True)
    hair = ArrayField(models.CharField(max_length=5), default=list, blank=True)
    distinguishing_marks = models.TextField(_("distinguishing marks"), blank=True)
    languages = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    sort_key = models.CharField(max_length=200, blank=True)
    seen_at = ArrayField(
        models.IntegerField(),
        default=list,
        blank=True,
        help_text="Offices that see a case of it, at its level (kernel/who_reads/audiences.py)",
    )
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    objects = SubjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        indexes = [
            models.Index(fields=["owner_office", "sort_key", "id"], name="subject_by_name"),
            models.Index(fields=["-created_at", "-id"], name="subject_newest"),
            GinIndex(fields=["seen_at"], name="subject_seen_at"),
        ]

    def __str__(self) -> str:
        return self.main_name or str(_("Name not known"))

    def get_absolute_url(self) -> str:
        return reverse("cases:person", args=[self.pk])

    @property
    def main_identity(self) -> "Identity | None":
        rows = sorted(self.identities.all(), key=lambda row: row.rank)
        return rows[0] if rows else None

    @property
    def main_name(self) -> str:
        identity = self.main_identity
        return identity.as_written if identity else ""


class CaseSubject(Written):
    """A subject in a case: its status belongs to this link (RPD art. 44)."""

    class Status(models.TextChoices):
        CONVICTED = "CONVICTED", _("Convicted")
        CHARGED = "CHARGED", _("Charged")
        SUSPECT = "SUSPECT", _("Suspect")
        PERSON_OF_INTEREST = "PERSON_OF_INTEREST", _("Person of interest")
        POSSIBLE_THREAT = "POSSIBLE_THREAT", _("Possible threat")
        WITNESS = "WITNESS", _("Witness")
        VICTIM = "VICTIM", _("Victim")
        MISSING = "MISSING", _("Missing")
        UNIDENTIFIED = "UNIDENTIFIED", _("Unidentified")
        DECEASED = "DECEASED", _("Deceased")
        SANCTIONED = "SANCTIONED", _("Sanctioned")

    case = models.ForeignKey(Case, models.PROTECT, related_name="case_subjects")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="case_subjects")
    status_of_person = models.CharField(_("status in the case"), max_length=20, choices=Status)
    added_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    objects = SeenThroughCase.as_manager()

    class Meta:
        verbose_name = _("person in the case")
        constraints = [
            models.UniqueConstraint(fields=["case", "subject"], name="subject_once_a_case")
        ]

    def __str__(self) -> str:
        return self.get_status_of_person_display()


class Identity(models.Model):
    """One identity under which a subject is known; a person may have many."""

    class Label(models.TextChoices):
        CONFIRMED = "CONFIRMED", _("Confirmed")
        CLAIMED = "CLAIMED", _("Claimed")
        ALIAS = "ALIAS", _("Alias")
        ASSUMED = "ASSUMED", _("Assumed")
        MISUSED = "MISUSED", _("Misused identity of somebody else")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject = models.ForeignKey(Subject, models.CASCADE, related_name="identities")
    label = models.CharField(
        _("kind of identity"), max_length=10, choices=Label, default=Label.CLAIMED
    )
    rank = models.PositiveSmallIntegerField(default=0, help_text="0 is the main identity")
    as_written = models.CharField(_("name as written"), max_length=300)
    script = models.CharField(max_length=4, default="Latn", help_text="ISO 15924")
    romanised = models.CharField(_("name in Latin letters"), max_length=300, blank=True)
    family_name = models.CharField(_("family name"), max_length=150, blank=True)
    forename = models.CharField(_("forenames"), max_length=150, blank=True)
    birth_earliest = models.DateField(null=True, blank=True)
    birth_latest = models.DateField(null=True, blank=True)
    birth_text = models.CharField(
        _("date of birth"), max_length=40, blank=True, help_text="As written"
    )
    birth_calendar = models.CharField(max_length=12, default="gregorian")
    birth_certainty = models.CharField(max_length=8, default="UNKNOWN")
    birth_place = models.CharField(_("place of birth"), max_length=150, blank=True)
    birth_country = models.ForeignKey(
        Jurisdiction, models.PROTECT, null=True, blank=True, related_name="+"
    )
    quality = models.CharField(max_length=12, blank=True, help_text="Of an alias: GOOD or LOW")

    objects = SeenThroughSubject.as_manager()

    class Meta:
        verbose_name = _("identity")
        verbose_name_plural = _("identities")
        ordering = ["rank", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(as_written=""), name="identity_has_a_name"),
            models.CheckConstraint(
                condition=Q(birth_earliest=None, birth_latest=None)
                | Q(birth_earliest__lte=F("birth_latest")),
                name="birth_is_an_interval",
            ),
            models.CheckConstraint(
                condition=~Q(birth_country__in=TYPED_CODES), name="birth_country_tells_no_status"
            ),
        ]

    def __str__(self) -> str:
        return self.as_written

    @property
    def birth_in_words(self) -> str:
        """The date of birth as people say it, in the reader's language."""
        return dates.in_words(self.birth_text)


class Nationality(models.Model):
    """A nationality of a subject, stateless and former ones included.

    One that was acquired, as whoever found protection may have acquired it, adds no country to
    those that a person fled from (`safeguards.protected_status`).
    """

    class Status(models.TextChoices):
        CONFIRMED = "CONFIRMED", _("Confirmed")
        CLAIMED = "CLAIMED", _("Claimed")
        FORMER = "FORMER", _("Former")
        ACQUIRED = "ACQUIRED", _("Acquired by naturalisation")

    subject = models.ForeignKey(Subject, models.CASCADE, related_name="nationalities")
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=Status, default=Status.CLAIMED)

    objects = SeenThroughSubject.as_manager()

    class Meta:
        verbose_name = _("nationality")
        verbose_name_plural = _("nationalities")
        constraints = [
            models.UniqueConstraint(fields=["subject", "jurisdiction"], name="nationality_once"),
            models.CheckConstraint(
                condition=~Q(jurisdiction__in=TYPED_CODES), name="nationality_tells_no_status"
            ),
        ]

    def __str__(self) -> str:
        return str(self.jurisdiction)


class IdDocument(models.Model):
    """A document that the subject holds, held or used."""

    class Status(models.TextChoices):
        VALID = "VALID", _("Valid")
        EXPIRED = "EXPIRED", _("Expired")
        LOST = "LOST", _("Lost")
        STOLEN = "STOLEN", _("Stolen")
        REVOKED = "REVOKED", _("Revoked")
        COUNTERFEIT = "COUNTERFEIT", _("Counterfeit")
        UNKNOWN = "UNKNOWN", _("Unknown")

    class Kind(models.TextChoices):
        """The kinds offered; a list that is taken over may name others in its own words."""

        PASSPORT = "PASSPORT", _("Passport")
        ID_CARD = "ID_CARD", _("Identity card")
        DRIVING_LICENCE = "DRIVING_LICENCE", _("Driving licence")
        RESIDENCE_PERMIT = "RESIDENCE_PERMIT", _("Residence permit")
        BIRTH_CERTIFICATE = "BIRTH_CERTIFICATE", _("Birth certificate")
        TAX_NUMBER = "TAX_NUMBER", _("Tax or national number")
        OTHER = "OTHER", _("Other")

    subject = models.ForeignKey(Subject, models.CASCADE, related_name="documents")
    kind = models.CharField(_("type of document"), max_length=40)
    number = models.CharField(_("number"), max_length=60)
    issuer = models.ForeignKey(
        Jurisdiction, models.PROTECT, null=True, blank=True, related_name="+"
    )
    issued_on = models.DateField(_("issued"), null=True, blank=True)
    expires_on = models.DateField(_("expires"), null=True, blank=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.UNKNOWN)

    objects = SeenThroughSubject.as_manager()

    class Meta:
        verbose_name = _("identity document")
        constraints = [
            models.CheckConstraint(
                condition=~Q(issuer__in=TYPED_CODES), name="issuer_tells_no_status"
            ),
            models.CheckConstraint(
                condition=Q(issued_on=None)
                | Q(expires_on=None)
                | Q(expires_on__gte=models.F("issued_on")),
                name="document_expires_after_issue",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind_words} {self.number}"

    @property
    def kind_words(self) -> str:
        return str(dict(self.Kind.choices).get(self.kind, self.kind))


class Photo(models.Model):
    """A photograph of the subject: the original stays sealed, a clean rendition is shown."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject = models.ForeignKey(Subject, models.CASCADE, related_name="photos")
    original = models.OneToOneField(StoredFile, models.PROTECT, related_name="+")
    shown = models.OneToOneField(StoredFile, models.PROTECT, related_name="+")
    taken = models.CharField(_("when taken"), max_length=40, blank=True)
    source = models.CharField(_("source"), max_length=120, blank=True)
    added_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    objects = SeenThroughSubject.as_manager()

    class Meta:
        verbose_name = _("photograph")
        ordering = ["-added_at"]

    def __str__(self) -> str:
        return self.source
