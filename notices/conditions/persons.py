"""Predicates on the person of a red notice: identified, wanted, of age, and nobody objects."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from notices.conditions import identifiers
from notices.conditions.findings import Finding, ask, day, fail, lacks, part, passed, text
from notices.conditions.known import Known
from notices.models.refusal_reasons import RefusalReason


def person_identified(notice: Any, known: Known, *, features: int = 2) -> Finding:
    """One of the two sets of identifiers is there (art. 83(2)(a))."""
    return identifiers.identified(part(notice, "subject"), features)


def person_is_wanted(
    notice: Any,
    known: Known,
    *,
    prosecution: Sequence[str] = ("CHARGED", "SUSPECT", "CONVICTED"),
    sentence: Sequence[str] = ("CONVICTED",),
) -> Finding:
    """A living person whose status fits what is wanted: never a victim, witness or missing one."""
    subject, kind = part(notice, "subject"), part(notice, "proceeding", "kind")
    allowed = {"PROSECUTION": prosecution, "SENTENCE": sentence}.get(str(kind), ())
    status = text(subject, "status_of_person")
    if not subject:
        return lacks(["person"])
    if not status:
        return lacks(["status_of_person"])
    if part(subject, "kind") != "PERSON":
        return fail(_("A red notice is about one known person."))
    if part(subject, "deceased") is not False:
        return fail(_("A red notice is about a living person."))
    if status not in allowed:
        return fail(_("The person’s status in the case does not allow a red notice."))
    return passed()


def adult_at_the_facts(notice: Any, known: Known, *, years: int = 18) -> Finding:
    """The person was of age on the first day of the facts (RPD art. 41; docs/laws.md F11)."""
    subject = part(notice, "subject")
    born = identifiers.main_identity(subject).get("born")
    youngest, oldest = day(born, "latest"), day(born, "earliest")
    began = day(notice, "proceeding", "facts", "began", "earliest")
    began_last = day(notice, "proceeding", "facts", "began", "latest")
    if part(subject, "minor_at_event") is True or (
        oldest and began_last and _birthday(oldest, years) > began_last
    ):
        return fail(_("A minor when it happened: is the age of criminal responsibility reached?"))
    if youngest and began and _birthday(youngest, years) <= began:
        return passed()
    return ask(_("Perhaps a minor when it happened: ask for the date of birth."))


def no_objection(notice: Any, known: Known) -> Finding:
    """Nothing that only the Commission knows stands against it (docs/laws.md F12)."""
    if known.objection is None:
        return ask(_("Nobody has asked whether the Commission objects."))
    if known.objection:
        return fail(
            _("The Commission objects: it is refused, and confirmed by a second reviewer."),
            RefusalReason.ART2_HUMAN_RIGHTS,
        )
    return passed()


def no_earlier_refusal(notice: Any, known: Known) -> Finding:
    """Nothing on this person was refused, or ended on substance, before (docs/laws.md F13)."""
    if known.earlier_refusals is None:
        return ask(_("Nobody has looked for earlier refusals."))
    if known.earlier_refusals:
        return fail(_("A notice or request on a person with the same document was refused before."))
    if known.possible_refusals:
        return ask(_("Perhaps the same person was refused before: name and year of birth fit."))
    return passed()


def no_other_notice(notice: Any, known: Known) -> Finding:
    """No other notice of the same colour on this person is in force."""
    if known.other_notices is None:
        return ask(_("Nobody has looked for other notices on this person."))
    if known.other_notices:
        return fail(_("Another notice on this person is in force."), RefusalReason.DUPLICATE)
    return passed()


def _birthday(born: date, years: int) -> date:
    """The birthday that many years on; who is born on 29 February has it on 1 March."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)
