"""Words that an office says often: kept once, and begun from."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from central_offices.models import CentralOffice, Officer
from exchange.queries import TextBlockQuerySet
from kernel.ids import new_id


class TextBlock(models.Model):
    """A text of an office to begin an answer, a question or a refusal with."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(CentralOffice, models.CASCADE, related_name="+")
    title = models.CharField(_("title"), max_length=80)
    text = models.TextField(_("text"))
    changed_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = TextBlockQuerySet.as_manager()

    class Meta:
        verbose_name = _("text block")
        ordering = ["title", "id"]
        constraints = [
            models.UniqueConstraint(fields=["office", "title"], name="text_block_title_once"),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(text=""), name="text_block_says_something"
            ),
        ]

    def __str__(self) -> str:
        return self.title
