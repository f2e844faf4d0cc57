"""Particulars of a draft: what its identity page adds to the record of the person."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from notices.models.notice import Notice
from notices.queries import DraftQuerySet


class Particulars(models.Model):
    """Identifying data that the owner holds besides its record (RPD art. 83(2)(a))."""

    class Held(models.TextChoices):
        FINGERPRINTS = "FINGERPRINTS", _("Fingerprints")
        DNA = "DNA", _("DNA profile")
        DENTAL = "DENTAL", _("Dental chart")

    notice = models.OneToOneField(Notice, models.CASCADE, related_name="particulars")
    photo_is_good = models.BooleanField(
        _("the person can be known by this photograph"), null=True, blank=True
    )
    held = ArrayField(models.CharField(max_length=12, choices=Held), default=list, blank=True)
    father = models.CharField(_("father’s name"), max_length=200, blank=True)
    mother = models.CharField(_("mother’s name"), max_length=200, blank=True)
    build = models.CharField(_("build"), max_length=200, blank=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("particulars")

    def __str__(self) -> str:
        return self.build or str(self.notice_id)
