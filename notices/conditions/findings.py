"""Findings of a rule on a notice: pass, ask or fail, in a sentence, with what is missing.

Fail closed: what is not known, or not written as expected, is never a pass.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

PASS, ASK, FAIL = "PASS", "ASK", "FAIL"

# What may be missing, as it is named to the officer who drafts.
MISSING = {
    "family_name": gettext_noop("the family name"),
    "forename": gettext_noop("a forename"),
    "sex": gettext_noop("the sex"),
    "birth": gettext_noop("the date of birth, the year at least"),
    "identifying_data": gettext_noop(
        "a description, fingerprints, a DNA profile or the number of an identity document"
    ),
    "good_photo": gettext_noop("a photograph that somebody found good enough"),
    "further_data": gettext_noop(
        "another name, the name of a parent, a description or the number of an identity document"
    ),
    "kind": gettext_noop("whether the person is wanted for prosecution or to serve a sentence"),
    "charge": gettext_noop("a charge"),
    "charge_title": gettext_noop("the wording of every charge"),
    "law": gettext_noop("the law of every charge"),
    "article": gettext_noop("the article of every charge"),
    "penalty": gettext_noop("the penalty of every charge"),
    "facts": gettext_noop("a summary of the facts"),
    "place": gettext_noop("where it happened"),
    "time": gettext_noop("when it happened"),
    "warrant_reference": gettext_noop("the reference of the warrant"),
    "warrant_issuer": gettext_noop("who issued the warrant"),
    "warrant_day": gettext_noop("the day of the warrant"),
    "warrant_country": gettext_noop("the country of the warrant"),
    "extradition_will_be_sought": gettext_noop("that extradition will be sought"),
    "coordinated_with_extradition_authority": gettext_noop(
        "that the authority responsible for extradition has agreed"
    ),
    "authority_is_competent": gettext_noop("that the issuing authority is competent"),
    "interest": gettext_noop("why other countries are concerned"),
    "person": gettext_noop("the person"),
    "status_of_person": gettext_noop("the person’s status in the case"),
    "public_extract": gettext_noop("whether the public may see an extract"),
    "not_for": gettext_noop("which offices are left out, or that none is"),
}


@dataclass(frozen=True)
class Finding:
    """The outcome of one rule; `missing` lists alternatives, each complete in itself.

    `refusals` are the reasons of refusal that the finding proposes to the reviewer.
    """

    outcome: str
    reason: str = ""
    missing: tuple[tuple[str, ...], ...] = ()
    refusals: tuple[str, ...] = ()


def passed() -> Finding:
    return Finding(PASS)


def ask(reason: str) -> Finding:
    """Nobody can tell from what is written: a person has to answer."""
    return Finding(ASK, reason)


def fail(reason: str, *refusals: str) -> Finding:
    return Finding(FAIL, reason, refusals=refusals)


def complete(missing: Iterable[str]) -> Finding:
    """A pass if nothing is missing, else a fail that names all of it."""
    names = tuple(missing)
    return lacks(names) if names else passed()


def lacks(*alternatives: Sequence[str], outcome: str = FAIL) -> Finding:
    """Say what has to be added: all of one alternative."""
    told = _("; or add ").join(listed(names) for names in alternatives)
    reason = _("Add %(missing)s.") % {"missing": told}
    return Finding(outcome, reason, tuple(tuple(names) for names in alternatives))


def listed(names: Sequence[str]) -> str:
    """Missing items in words: "the sex, a forename and the law of every charge"."""
    words = [_(MISSING[name]) for name in names]
    if len(words) == 1:
        return words[0]
    return _("%(most)s and %(last)s") % {"most": ", ".join(words[:-1]), "last": words[-1]}


def part(record: Any, *path: str) -> Any:
    """The value at a path of keys, None where there is none or something else stands there."""
    for key in path:
        record = record.get(key) if isinstance(record, Mapping) else None
    return record


def rows(record: Any, *path: str) -> list[Mapping[str, Any]]:
    """The objects of the list at a path."""
    found = part(record, *path)
    return [row for row in found if isinstance(row, Mapping)] if isinstance(found, list) else []


def text(record: Any, *path: str) -> str:
    """The text at a path, without surrounding space; empty where there is none."""
    found = part(record, *path)
    return found.strip() if isinstance(found, str) else ""


def months(record: Any, *path: str) -> int | None:
    """A number of months; None where there is none or it is no number."""
    found = part(record, *path)
    right = isinstance(found, int) and not isinstance(found, bool) and found >= 0
    return found if right else None


def day(record: Any, *path: str) -> date | None:
    """An ISO date; None where there is none or it is no date."""
    try:
        return date.fromisoformat(text(record, *path))
    except ValueError:
        return None
