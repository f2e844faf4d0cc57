"""Circulation of a notice to the offices, and the papers printed of it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from central_offices.models import CentralOffice, Officer
from kernel.ids import new_id
from kernel.models import Job, StoredFile
from notices.models.codes import SecondLanguage
from notices.models.notice import Notice
from notices.models.version import NoticeVersion
from notices.queries import CirculationQuerySet, PaperQuerySet


class Circulation(models.Model):
    """That an office was given the notice, and what became of it there."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="circulations")
    office = models.ForeignKey(CentralOffice, models.PROTECT, related_name="+")
    delivered_at = models.DateTimeField(default=timezone.now)
    opened_at = models.DateTimeField(null=True)
    downloaded_at = models.DateTimeField(null=True)
    recalled_at = models.DateTimeField(null=True)
    recall_acknowledged_at = models.DateTimeField(null=True)

    objects = CirculationQuerySet.as_manager()

    class Meta:
        verbose_name = _("circulation")
        constraints = [models.UniqueConstraint(fields=["notice", "office"], name="circulated_once")]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.office_id}"


class Paper(models.Model):
    """A printed notice: made by a worker from one version, checked again before it is handed out.

    Every paper is one copy for one named recipient. A proof is printed of a draft and has no code.
    """

    class Status(models.TextChoices):
        WAITING = "WAITING", _("Being made")
        READY = "READY", _("Ready")
        VOID = "VOID", _("Void")
        FAILED = "FAILED", _("Could not be made")

    TONES = {"READY": "ok", "VOID": "bad", "FAILED": "bad"}

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="papers")
    notice_version = models.ForeignKey(
        NoticeVersion, models.PROTECT, null=True, related_name="papers"
    )
    office = models.ForeignKey(CentralOffice, models.PROTECT, related_name="+")
    recipient = models.CharField(_("made out to"), max_length=120)
    language = models.CharField(_("second language"), max_length=2, choices=SecondLanguage)
    proof = models.BooleanField(default=False)
    code = models.CharField(max_length=14, unique=True, null=True)
    copy = models.PositiveIntegerField(null=True)
    owner_left_on = models.DateField(
        null=True, blank=True, help_text="From when on the office that asked is gone, as it says"
    )
    status = models.CharField(max_length=8, choices=Status, default=Status.WAITING)
    file = models.OneToOneField(StoredFile, models.PROTECT, null=True, related_name="+")
    job = models.OneToOneField(Job, models.PROTECT, null=True, related_name="+")
    asked_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    made_at = models.DateTimeField(null=True)
    void_at = models.DateTimeField(null=True)

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper")
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="READY") | Q(file__isnull=False, made_at__isnull=False),
                name="ready_paper_has_a_file",
            ),
            models.CheckConstraint(
                condition=Q(proof=True, code=None, copy=None)
                | Q(
                    proof=False,
                    code__isnull=False,
                    copy__isnull=False,
                    notice_version__isnull=False,
                ),
                name="only_a_proof_has_no_code",
            ),
            models.UniqueConstraint(fields=["notice", "copy"], name="one_paper_a_copy"),
            models.UniqueConstraint(
                fields=["notice_version", "language", "asked_by"],
                condition=Q(proof=False, status__in=["WAITING", "READY"]),
                name="one_paper_a_recipient",
            ),
        ]
        indexes = [models.Index(fields=["notice", "-asked_at"], name="paper_of_notice")]

    def __str__(self) -> str:
        return self.code or str(_("Proof"))
