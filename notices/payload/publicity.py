"""Whether the public may read of a notice: only if everything about it says so.

Asked before an extract is written, and whenever something changed since. The database refuses at
the commit what `objections` would have refused, and takes an extract away with what allowed it.
"""

from datetime import date
from enum import StrEnum
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import CaseSubject
from cases.safeguards import protected_status
from cases.safeguards.protected_status import Act
from central_offices.models import Classification
from kernel import acting
from notices.models import Colour, Notice
from notices.payload import days
from notices.payload.shape import Payload

COLOURS = (Colour.RED, Colour.YELLOW, Colour.UN)
MAX_LEVEL = Classification.RESTRICTED  # the owner chooses the fields; of a secret there are none
AGE_OF_MAJORITY_YEARS = 18
NEVER_NAMED = {"VICTIM", "WITNESS"}  # whoever suffered or testifies is not shown as wanted


class Objection(StrEnum):
    """A reason that forbids a public extract."""

    COLOUR = "COLOUR"
    CONSENT = "CONSENT"
    STATE = "STATE"
    LEVEL = "LEVEL"
    MINOR = "MINOR"
    STATUS = "STATUS"
    PERSON = "PERSON"
    DECEASED = "DECEASED"


WORDS: dict[str, Any] = {
    Objection.COLOUR: _("Notices of this kind are for police only."),
    Objection.CONSENT: _("The office did not ask for a public extract."),
    Objection.STATE: _("The notice is not in force."),
    Objection.LEVEL: _("What is confidential has no public extract."),
    Objection.MINOR: _("The person is, or may be, a minor."),
    Objection.STATUS: _("Victims and witnesses are never named in public."),
    Objection.PERSON: _("Not everybody may learn of this person."),
    Objection.DECEASED: _("The person has died."),
}


def objections(notice: Notice, payload: Payload, *, status: str = "") -> list[Objection]:
    """Everything that forbids a public extract; empty where there may be one.

    `status` is the state that the notice is about to have, where it isn't the one it has.
    """
    by_now = _record(notice) if notice.case_id or notice.subject_id else set()
    found = {
        Objection.COLOUR: notice.colour not in COLOURS,
        Objection.CONSENT: notice.public_extract != Notice.PublicExtract.REQUESTED,
        Objection.STATE: (status or notice.status) != Notice.Status.PUBLISHED or notice.is_over,
        Objection.LEVEL: notice.classification > MAX_LEVEL,
        Objection.MINOR: notice.colour == Colour.RED and _may_be_minor(payload),
        Objection.STATUS: _status(payload) in NEVER_NAMED,
        Objection.PERSON: not _may_be_known(notice),
        Objection.DECEASED: False,
    }
    return [code for code, holds in found.items() if holds or code in by_now]


def refused(notice: Notice, payload: Payload) -> list[str]:
    """Why a notice that is asked to be public could not be, as sentences for its owner."""
    found = objections(notice, payload, status=Notice.Status.PUBLISHED)
    return [str(WORDS[code]) for code in found]


def _may_be_minor(payload: Payload) -> bool:
    """A minor when it happened, or perhaps still one today; what isn't known says nothing."""
    subject = payload.get("subject") or {}
    if subject.get("minor_at_event"):
        return True
    today = timezone.now().date()
    births = [identity.get("born") for identity in subject.get("identities") or []]
    latest = [last for _first, last in map(days.bounds, births) if last]
    return any(_majority(born) > today for born in latest)


@acting.by_a_rule("whether the public may read it")
def _record(notice: Notice) -> set[Objection]:
    """The objections of the record and the case as they are by now, whatever was frozen."""
    found = set()
    if notice.case is not None and notice.case.classification > MAX_LEVEL:
        found.add(Objection.LEVEL)
    person = notice.subject
    if person is None:
        return found
    today, red = timezone.now().date(), notice.colour == Colour.RED
    parts = CaseSubject._base_manager.filter(case=notice.case_id, subject=person.pk)
    births = [row.birth_latest for row in person.identities.all() if row.birth_latest]
    if red and (person.minor_at_event or any(_majority(born) > today for born in births)):
        found.add(Objection.MINOR)
    if parts.filter(status_of_person__in=NEVER_NAMED).exists():
        found.add(Objection.STATUS)
    if person.deceased:
        found.add(Objection.DECEASED)
    return found


def _majority(born: date) -> date:
    """The day of majority; who is born on 29 February has it on 1 March."""
    try:
        return born.replace(year=born.year + AGE_OF_MAJORITY_YEARS)
    except ValueError:
        return date(born.year + AGE_OF_MAJORITY_YEARS, 3, 1)


def _may_be_known(notice: Notice) -> bool:
    """True unless a protected person fled from somewhere: that country reads what anybody reads."""
    if notice.subject_id is None:
        return True
    return protected_status.may_be_public(Act.NOTICE, notice.pk)


def _status(payload: Payload) -> str:
    return (payload.get("subject") or {}).get("status_of_person") or ""
