"""Dates that cannot be true of a person: a birth still to come, a paper that ended before it began.

Asked by every form and call that takes such dates, and once more by the verbs that keep them.
"""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from cases import dates
from cases.dates import PartialDate
from cases.drafts import PersonDraft
from kernel.errors import NotReady
from kernel.values import bounds


def birth_refused(born: PartialDate) -> str:
    """Why nobody can have been born then; empty where somebody can."""
    if born.earliest and born.earliest > bounds.today_anywhere():
        return _("This day is still to come. Check the year of birth and its calendar.")
    return ""


def document_refused(issued_on: date | None, expires_on: date | None) -> Iterator[tuple[str, str]]:
    """(field, why) for the dates of a document that cannot be."""
    if issued_on and issued_on > bounds.today_anywhere():
        yield "issued_on", _("This day is still to come.")
    if issued_on and expires_on and expires_on < issued_on:
        yield "expires_on", _("This document would expire before it was issued.")


def span_refused(first: str | None, last: str | None) -> Iterator[tuple[str, str]]:
    """(field, why) for the time of facts, as written in partial dates that can be read."""
    begun, ended = (dates.parse(text or "") for text in (first, last))
    if begun.earliest and begun.earliest > bounds.today_anywhere():
        yield "facts_from", _("This day is still to come.")
    if begun.earliest and ended.latest and ended.latest < begun.earliest:
        yield "facts_to", _("This ends before it begins.")


def demand_documents(draft: PersonDraft) -> None:
    """Raises NotReady for a document of the draft that cannot be."""
    for number, given in enumerate(draft.documents):
        for field, sentence in document_refused(given.issued_on, given.expires_on):
            raise NotReady(sentence, missing=[(f"documents/{number}/{field}", sentence)])
