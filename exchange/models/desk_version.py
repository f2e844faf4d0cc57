"""Versions of the offices' duty boards, by which a reader hears that nothing is new."""

from django.db import models


class DeskVersion(models.Model):
    """A part of the version of one office's board, or of all (desk 0): the sum of parts counts.

    Triggers raise one part in the transaction that changes what a board shows; a part that another
    transaction holds is passed over, and a new one begun, so that nobody waits for a board.
    """

    EVERY_DESK = 0

    desk = models.PositiveIntegerField(help_text="The office's key; 0: every office")
    number = models.BigIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["desk"], name="desk_version")]

    def __str__(self) -> str:
        return f"{self.desk}: {self.number}"
