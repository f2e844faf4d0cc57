"""Notices: drafted in typed tables, frozen as versions, reviewed, circulated, recalled."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agency.kernel.ids import new_id
from agency.kernel.models import StoredFile
from cases.models import Case, Offence, Photo, Subject
from central_offices.models import (
    CentralOffice,
    Classification,
    HandlingCode,
    Jurisdiction,
    Officer,
    Purpose,
    in_language,
)
from notices.queries import ConditionQuerySet, NoticeQuerySet, SeenThroughNotice
from policies.models import Portfolio


class Colour(models.TextChoices):
    RED = "RED", _("Red notice")
    BLUE = "BLUE", _("Blue notice")
    GREEN = "GREEN", _("Green notice")
    YELLOW = "YELLOW", _("Yellow notice")
    BLACK = "BLACK", _("Black notice")
    ORANGE = "ORANGE", _("Orange notice")
    PURPLE = "PURPLE", _("Purple notice")
    SILVER = "SILVER", _("Silver notice")
    UN = "UN", _("UN special notice")


class SecondLanguage(models.TextChoices):
    ARABIC = "ar", _("Arabic")
    CHINESE = "zh", _("Chinese")
    FRENCH = "fr", _("French")
    RUSSIAN = "ru", _("Russian")
    SPANISH = "es", _("Spanish")


class Notice(models.Model):
    """A request to all offices about one subject; others see its frozen version only."""

    class Status(models.TextChoices):
        DRAFT = "DRAFT", _("Draft")
        NATIONAL_REVIEW = "NATIONAL_REVIEW", _("Waiting for the head of office")
        REQUESTED = "REQUESTED", _("Waiting for the General Secretariat")
        UNDER_REVIEW = "UNDER_REVIEW", _("In legal review")
        RETURNED = "RETURNED", _("Returned")
        REFUSED = "REFUSED", _("Refused")
        PUBLISHED = "PUBLISHED", _("Published")
        SUSPENDED = "SUSPENDED", _("Suspended")
        WITHDRAWN = "WITHDRAWN", _("Withdrawn")
        CANCELLED = "CANCELLED", _("Cancelled")
        EXPIRED = "EXPIRED", _("Expired")
        DELETED = "DELETED", _("Deleted")

    class PublicExtract(models.TextChoices):
        UNDECIDED = "", _("Not yet decided")
        NONE = "NONE", _("For police only")
        REQUESTED = "REQUESTED", _("Public extract asked for")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=16, unique=True, null=True, help_text="2026/30493")
    colour = models.CharField(_("kind of notice"), max_length=8, choices=Colour)
    owner_office = models.ForeignKey(CentralOffice, models.PROTECT, related_name="notices")
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="notices")
    subject = models.ForeignKey(
        Subject, models.PROTECT, null=True, blank=True, related_name="notices"
    )
    portfolios = models.ManyToManyField(Portfolio, related_name="notices", blank=True)
    status = models.CharField(max_length=16, choices=Status, default=Status.DRAFT)
    purpose = models.CharField(max_length=16, choices=Purpose, default=Purpose.ARREST)
    classification = models.PositiveSmallIntegerField(
        _("level"), choices=Classification, default=Classification.RESTRICTED
    )
    handling_codes = ArrayField(
        models.CharField(max_length=2, choices=HandlingCode), default=list, blank=True
    )
    second_language = models.CharField(
        _("second language"), max_length=2, choices=SecondLanguage, default=SecondLanguage.FRENCH
    )
    caution = models.TextField(_("warning to officers"), blank=True)
    caution_second = models.TextField(_("warning in the second language"), blank=True)
    action = models.TextField(_("action asked for"), blank=True)
    action_second = models.TextField(_("action in the second language"), blank=True)
    photo = models.ForeignKey(Photo, models.PROTECT, null=True, blank=True, related_name="+")
    not_for = models.ManyToManyField(
        CentralOffice, related_name="+", blank=True, help_text="Offices that must not see it"
    )
    public_extract = models.CharField(
        _("public extract"), max_length=10, choices=PublicExtract, default="", blank=True
    )
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    author = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    released_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reviewer = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    second_reviewer = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+"
    )
    seen_by = ArrayField(models.IntegerField(), default=list)
    sort_key = models.CharField(max_length=200, blank=True)
    un_reference = models.CharField(max_length=20, null=True, blank=True, unique=True)
    un_data_id = models.CharField(max_length=20, blank=True)
    requested_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=32, blank=True, help_text="Refusal or cancel code")
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        constraints = [
            models.CheckConstraint(
                condition=~Q(status__in=["PUBLISHED", "SUSPENDED"])
                | Q(reference__isnull=False, published_at__isnull=False, valid_until__isnull=False)
                | Q(colour="UN", published_at__isnull=False),
                name="published_notice_expires",
            ),
            models.CheckConstraint(
                condition=~Q(status="PUBLISHED") | Q(colour="UN") | Q(reviewer__isnull=False),
                name="published_notice_was_reviewed",
            ),
            models.CheckConstraint(
                condition=Q(released_by=None) | ~Q(released_by=F("author")),
                name="author_is_not_releaser",
            ),
            models.CheckConstraint(
                condition=Q(reviewer=None)
                | (
                    ~Q(reviewer=F("author")) & (Q(released_by=None) | ~Q(reviewer=F("released_by")))
                ),
                name="reviewer_is_somebody_else",
            ),
            models.CheckConstraint(
                condition=Q(second_reviewer=None)
                | (
                    ~Q(second_reviewer=F("author"))
                    & (Q(reviewer=None) | ~Q(second_reviewer=F("reviewer")))
                    & (Q(released_by=None) | ~Q(second_reviewer=F("released_by")))
                ),
                name="second_reviewer_is_somebody_else",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["WITHDRAWN", "CANCELLED", "EXPIRED", "REFUSED", "DELETED"])
                | Q(ended_at__isnull=False),
                name="ended_notice_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(colour="UN") | Q(un_reference__isnull=False),
                name="un_notice_has_reference",
            ),
        ]
        indexes = [
            GinIndex(fields=["seen_by"], name="notice_seen_by"),
            models.Index(fields=["-created_at", "-id"], name="notice_newest"),
            models.Index(fields=["status", "colour", "-published_at"], name="notice_by_state"),
            models.Index(fields=["owner_office", "-created_at"], name="notice_of_office"),
        ]

    def __str__(self) -> str:
        return self.reference or self.un_reference or str(self.get_colour_display())

    @property
    def slug(self) -> str:
        return (self.reference or "").replace("/", "-")

    @property
    def in_force(self) -> bool:
        return self.status == self.Status.PUBLISHED


class Proceeding(models.Model):
    """The judicial data of a red notice as they are drafted (RPD art. 83(2)(b))."""

    class Kind(models.TextChoices):
        PROSECUTION = "PROSECUTION", _("Wanted for prosecution")
        SENTENCE = "SENTENCE", _("Wanted to serve a sentence")

    notice = models.OneToOneField(Notice, models.CASCADE, related_name="proceeding")
    kind = models.CharField(_("wanted"), max_length=12, choices=Kind, default=Kind.PROSECUTION)
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, null=True, related_name="+")
    warrant_reference = models.CharField(_("warrant or judgment"), max_length=120, blank=True)
    warrant_issuer = models.CharField(_("issued by"), max_length=200, blank=True)
    issuer_is_judicial = models.BooleanField(_("the issuer is a judge or court"), default=False)
    appeal_possible = models.BooleanField(
        _("a court can be appealed to against the warrant"), default=False
    )
    warrant_issued_on = models.DateField(_("issued on"), null=True, blank=True)
    warrant_copy = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+"
    )
    in_absentia = models.BooleanField(_("tried in absence"), default=False)
    limitation_date = models.DateField(_("time bar"), null=True, blank=True)
    facts = models.TextField(_("facts of the case"), blank=True)
    facts_second = models.TextField(_("facts in the second language"), blank=True)
    facts_place = models.CharField(_("where"), max_length=200, blank=True)
    facts_from = models.CharField(_("from"), max_length=40, blank=True, help_text="Partial date")
    facts_to = models.CharField(_("to"), max_length=40, blank=True, help_text="Partial date")
    international_interest = models.TextField(_("why other countries are concerned"), blank=True)
    extradition_will_be_sought = models.BooleanField(
        _("extradition will be sought when the person is arrested (RPD art. 84)"), default=False
    )
    coordinated_with_extradition_authority = models.BooleanField(
        _("the authority responsible for extradition has agreed"), default=False
    )
    authority_is_competent = models.BooleanField(
        _("the authority that issued the warrant is competent for it"), default=False
    )

    objects = SeenThroughNotice.as_manager()

    class Meta:
        verbose_name = _("proceeding")

    def __str__(self) -> str:
        return self.warrant_reference


class Charge(models.Model):
    """One offence of the proceeding, with the law and the penalty."""

    class Penalty(models.TextChoices):
        MONTHS = "MONTHS", _("Months of imprisonment")
        LIFE = "LIFE", _("Imprisonment for life")
        DEATH = "DEATH", _("Death penalty")

    proceeding = models.ForeignKey(Proceeding, models.CASCADE, related_name="charges")
    offence = models.ForeignKey(Offence, models.PROTECT, related_name="+", null=True, blank=True)
    title = models.CharField(_("charge"), max_length=300)
    title_second = models.CharField(_("charge in the second language"), max_length=300, blank=True)
    law = models.CharField(_("law"), max_length=200, blank=True)
    article = models.CharField(_("article"), max_length=80, blank=True)
    law_text = models.TextField(_("wording of the law"), blank=True)
    max_penalty = models.CharField(max_length=8, choices=Penalty, default=Penalty.MONTHS)
    max_penalty_months = models.PositiveSmallIntegerField(
        _("maximum penalty in months"), null=True, blank=True, validators=[MaxValueValidator(2400)]
    )
    sentence_months = models.PositiveSmallIntegerField(
        _("sentence in months"), null=True, blank=True, validators=[MaxValueValidator(2400)]
    )
    remaining_months = models.PositiveSmallIntegerField(
        _("months still to serve"), null=True, blank=True, validators=[MaxValueValidator(2400)]
    )

    class Meta:
        verbose_name = _("charge")

    def __str__(self) -> str:
        return self.title


class NoticeVersion(models.Model):
    """What was submitted, frozen as canonical JSON with its SHA-256; never changed afterwards."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="versions")
    n = models.PositiveSmallIntegerField()
    payload = models.JSONField()
    sha256 = models.CharField(max_length=64)
    photo = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    made_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=200, blank=True)

    objects = SeenThroughNotice.as_manager()

    class Meta:
        verbose_name = _("version")
        ordering = ["-n"]
        constraints = [models.UniqueConstraint(fields=["notice", "n"], name="one_version_a_number")]

    def __str__(self) -> str:
        return f"v{self.n}"


