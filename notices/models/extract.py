"""Public extract of a notice: a table of its own, from which nothing else can be read."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.ids import new_id
from kernel.models import StoredFile
from notices.models.codes import Colour
from notices.models.notice import Notice
from notices.queries import ExtractQuerySet

# What narrows the list for programs, which says how many there are: counted in its index alone.
NARROWS = ["valid_until", "sex_id", "birth_earliest", "birth_latest"]


class PublicExtract(models.Model):
    """The public part of a notice in force: there from publication until it ends, not longer.

    `data` holds whitelisted fields only, as the public service names them. Written by
    `notices.payload.public_extract` in the transaction that publishes, suspends or ends the notice.
    """

    class Kind(models.TextChoices):
        PERSON = "PERSON", _("Person")
        ENTITY = "ENTITY", _("Entity")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    notice = models.OneToOneField(Notice, models.PROTECT, related_name="extract")
    colour = models.CharField(max_length=8, choices=Colour)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.PERSON)
    entity_id = models.CharField(max_length=24, unique=True)
    name = models.CharField(max_length=300, blank=True)
    forename = models.CharField(max_length=300, blank=True)
    search_text = models.TextField(blank=True, help_text="Every public word, folded")
    names = ArrayField(models.CharField(max_length=620), default=list)
    search_names = models.TextField(blank=True, help_text="The names in Latin letters")
    name_keys = ArrayField(models.IntegerField(), default=list)
    birth_earliest = models.DateField(null=True)
    birth_latest = models.DateField(null=True)
    sex_id = models.CharField(max_length=1, blank=True)
    nationalities = ArrayField(models.CharField(max_length=4), default=list)
    warrant_countries = ArrayField(models.CharField(max_length=4), default=list)
    un_reference = models.CharField(max_length=20, blank=True)
    un_resolution = models.PositiveIntegerField(null=True)
    data = models.JSONField()
    photo = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField()
    valid_until = models.DateField(null=True)

    objects = ExtractQuerySet.as_manager()

    class Meta:
        verbose_name = _("public extract")
        indexes = [
            models.Index(fields=["-published_at", "-id"], name="extract_newest_of_all"),
            models.Index(
                fields=["colour", "-published_at", "-id"], include=NARROWS, name="extract_newest"
            ),
            GinIndex(fields=["nationalities"], name="extract_nationalities"),
            GinIndex(fields=["warrant_countries"], name="extract_warrant_countries"),
            models.Index(
                fields=["un_reference"],
                condition=models.Q(colour="UN"),
                name="extract_of_un_reference",
            ),
            GinIndex(
                fields=["search_text"], opclasses=["gin_trgm_ops"], name="extract_search_text"
            ),
            GinIndex(fields=["name_keys"], name="extract_name_keys"),
        ]

    def __str__(self) -> str:
        return self.entity_id

    @property
    def slug(self) -> str:
        return self.entity_id.replace("/", "-")
