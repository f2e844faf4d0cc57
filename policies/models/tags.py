"""Tags: what records are about across the nine portfolios, from a list that two persons keep."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from central_offices.models import in_language
from central_offices.models.dated import ends_after_start, one_at_a_time
from policies.queries import TagQuerySet

MOST_CODE_CHARACTERS = 40


class Tag(models.Model):
    """An entry of the list of tags, from a day up to, and without, another."""

    code = models.CharField(max_length=MOST_CODE_CHARACTERS)
    names = models.JSONField(help_text="By language; en is required")
    scopes = models.JSONField(help_text="What it covers, by language; en is required")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    objects = TagQuerySet.as_manager()

    class Meta:
        verbose_name = _("tag")
        ordering = ["code", "valid_from"]
        constraints = [
            ends_after_start("tag_ends_after_start"),
            models.CheckConstraint(
                condition=Q(names__has_key="en", scopes__has_key="en"),
                name="tag_is_english_too",
            ),
            one_at_a_time(
                "one_tag_at_a_time",
                "code",
            ),
        ]

    def __str__(self) -> str:
        return in_language(self.names)

    @property
    def scope(self) -> str:
        return in_language(self.scopes)


class Tagged(models.Model):
    """A record that carries tags, by their codes in order; the database takes known ones only."""

    tags = ArrayField(
        models.CharField(max_length=MOST_CODE_CHARACTERS),
        verbose_name=_("tags"),
        default=list,
        blank=True,
    )

    class Meta:
        abstract = True