class Condition(models.Model):
    """A condition of publication, as dated data (design.md law 9)."""

    class Severity(models.TextChoices):
        BLOCK = "BLOCK", _("Must be met")
        ASK = "ASK", _("Must be answered")
        INFO = "INFO", _("For information")

    class Kind(models.TextChoices):
        AUTOMATIC = "AUTOMATIC", _("Checked by rule")
        HUMAN = "HUMAN", _("Judged by the reviewer")

    colour = models.CharField(max_length=8, choices=Colour)
    code = models.CharField(max_length=40)
    rank = models.PositiveSmallIntegerField(default=0)
    article = models.CharField(max_length=60)
    severity = models.CharField(max_length=6, choices=Severity)
    kind = models.CharField(max_length=10, choices=Kind)
    wording = models.JSONField(help_text="By language; en is required")
    predicate = models.CharField(max_length=60, blank=True)
    parameters = models.JSONField(default=dict, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    objects = ConditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("condition")
        ordering = ["colour", "rank", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["colour", "code", "valid_from"], name="one_condition_a_code_and_day"
            )
        ]

    def __str__(self) -> str:
        return in_language(self.wording)


class Review(models.Model):
    """One legal review of one frozen version: bound to its hash, decided once."""

    class Outcome(models.TextChoices):
        PASS = "PASS", _("Passed")
        RETURN = "RETURN", _("Returned")
        REFUSE = "REFUSE", _("Refused")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    notice_version = models.ForeignKey(NoticeVersion, models.PROTECT, related_name="reviews")
    sha256 = models.CharField(max_length=64)
    second = models.BooleanField(default=False)
    reviewer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    reasons = ArrayField(models.CharField(max_length=32), default=list, blank=True)
    explanation = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)

    objects = SeenThroughNotice.through("notice_version__notice").as_manager()

    class Meta:
        verbose_name = _("review")
        constraints = [
            models.UniqueConstraint(
                fields=["notice_version", "second"], name="one_review_a_version"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", decided_at=None)
                | ~Q(outcome="") & Q(decided_at__isnull=False),
                name="decided_review_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.get_outcome_display() or str(_("Open"))


class ReviewItem(models.Model):
    """The answer to one condition in a review: what the rule said, and what the reviewer says."""

    class Result(models.TextChoices):
        PASS = "PASS", _("Pass")
        ASK = "ASK", _("Ask")
        FAIL = "FAIL", _("Fail")

    review = models.ForeignKey(Review, models.PROTECT, related_name="items")
    condition = models.ForeignKey(Condition, models.PROTECT, related_name="+")
    automatic = models.CharField(max_length=4, choices=Result, blank=True)
    automatic_reason = models.TextField(blank=True)
    result = models.CharField(max_length=4, choices=Result, blank=True)
    comment = models.TextField(blank=True)

    class Meta:
        verbose_name = _("item")
        ordering = ["condition__rank"]
        constraints = [
            models.UniqueConstraint(fields=["review", "condition"], name="one_answer_a_condition")
        ]

    def __str__(self) -> str:
        return self.result


class Circulation(models.Model):
    """That an office was given the notice, and what became of it there."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="circulations")
    office = models.ForeignKey(CentralOffice, models.PROTECT, related_name="+")
    delivered_at = models.DateTimeField(default=timezone.now)
    opened_at = models.DateTimeField(null=True)
    downloaded_at = models.DateTimeField(null=True)
    recalled_at = models.DateTimeField(null=True)
    recall_acknowledged_at = models.DateTimeField(null=True)

    objects = SeenThroughNotice.as_manager()

    class Meta:
        verbose_name = _("circulation")
        constraints = [models.UniqueConstraint(fields=["notice", "office"], name="circulated_once")]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.office_id}"


class Paper(models.Model):
    """A printed notice: made by a worker from one version, checked again before it is handed out."""

    class Status(models.TextChoices):
        WAITING = "WAITING", _("Being made")
        READY = "READY", _("Ready")
        VOID = "VOID", _("Void")
        FAILED = "FAILED", _("Could not be made")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="papers")
    notice_version = models.ForeignKey(NoticeVersion, models.PROTECT, related_name="papers")
    language = models.CharField(max_length=2, choices=SecondLanguage)
    proof = models.BooleanField(default=False)
    code = models.CharField(max_length=14, unique=True)
    status = models.CharField(max_length=8, choices=Status, default=Status.WAITING)
    file = models.OneToOneField(StoredFile, models.PROTECT, null=True, related_name="+")
    asked_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    made_at = models.DateTimeField(null=True)
    void_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    objects = SeenThroughNotice.as_manager()

    class Meta:
        verbose_name = _("paper")
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="READY") | Q(file__isnull=False, made_at__isnull=False),
                name="ready_paper_has_a_file",
            )
        ]

    def __str__(self) -> str:
        return self.code
