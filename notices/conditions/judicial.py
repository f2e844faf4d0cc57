"""Predicates on the judicial data of a red notice (RPD art. 83 and 84)."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from notices.conditions.findings import (
    Finding,
    ask,
    complete,
    day,
    fail,
    lacks,
    months,
    part,
    passed,
    rows,
    text,
)
from notices.conditions.known import Known
from notices.models.refusal_reasons import EXCLUSION_REFUSAL, RefusalReason

PROSECUTION, SENTENCE = "PROSECUTION", "SENTENCE"


def penalty_threshold(
    notice: Any,
    known: Known,
    *,
    max_months: int = 24,
    sentence_months: int = 6,
    remaining_months: int = 6,
) -> Finding:
    """The penalty is high enough: of one charge at least, as the person is wanted (art. 83)."""
    charges, kind = rows(notice, "proceeding", "charges"), part(notice, "proceeding", "kind")
    if not charges:
        return lacks(["charge"])
    if kind == PROSECUTION:
        return _maximum(charges, max_months)
    if kind == SENTENCE:
        return _sentence(charges, sentence_months, remaining_months)
    return lacks(["kind"])


def _maximum(charges: list[Mapping[str, Any]], needed: int) -> Finding:
    if any(_without_end(charge) for charge in charges):
        return passed()
    stated = [_stated(charge) for charge in charges]
    highest = max((length for length in stated if length is not None), default=None)
    if highest is not None and highest >= needed:
        return passed()
    if highest is None or None in stated:
        return lacks(["penalty"])
    return fail(
        _("A maximum penalty of at least %(needed)s months is needed; %(found)s is stated.")
        % {"needed": needed, "found": highest},
        RefusalReason.THRESHOLD,
    )


def _sentence(charges: list[Mapping[str, Any]], sentence: int, remaining: int) -> Finding:
    lengths = [(months(row, "sentence_months"), months(row, "remaining_months")) for row in charges]
    if any(given is not None and left is not None and left > given for given, left in lengths):
        return ask(_("More is left to serve than the sentence is long: correct one of the two."))
    if any((given or 0) >= sentence or (left or 0) >= remaining for given, left in lengths):
        return passed()
    # What is left is never more than the sentence: a short sentence says enough.
    if any(given is None for given, _left in lengths):
        return lacks(["penalty"])
    return fail(
        _("A sentence of %(sentence)s months or more, or %(left)s months left to serve, is needed.")
        % {"sentence": sentence, "left": remaining},
        RefusalReason.THRESHOLD,
    )


def offence_not_excluded(notice: Any, known: Known) -> Finding:
    """No charge is an offence that the catalogue excludes for red notices (art. 83(1)(a))."""
    charges = rows(notice, "proceeding", "charges")
    stated = [part(charge, "excluded_for_red") for charge in charges]
    excluded = {said for said in stated if isinstance(said, str) and said}
    if excluded:
        titles = [text(row, "title", "en") for row in charges if part(row, "excluded_for_red")]
        return fail(
            _("Excluded for red notices: %(charges)s.") % {"charges": ", ".join(titles)},
            *sorted(EXCLUSION_REFUSAL.get(said, RefusalReason.OTHER) for said in excluded),
        )
    if not charges:
        return lacks(["charge"])
    if not all(
        said == "" and text(row, "offence") for said, row in zip(stated, charges, strict=True)
    ):
        return ask(_("A charge names no entry of the offence catalogue: judge it by its wording."))
    return passed()


def charges_stated(notice: Any, known: Known) -> Finding:
    """Every charge has its wording, its law and article, and its penalty (art. 83(2)(b))."""
    charges = rows(notice, "proceeding", "charges")
    if not charges:
        return lacks(["charge"])
    told = {
        "charge_title": lambda charge: text(charge, "title", "en"),
        "law": lambda charge: text(charge, "law"),
        "article": lambda charge: text(charge, "article"),
        "penalty": _is_sentenced if _serving(notice) else _has_maximum,
    }
    return complete(name for name, said in told.items() if not all(map(said, charges)))


def facts_stated(notice: Any, known: Known, *, characters: int = 40) -> Finding:
    """The facts are summed up, with time and place, and don't lie in the future (art. 83(2)(b))."""
    facts = part(notice, "proceeding", "facts")
    began = day(facts, "began", "earliest")
    ended = day(facts, "ended", "latest") or began
    held = {
        "facts": len(text(facts, "text", "en")) >= characters,
        "place": text(facts, "place"),
        "time": began,
    }
    if missing := [name for name, said in held.items() if not said]:
        return lacks(missing)
    if began is None or ended is None or began > known.on:
        return fail(_("The facts lie in the future: correct their dates."))
    if ended < began:
        return fail(_("The facts end before they begin: correct their dates."))
    return passed()


