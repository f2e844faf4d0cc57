"""Frozen version of a notice: what was submitted."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from central_offices.models import Officer
from kernel.ids import new_id
from kernel.models import StoredFile
from notices.models.notice import Notice
from notices.queries import VersionQuerySet


class NoticeVersion(models.Model):
    """The notice as it was submitted: canonical JSON with its SHA-256, never changed afterwards."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="versions")
    n = models.PositiveSmallIntegerField()
    payload = models.JSONField()
    sha256 = models.CharField(max_length=64)
    photo = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    made_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=200, blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version")
        ordering = ["-n"]
        constraints = [models.UniqueConstraint(fields=["notice", "n"], name="one_version_a_number")]

    def __str__(self) -> str:
        return f"v{self.n}"


def frozen_version(notice: Notice) -> NoticeVersion:
    """The version that counts, of a notice that was submitted."""
    version: NoticeVersion | None = notice.current_version
    assert version is not None
    return version
