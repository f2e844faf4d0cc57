"""Identifiers that a red notice needs of its person (RPD art. 83(2)(a)).

Set A: family name, forename, sex, date of birth (the year at least) and one of description,
fingerprints, DNA profile, identity-document data. Set B: a good photograph and one of another name,
the name of a parent, a description, identity-document data.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from notices.conditions.findings import ASK, Finding, day, lacks, part, passed, rows, text

A_YEAR = timedelta(days=366)
# A code that says that nothing is known of eyes or hair.
UNKNOWN_COLOURS = {"UNK", "OTH", "OTHD"}
# A document that may be somebody else's identifies nobody.
WORTHLESS = {"COUNTERFEIT", "STOLEN"}


def identified(subject: Any, features: int) -> Finding:
    """Judge by sets A and B; `features` is how many traits make a description."""
    missing_a, missing_b = _set_a(subject, features), _set_b(subject, features)
    if not missing_a or not missing_b:
        return passed()
    if missing_b == ["good_photo"] and _unjudged(subject):
        question = _("Say whether the person can be known by the photograph. Otherwise: ")
        otherwise = lacks(missing_a, outcome=ASK)
        return Finding(ASK, question + otherwise.reason, otherwise.missing)
    return lacks(missing_a, missing_b)


def own_identities(subject: Any) -> list[Mapping[str, Any]]:
    """The person's identities, main one first, without the one of a victim of misuse."""
    return [row for row in rows(subject, "identities") if text(row, "label") != "MISUSED"]


def main_identity(subject: Any) -> Mapping[str, Any]:
    return next(iter(own_identities(subject)), {})


def _set_a(subject: Any, features: int) -> list[str]:
    main = main_identity(subject)
    single = main.get("single_name") is True and text(main, "as_written")
    held = {
        "family_name": single or text(main, "family_name"),
        "forename": single or text(main, "forename"),
        "sex": text(subject, "sex_id") in {"M", "F"},
        "birth": _year_known(main),
        "identifying_data": (
            _described(subject, features) or _documented(subject) or _measured(subject)
        ),
    }
    return [name for name, there in held.items() if not there]


def _set_b(subject: Any, features: int) -> list[str]:
    further = (
        _otherwise_named(subject)
        or text(subject, "father")
        or text(subject, "mother")
        or _described(subject, features)
        or _documented(subject)
    )
    held = {
        "good_photo": any(photo.get("good") is True for photo in rows(subject, "photos")),
        "further_data": further,
    }
    return [name for name, there in held.items() if not there]


def _year_known(identity: Mapping[str, Any]) -> bool:
    """True for an interval of a year at most: a Hijri year spans two Gregorian ones."""
    first, last = day(identity, "born", "earliest"), day(identity, "born", "latest")
    return first is not None and last is not None and timedelta(0) <= last - first <= A_YEAR


def _described(subject: Any, features: int) -> bool:
    sizes = [part(subject, key) for key in ("height_cm", "weight_kg")]
    words = [text(subject, key) for key in ("build", "distinguishing_marks")]
    colours = [_colours(subject, key) for key in ("eyes_colors_id", "hairs_id")]
    sized = [isinstance(size, int | float) and size > 0 for size in sizes]
    return sum(map(bool, (*sized, *words, *colours))) >= features


def _colours(subject: Any, key: str) -> set[str]:
    return _codes(part(subject, key)) - UNKNOWN_COLOURS


def _documented(subject: Any) -> bool:
    return any(
        text(document, "number") and text(document, "status") not in WORTHLESS
        for document in rows(subject, "documents")
    )


def _measured(subject: Any) -> bool:
    return bool({"FINGERPRINTS", "DNA"} & _codes(part(subject, "biometrics")))


def _codes(found: Any) -> set[str]:
    return {code for code in found if isinstance(code, str)} if isinstance(found, list) else set()


def _otherwise_named(subject: Any) -> bool:
    names = {text(row, "as_written").casefold() for row in own_identities(subject)} - {""}
    return len(names) > 1


def _unjudged(subject: Any) -> bool:
    return any(photo.get("good") is None for photo in rows(subject, "photos"))
