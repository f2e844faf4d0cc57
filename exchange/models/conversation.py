"""Contributions between offices about a request, its files, and notes that stay in an office."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from central_offices.models import CentralOffice, Classification, Evaluated, Officer
from exchange.models.request import Request, RequestRecipient
from exchange.queries import AttachmentQuerySet, ContributionQuerySet, NoteQuerySet
from kernel.ids import new_id
from kernel.models import StoredFile


class Contribution(Evaluated):
    """One thing said between the requesting office and one requested office.

    `seen_by` holds the writer's office at first, and each other one once it is delivered there:
    the other side's, and in a common conversation those of all parties.
    """

    class Kind(models.TextChoices):
        PARTIAL = "PARTIAL", _("Answer in part")
        ANSWER = "ANSWER", _("Answer")
        REFUSAL = "REFUSAL", _("Refusal")
        DEFERRAL = "DEFERRAL", _("Deferral")
        AUTHORISATION = "AUTHORISATION", _("Authorisation needed")
        QUESTION = "QUESTION", _("Question")
        CLARIFICATION = "CLARIFICATION", _("Clarification")
        ARREST = "ARREST", _("Arrest")
        FOLLOW_UP = "FOLLOW_UP", _("Further question")
        REFERRAL = "REFERRAL", _("Referral to another office")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    request = models.ForeignKey(Request, models.PROTECT, related_name="contributions")
    recipient = models.ForeignKey(RequestRecipient, models.PROTECT, related_name="contributions")
    kind = models.CharField(max_length=14, choices=Kind)
    office = models.ForeignKey(CentralOffice, models.PROTECT, related_name="+")
    text = models.TextField(_("text"))
    classification = models.PositiveSmallIntegerField(_("level"), choices=Classification)
    lowered_because = models.TextField(_("why its level is below the request’s"), blank=True)
    private = models.BooleanField(
        _("private"), default=False, help_text="In a common conversation: between the two sides"
    )
    instead = models.ForeignKey(
        CentralOffice,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("competent office"),
    )
    written_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    message_id = models.UUIDField(unique=True)
    arrived_at = models.DateTimeField(null=True, blank=True)
    seen_by = ArrayField(models.IntegerField(), default=list, help_text="Office numbers")

    objects = ContributionQuerySet.as_manager()

    class Meta:
        verbose_name = _("contribution")
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="contribution_has_text"),
            models.CheckConstraint(
                condition=~Q(kind__in=["ANSWER", "PARTIAL", "CLARIFICATION", "ARREST"])
                | ~Q(source_evaluation="") & ~Q(information_evaluation=""),
                name="answer_is_evaluated",
            ),
            models.CheckConstraint(
                condition=~Q(handling_codes__contains=["H3"]) | ~Q(handling_note=""),
                name="contribution_h3_says_what",
            ),
            models.CheckConstraint(
                condition=Q(kind="REFERRAL", instead__isnull=False)
                | ~Q(kind="REFERRAL") & Q(instead=None),
                name="referral_names_an_office",
            ),
        ]
        indexes = [
            models.Index(fields=["request", "written_at"], name="contribution_of_request"),
            GinIndex(fields=["seen_by"], name="contribution_seen_by"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Attachment(models.Model):
    """A file of a request or of a contribution; before that, of the officer who uploaded it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="+")
    owner_office = models.ForeignKey(CentralOffice, models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)
    request = models.ForeignKey(
        Request, models.PROTECT, null=True, blank=True, related_name="attachments"
    )
    contribution = models.ForeignKey(
        Contribution, models.PROTECT, null=True, blank=True, related_name="attachments"
    )

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment")
        constraints = [
            models.CheckConstraint(
                condition=Q(request=None) | Q(contribution=None),
                name="attachment_belongs_to_one_thing",
            )
        ]

    def __str__(self) -> str:
        return str(self.file_id)


class InternalNote(models.Model):
    """A note that never leaves the office that wrote it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    request = models.ForeignKey(Request, models.PROTECT, related_name="notes")
    office = models.ForeignKey(CentralOffice, models.PROTECT, related_name="+")
    text = models.TextField(_("note"))
    written_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("internal note")
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="note_has_text")]
        indexes = [models.Index(fields=["request", "office", "written_at"], name="note_of_office")]

    def __str__(self) -> str:
        return str(self.written_at)
