"""A notice: what it is, whose it is, and how far it has come."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import Case, Photo, Subject
from central_offices.models import CentralOffice, Classification, HandlingCode, Officer, Purpose
from kernel.authorship import Written, decided_by_others
from kernel.ids import new_id
from notices.models.codes import Colour, ExtractField, SecondLanguage
from notices.queries import NoticeQuerySet
from policies.models import Portfolio

SERIES: dict[str, str] = {
    Colour.RED: "A",
    Colour.BLUE: "B",
    Colour.GREEN: "C",
    Colour.YELLOW: "F",
    Colour.BLACK: "E",
    Colour.ORANGE: "O",
    Colour.PURPLE: "P",
    Colour.SILVER: "S",
    Colour.UN: "UN",
}
SUSPENSION = Q(owner_suspends_until__isnull=False) | Q(secretariat_suspends_until__isnull=False)


class Notice(Written):
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

    TONES = {
        "PUBLISHED": "ok",
        **dict.fromkeys(["NATIONAL_REVIEW", "REQUESTED", "UNDER_REVIEW", "RETURNED"], "warn"),
        **dict.fromkeys(["REFUSED", "SUSPENDED", "WITHDRAWN", "CANCELLED"], "bad"),
        **dict.fromkeys(["EXPIRED", "DELETED"], "bad"),
    }
    EDITABLE = frozenset({Status.DRAFT, Status.RETURNED})
    IN_CIRCULATION = frozenset({Status.PUBLISHED, Status.SUSPENDED})
    ENDED = frozenset(
        {Status.REFUSED, Status.WITHDRAWN, Status.CANCELLED, Status.EXPIRED, Status.DELETED}
    )

    class PublicExtract(models.TextChoices):
        UNDECIDED = "", _("Not yet decided")
        NONE = "NONE", _("For police only")
        REQUESTED = "REQUESTED", _("Public extract asked for")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(
        max_length=16, unique=True, null=True, blank=True, help_text="2026/30493"
    )
    colour = models.CharField(_("kind of notice"), max_length=8, choices=Colour)
    owner_office = models.ForeignKey(CentralOffice, models.PROTECT, related_name="notices")
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="notices")
    subject = models.ForeignKey(
        Subject, models.PROTECT, null=True, blank=True, related_name="notices"
    )
    portfolios = models.ManyToManyField(Portfolio, related_name="notices", blank=True)
    title = models.CharField(
        _("about"), max_length=300, blank=True, help_text="The main name, for lists"
    )
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
    restrictions_chosen = models.BooleanField(default=False)
    public_extract = models.CharField(
        _("public extract"), max_length=10, choices=PublicExtract, default="", blank=True
    )
    extract_fields = ArrayField(
        models.CharField(max_length=24, choices=ExtractField), default=list, blank=True
    )
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    owner_suspends_until = models.DateField(null=True, blank=True)
    secretariat_suspends_until = models.DateField(null=True, blank=True)
    let_stand_on = models.DateField(
        null=True, blank=True, help_text="When a reviewer let it stand after its office had left"
    )
    release_asked_because = models.TextField(
        blank=True, help_text="Why the Secretariat shall release it for the office"
    )
    current_version = models.ForeignKey(
        "notices.NoticeVersion", models.PROTECT, null=True, blank=True, related_name="+"
    )
    author = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
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
    seen_by = ArrayField(models.IntegerField(), default=list, blank=True)
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
            *decided_by_others(
                writer_never_releases="released_by",
                writer_never_reviews="reviewer",
                writer_never_confirms="second_reviewer",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["PUBLISHED", "SUSPENDED"])
                | Q(reference__isnull=False, published_at__isnull=False, valid_until__isnull=False)
                | Q(colour="UN", published_at__isnull=False),
                name="published_notice_expires",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["PUBLISHED", "SUSPENDED"])
                | Q(colour="UN")
                | Q(
                    author__isnull=False,
                    released_by__isnull=False,
                    reviewer__isnull=False,
                    published_by__isnull=False,
                    current_version__isnull=False,
                ),
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
                condition=Q(status="SUSPENDED") & SUSPENSION | ~Q(status="SUSPENDED") & ~SUSPENSION,
                name="suspended_while_one_side_suspends",
            ),
            models.CheckConstraint(
                condition=~Q(colour="UN") | Q(un_reference__isnull=False),
                name="un_notice_has_reference",
            ),
        ]
        indexes = [
            models.Index(
                fields=["requested_at"],
                condition=~Q(release_asked_because=""),
                name="notice_release_asked",
            ),
            GinIndex(fields=["seen_by"], name="notice_seen_by"),
            models.Index(fields=["-created_at", "-id"], name="notice_newest"),
            models.Index(fields=["status", "colour", "-published_at"], name="notice_by_state"),
            models.Index(fields=["owner_office", "-created_at"], name="notice_of_office"),
            models.Index(fields=["subject", "status"], name="notice_of_subject"),
        ]

    def __str__(self) -> str:
        return self.reference or self.un_reference or str(self.get_colour_display())

    def get_absolute_url(self) -> str:
        return reverse("notices:detail", args=[self.address])

    @property
    def slug(self) -> str:
        return (self.reference or "").replace("/", "-")

    @property
    def in_force(self) -> bool:
        """Published, not suspended, and not past its day."""
        return self.status == self.Status.PUBLISHED and not self.is_over

    @property
    def suspended_until(self) -> date | None:
        """The last of the days that the sides named which suspend it; None: neither does."""
        return max(self.suspended_days, default=None)

    @property
    def suspended_days(self) -> list[date]:
        """The last days of the suspensions, one for each side that suspends it."""
        days = (self.owner_suspends_until, self.secretariat_suspends_until)
        return [day for day in days if day is not None]

    @property
    def is_left_behind(self) -> bool:
        """Whether its office has left, and no reviewer has let the notice stand since."""
        left, looked = self.owner_office.left_on, self.let_stand_on
        if left is None or not self.owner_office.has_left:
            return False
        return looked is None or looked < left

    @property
    def both_suspend(self) -> bool:
        return None not in (self.owner_suspends_until, self.secretariat_suspends_until)

    @property
    def is_over(self) -> bool:
        """Whether its last day is past; without a last day it has no end."""
        return self.valid_until is not None and self.valid_until < timezone.now().date()

    @property
    def address(self) -> str:
        """How a page names it: the reference with a dash, or the id until it has one."""
        return self.slug or str(self.pk)

    @property
    def control_number(self) -> str:
        """The letter of the colour, the number, and the month of publication: A-30493/11-2026."""
        number = self.reference.split("/")[1] if self.reference else self.un_reference
        if not number or not self.published_at:
            return ""
        return f"{SERIES[self.colour]}-{number}/{self.published_at:%m-%Y}"
