"""Countries and offices as people type them: by code, name or city, in any of six languages.

One rule for every form, filter, search and import: what names one is taken, with accents or
without; what may be several, or is only the beginning of a name, is asked back with the likely
ones; nothing is guessed.
"""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from central_offices import jurisdictions
from central_offices.directory import country_names, standing
from central_offices.models import CentralOffice, Jurisdiction
from kernel.errors import NotReady
from kernel.values.folding import searchable

MAX_SUGGESTED = 4
LETTERS_COMPARED = 4  # of what was typed, to find what may have been meant


def country(typed: str, known: Iterable[Jurisdiction] | None = None) -> Jurisdiction:
    """The country, dissolved state or special code that is meant, among all (or `known`).

    Raises NotReady with a sentence that names the likely ones when none is meant, or several.
    """
    rows = {row.code: row for row in (Jurisdiction.objects.all() if known is None else known)}
    names = country_names.of((row.code, row.alpha2, row.names.values()) for row in rows.values())
    found = names.meant(typed)
    if len(found) == 1:
        return rows[found[0]]
    raise NotReady(_which_country(typed, [rows[code] for code in found or names.begun(typed)]))


def countries(typed: str, known: Iterable[Jurisdiction] | None = None) -> list[Jurisdiction]:
    """The countries that are meant, with commas between them, each once.

    Raises NotReady, as `country` does, for all words at once that are not clear.
    """
    rows = list(Jurisdiction.objects.all() if known is None else known)
    found, wrong = {}, []
    for word in filter(None, (word.strip() for word in re.split("[,;،؛、，；]", typed))):
        try:
            row = country(word, rows)
        except NotReady as unclear:
            wrong.append(str(unclear))
        else:
            found[row.code] = row
    if wrong:
        raise NotReady(" ".join(wrong))
    return list(found.values())


def office(typed: str, known: Iterable[CentralOffice] | None = None) -> CentralOffice:
    """The office that is meant, among those that can be written to (or among `known`).

    Raises NotReady with a sentence that names the likely ones when none is meant, or several.
    "Congo" is asked back also where only one of the two takes part.
    """
    offices = list(reachable() if known is None else known)
    found = called(typed, offices)
    several = not _has_own_name(typed, found) and len(_standing(typed, offices)) > 1
    if len(found) == 1 and not several:
        return found[0]
    if not found and (sentence := _cannot_be_asked(typed)):
        raise NotReady(sentence)
    raise NotReady(_which_office(typed, found or _holding(typed[:LETTERS_COMPARED], offices)))


def _cannot_be_asked(typed: str) -> str:
    """That the one office that is meant isn't live, or has left; empty if that is not the cause."""
    others = CentralOffice.objects.exclude(pk__in=CentralOffice.objects.reachable())
    meant = called(typed, others.select_related("jurisdiction"))
    return standing.why_not_asked(meant[0]) if len(meant) == 1 else ""


def called(typed: str, known: Iterable[CentralOffice]) -> list[CentralOffice]:
    """Of some offices those whose code, city, own name or country is exactly what was typed."""
    code, words, offices = searchable(typed), country_names.words_of(typed), list(known)
    if coded := [row for row in offices if code == searchable(row.code)]:
        return coded
    countries = _standing(typed, offices)
    return [
        row
        for row in offices
        if (words and words in _own_names(row)) or (row.jurisdiction_id in countries)
    ]


def like(typed: str, known: Iterable[CentralOffice]) -> list[CentralOffice]:
    """Of some offices those that are called so, else those of which a name holds the words."""
    offices = list(known)
    return called(typed, offices) or _holding(typed, offices)


def reachable() -> Iterable[CentralOffice]:
    """The offices that can be written to, with what they are called by."""
    rows = CentralOffice.objects.reachable().select_related("jurisdiction").order_by("code")
    return rows.prefetch_related("dated_names")


def _standing(typed: str, offices: Iterable[CentralOffice]) -> set[str]:
    """The codes of the countries of today that are called so, whether they have an office or not.

    The names are those of the first edition, and what administrators made of the offices' own.
    """
    rows = {
        row.code: (row.code, row.alpha2, tuple(row.names.values()))
        for row in jurisdictions.jurisdictions()
        if row.kind != jurisdictions.DISSOLVED_STATE
    }
    own = [row.jurisdiction for row in offices if row.jurisdiction]
    rows |= {row.code: (row.code, row.alpha2, tuple(row.names.values())) for row in own}
    return set(country_names.of(rows.values()).meant(typed))


def _own_names(office: CentralOffice) -> set[country_names.Words]:
    """The names of the office itself and its city, without its country's."""
    names = (office.city, *office.names.values(), *_former_names(office))
    return {country_names.words_of(name) for name in names if name}


def _former_names(office: CentralOffice) -> list[str]:
    """The names that were given up, where they were read together with the office."""
    if "dated_names" not in getattr(office, "_prefetched_objects_cache", {}):
        return []
    ended = [row for row in office.dated_names.all() if row.valid_to]
    return [name for row in ended for name in row.names.values()]


def _has_own_name(typed: str, offices: list[CentralOffice]) -> bool:
    """Whether it is the code or the city of one, which no other country's name can be meant by."""
    words = country_names.words_of(typed)
    return any(
        searchable(typed) == searchable(row.code) or words == country_names.words_of(row.city)
        for row in offices
    )


def _holding(typed: str, offices: Iterable[CentralOffice]) -> list[CentralOffice]:
    words = searchable(typed)
    return [row for row in offices if words and any(words in name for name in names_of(row))]


def names_of(office: CentralOffice) -> set[str]:
    """Everything that an office is called, as `searchable` writes it."""
    names = [office.code, office.city, *office.names.values(), *_former_names(office)]
    if country := office.jurisdiction:
        names += [country.alpha2, *country.names.values()]
        names += country_names.further_names().get(country.code, ())
    return {searchable(name) for name in names if name}


def _which_country(typed: str, likely: list[Jurisdiction]) -> str:
    if not likely:
        sentence = _("“%(typed)s” is no country that we know. Write its name or code, such as KEN.")
        return sentence % {"typed": typed.strip()}
    choices = ", ".join(f"{row} ({row.code})" for row in likely[:MAX_SUGGESTED])
    words = {"word": typed.strip(), "choices": choices}
    return _("“%(word)s” is not clear. Did you mean: %(choices)s?") % words


def _which_office(typed: str, likely: list[CentralOffice]) -> str:
    if not likely:
        words = {"word": typed.strip()}
        return _("No office is called “%(word)s”. Look it up under Offices.") % words
    choices = ", ".join(f"{row.city} ({row.code})" for row in likely[:MAX_SUGGESTED])
    words = {"word": typed.strip(), "choices": choices}
    return _("“%(word)s” is not clear. Did you mean: %(choices)s?") % words