def warrant_stated(notice: Any, known: Known) -> Finding:
    """A court's warrant of the requesting country, or one that a court can review (art. 83, 84)."""
    warrant = part(notice, "proceeding", "warrant")
    country = text(notice, "proceeding", "jurisdiction")
    issued_on = day(warrant, "issued_on")
    held = {
        "warrant_reference": text(warrant, "reference"),
        "warrant_issuer": text(warrant, "issuer"),
        "warrant_day": issued_on,
        "warrant_country": country,
    }
    if missing := [name for name, said in held.items() if not said]:
        return lacks(missing)
    if issued_on is None or issued_on > known.on:
        return fail(_("The warrant is dated in the future."), RefusalReason.NO_VALID_WARRANT)
    if country != text(notice, "owner_office"):
        return fail(
            _("The warrant is not one of the requesting country."), RefusalReason.NO_VALID_WARRANT
        )
    if part(warrant, "issuer_is_judicial") is True or part(warrant, "appeal_possible") is True:
        return passed()
    return fail(
        _("A judge must have issued the warrant, or a court must be able to review it."),
        RefusalReason.NO_VALID_WARRANT,
    )


def warrant_copy_held(notice: Any, known: Known) -> Finding:
    """A copy of the warrant is attached (art. 83(2)(b): where possible)."""
    if text(notice, "proceeding", "warrant", "copy_sha256"):
        return passed()
    return ask(_("No copy of the warrant is attached."))


def not_time_barred(notice: Any, known: Known) -> Finding:
    """Prosecution or sentence is not barred by lapse of time."""
    barred_on = day(notice, "proceeding", "limitation_date")
    if barred_on is None:
        return ask(_("No date is given from which the matter is time-barred."))
    if barred_on <= known.on:
        return fail(_("The matter is time-barred."), RefusalReason.NO_VALID_WARRANT)
    return passed()


def tried_in_presence(notice: Any, known: Known) -> Finding:
    """The sentence was not passed in the person's absence."""
    if part(notice, "proceeding", "kind") == PROSECUTION:
        return passed()
    if part(notice, "proceeding", "in_absentia") is False:
        return passed()
    return ask(_("Tried in absence, or it is not said: is a new trial assured?"))


def no_death_penalty(notice: Any, known: Known) -> Finding:
    """No charge is threatened with death."""
    charges = rows(notice, "proceeding", "charges")
    told = _is_sentenced if _serving(notice) else _has_maximum
    if any(part(charge, "max_penalty") == "DEATH" for charge in charges):
        return fail(_("The death penalty is possible: ask for an assurance."))
    if not charges or not all(map(told, charges)):
        return lacks(["penalty"])
    return passed()


def interest_stated(notice: Any, known: Known, *, characters: int = 20) -> Finding:
    """The office says why other countries are concerned (art. 83(1)(c))."""
    if len(text(notice, "proceeding", "international_interest")) >= characters:
        return passed()
    return lacks(["interest"])


def assurances_given(notice: Any, known: Known) -> Finding:
    """Extradition will be sought, its authority has agreed, the issuer is competent (art. 84)."""
    given = part(notice, "proceeding", "assurances")
    names = (
        "extradition_will_be_sought",
        "coordinated_with_extradition_authority",
        "authority_is_competent",
    )
    return complete(name for name in names if part(given, name) is not True)


def _serving(notice: Any) -> bool:
    return bool(part(notice, "proceeding", "kind") == SENTENCE)


def _without_end(charge: Any) -> bool:
    return part(charge, "max_penalty") in {"LIFE", "DEATH"}


def _stated(charge: Any) -> int | None:
    if part(charge, "max_penalty") != "MONTHS":
        return None
    return months(charge, "max_penalty_months")


def _has_maximum(charge: Any) -> bool:
    return _without_end(charge) or _stated(charge) is not None


def _is_sentenced(charge: Any) -> bool:
    given = (months(charge, "sentence_months"), months(charge, "remaining_months"))
    return given != (None, None)
