"""Offices as people type them: by code, city or country, with or without accents."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from central_offices.models import CentralOffice
from kernel.errors import NotReady
from kernel.search_text import searchable

MAX_OFFICES_SUGGESTED = 4
LETTERS_COMPARED = 4  # of what was typed, to find what may have been meant


def office(typed: str, known: Iterable[CentralOffice] | None = None) -> CentralOffice:
    """The office that is meant, among those that can be written to (or among `known`).

    Raises NotReady with a sentence that names the likely ones when none is meant, or several.
    """
    offices = list(reachable() if known is None else known)
    words = searchable(typed.strip())
    found = [row for row in offices if words == searchable(row.code)]
    found = found or [row for row in offices if words in names_of(row)]
    if len(found) == 1:
        return found[0]
    raise NotReady(_unclear(typed.strip(), found or _near(words, offices)))


def reachable() -> Iterable[CentralOffice]:
    """The offices that can be written to, with what they are called by."""
    return CentralOffice.objects.reachable().select_related("jurisdiction").order_by("code")


def names_of(office: CentralOffice) -> set[str]:
    """Everything that an office is called, as `searchable` writes it."""
    names = [office.code, office.city, *office.names.values()]
    if office.jurisdiction:
        names += [office.jurisdiction.alpha2, *office.jurisdiction.names.values()]
    return {searchable(name) for name in names if name}


def _near(words: str, offices: list[CentralOffice]) -> list[CentralOffice]:
    begun = words[:LETTERS_COMPARED]
    return [row for row in offices if begun and any(begun in name for name in names_of(row))]


def _unclear(typed: str, likely: list[CentralOffice]) -> str:
    if not likely:
        return _("No office is called “%(word)s”. Look it up under Offices.") % {"word": typed}
    choices = ", ".join(f"{row.city} ({row.code})" for row in likely[:MAX_OFFICES_SUGGESTED])
    words = {"word": typed, "choices": choices}
    return _("“%(word)s” is not clear. Did you mean: %(choices)s?") % words
