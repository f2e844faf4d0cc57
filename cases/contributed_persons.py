"""Persons that an office put into another office's case: what was done with them; taken out.

They stay their own office's (docs/laws.md F1, L10). Where else they may go, the owner of the case
asks `safeguards.originator_control`; what happened, their own office reads here.
"""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from cases import filing, lifecycle, persons
from cases.drafts import CaseDraft
from cases.models import Case, CaseShare, CaseSubject, Subject
from cases.search import name_keys
from central_offices.models import CentralOffice, Officer
from kernel import acting
from kernel.errors import NotPermitted, NotReady
from ledger import events


class Use(NamedTuple):
    """One thing that was done with a person: when, what in words, and who learned of it."""

    at: datetime
    words: str
    offices: list[CentralOffice]


Uses = Callable[[CaseSubject], list[Use]]
_uses: list[Uses] = []


def tell_of(uses: Uses) -> None:
    """Let an app above say what it told others of such a person."""
    _uses.append(uses)


def given(officer: Officer, subject: Subject) -> list[CaseSubject]:
    """Where an own record is in other offices' cases, seen or not; of others' records nothing."""
    if not persons.keeps(officer, subject):
        return []
    links = CaseSubject._base_manager.filter(subject=subject)
    links = links.exclude(case__owner_office=subject.owner_office_id)
    with acting.by_a_rule("where own persons are"):
        return list(links.select_related("case__owner_office", "subject").order_by("-added_at"))


def uses(link: CaseSubject) -> list[Use]:
    """Uses of the person since it is in the case, the newest first."""
    shares = CaseShare._base_manager.filter(case=link.case_id).select_related("office")
    shares = shares.exclude(office=link.subject.owner_office_id)
    with acting.by_a_rule("where own persons are"):
        found = [Use(row.shared_at, _("The case was shared"), [row.office]) for row in shares]
        found += [use for told in _uses for use in told(link)]
    return sorted(found, key=lambda use: use.at, reverse=True)


def take_out(case: Case, subject: Subject, *, by: Officer) -> None:
    """Take a person of the own office out of another office's case, whatever its state.

    Raises NotPermitted, or NotReady where the person isn't in it.
    """
    if not persons.keeps(by, subject) or case.owner_office_id == by.office_id:
        raise NotPermitted(_("Only the office that gave this person takes it out of the case."))
    with lifecycle.holding(case, by=by) as held:
        unlink(held, subject, by=by)


def unlink(case: Case, subject: Subject, *, by: Officer) -> None:
    """End the person's part in a case that the caller holds; the record stays with its office."""
    _keep_in_a_case(case, subject, by)
    ended, _rows = CaseSubject._base_manager.filter(case=case, subject=subject).delete()
    if not ended:
        raise NotReady(_("%(name)s is not in this case.") % {"name": subject})
    name_keys.see_again([subject.pk])
    events.record("case.take_out_person", by=by, subject=subject, case_id=case.pk, step=True)


def _keep_in_a_case(case: Case, subject: Subject, by: Officer) -> None:
    """A record is seen through cases: its office gets one of its own where it has none."""
    links = CaseSubject._base_manager.filter(subject=subject, case__owner_office=by.office_id)
    if links.exists():
        return
    draft = CaseDraft(
        title=_("Taken out of %(reference)s") % {"reference": case.reference},
        portfolios=list(case.portfolios.all()),
        classification=case.classification,
        lead_officer=subject.created_by if subject.created_by.is_active else None,
    )
    own = filing.open_unasked(draft, by=by, writers=case.written_by)
    part = CaseSubject._base_manager.get(case=case, subject=subject)
    CaseSubject._base_manager.create(
        case=own,
        subject=subject,
        status_of_person=part.status_of_person,
        added_by=by,
        written_by=sorted({by.pk, *part.written_by}),
    )
