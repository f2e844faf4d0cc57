"""The log of all chains: in which order events were sealed, its tree, and signed checkpoints.

Rows are written by functions of the database; checkpoints are only ever added (docs/laws.md T12).
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class LogState(models.Model):
    """How many events are in the log: one row."""

    id = models.SmallIntegerField(primary_key=True)
    size = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="there_is_one_log")]

    def __str__(self) -> str:
        return str(self.size)


class LogRun(models.Model):
    """Events of one chain that follow each other in the log too, from the place `start` on."""

    start = models.BigIntegerField(primary_key=True)
    chain = models.CharField(max_length=16)
    first_seq = models.BigIntegerField()
    last_seq = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chain", "last_seq"], name="logged_once"),
            models.CheckConstraint(
                condition=Q(first_seq__gte=1, last_seq__gte=F("first_seq")), name="run_is_not_empty"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.start}: {self.chain} {self.first_seq} to {self.last_seq}"


class LogNode(models.Model):
    """A hash of the tree: over the 2^level leaves from index · 2^level on; levels from 8 on."""

    pk = models.CompositePrimaryKey("level", "index")
    level = models.SmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.level}, {self.index}"


class Checkpoint(models.Model):
    """The log as it was at a time: size, root, the root before; signed by the Secretariat."""

    id = models.BigIntegerField(primary_key=True)  # from 1, without a hole
    size = models.BigIntegerField()
    root = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    at = models.DateTimeField()
    lost = models.JSONField(null=True, help_text="A published checkpoint that is not in this log")
    jws = models.TextField()

    class Meta:
        verbose_name = _("checkpoint")

    def __str__(self) -> str:
        return f"{self.size} {self.root}"
