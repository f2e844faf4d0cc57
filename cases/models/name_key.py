"""The keys under which names are found, and how common each key is."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from cases.models.person import Subject
from cases.queries import NameKeyQuerySet
from central_offices.models import CentralOffice


class NameKey(models.Model):
    """The search keys of one name: of a subject's identity here, of a notice's copy above.

    `seen_at` repeats who may find the name: the union over the subject's cases, so that a search
    reads few rows in vain. Written by `cases.search.name_keys` and by nobody else.
    """

    id = models.BigAutoField(primary_key=True)
    subject = models.ForeignKey(
        Subject, models.CASCADE, null=True, blank=True, related_name="name_keys"
    )
    notice = models.UUIDField(null=True, blank=True, help_text="A notice's frozen copy")
    name = models.CharField(max_length=300)
    normalised = models.CharField(max_length=300)
    keys = ArrayField(models.IntegerField())
    key_version = models.PositiveSmallIntegerField()
    birth_earliest = models.DateField(null=True)
    birth_latest = models.DateField(null=True)
    owner_office = models.ForeignKey(CentralOffice, models.PROTECT, related_name="+")
    seen_at = ArrayField(models.IntegerField(), default=list)

    objects = NameKeyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(subject=None, notice__isnull=False)
                | Q(subject__isnull=False, notice=None),
                name="name_key_of_one_thing",
            )
        ]
        indexes = [
            GinIndex(fields=["keys", "seen_at"], name="name_key_keys"),
            models.Index(fields=["notice"], name="name_key_of_notice", condition=~Q(notice=None)),
        ]

    def __str__(self) -> str:
        return self.name


class KeyFrequency(models.Model):
    """How many names have a key, where that is more than a few: rare keys are asked first."""

    key = models.IntegerField(primary_key=True)
    names = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.key} {self.names}"
