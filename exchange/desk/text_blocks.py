"""Keeping the texts that an office begins its answers with."""

from django.utils.translation import gettext as _

from central_offices.models import Officer
from exchange.lifecycle import works
from exchange.models import TextBlock
from kernel import acting
from kernel.errors import NotPermitted, NotReady, Stale
from ledger import events


def keep(row: TextBlock, *, by: Officer, version: int | None = None) -> None:
    """Save a new or changed text of the own office. Raises NotPermitted, NotReady or Stale."""
    _demand(row, by)
    with acting.acting_as(by):
        others = TextBlock.objects.filter(office=row.office, title=row.title)
        if others.exclude(pk=row.pk).exists():
            sentence = _("There is a text of this title already. Choose another one.")
            raise NotReady(sentence, [("title", sentence)])
        new = row._state.adding
        if not new:
            locked = TextBlock.objects.select_for_update().get(pk=row.pk)
            if version != locked.version:
                raise Stale(_("Somebody changed this text while you were writing."), theirs=locked)
            row.version = locked.version + 1
        row.changed_by = by
        row.full_clean()
        row.save(force_insert=new)
        detail = {"title": row.title, "text": row.text}
        events.record("textblock.keep", by=by, subject=row, detail=detail, step=True)


def remove(row: TextBlock, *, by: Officer) -> None:
    """Take a text away; answers that began with it stay as they are. Raises NotPermitted."""
    _demand(row, by)
    with acting.acting_as(by):
        detail = {"title": row.title}
        events.record("textblock.remove", by=by, subject=row, detail=detail, step=True)
        TextBlock.objects.filter(pk=row.pk).delete()


def _demand(row: TextBlock, by: Officer) -> None:
    if row.office_id != by.office_id or not by.is_human or not works(by):
        raise NotPermitted(_("You may not change the texts of this office."))
