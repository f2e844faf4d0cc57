"""Decisions of the Commission about protected status, and what it alone reads of it.

It confirms by one member; what opens a person counts when a second member confirms it as well.
"""

from collections.abc import Callable, Collection
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _

from cases.models import Case, ProtectedAct, ProtectedStatus, Subject
from cases.safeguards.protected_status import Act, enter, reconsider, rows
from central_offices import roles
from central_offices.models import Classification, Jurisdiction, Officer
from central_offices.two_persons import counting
from kernel import acting, sealing
from kernel.errors import NotPermitted, NotReady

LOOK_WITHIN_HOURS = 24


class Shown(NamedTuple):
    """An act as the Commission finds it: its reference, where it is read, and its state."""

    reference: str
    url: str
    state: str


# How acts of each kind are shown, by their ids; apps above register their own.
sources: dict[str, Callable[[Collection[UUID]], dict[UUID, Shown]]] = {}


class Ground(NamedTuple):
    """One ground against an act, as the Commission reads it."""

    kind: str
    act: UUID
    ground: str
    office: str
    subject: UUID | None
    at: datetime

    @property
    def in_words(self) -> str:
        return str(ProtectedAct.Ground(self.ground).label)

    @property
    def look_until(self) -> datetime | None:
        """Until when the Commission looks at a like name, which binds nobody meanwhile."""
        possible = self.ground == ProtectedAct.Ground.POSSIBLE
        return self.at + timedelta(hours=LOOK_WITHIN_HOURS) if possible else None


class Status(NamedTuple):
    """The latest status of a person, as the Commission reads it."""

    id: UUID
    subject: UUID | None
    notice: UUID | None
    name: str | None
    born: str | None
    office: str | None
    kind: str
    fled_from: str | None
    feared: list[str]
    granted_by: str
    source: str
    since: date | None
    until: date | None
    entered_at: datetime
    entered_by: str
    proposal: UUID | None
    proposed_kind: str | None
    spared: list[str] | None
    proposed_source: str | None
    proposed_by: str | None
    proposed_by_id: int | None

    @property
    def in_words(self) -> str:
        return str(ProtectedStatus.Kind(self.kind).label)

    @property
    def proposed_in_words(self) -> str:
        return str(ProtectedStatus.Kind(self.proposed_kind).label) if self.proposed_kind else ""

    @property
    def protects(self) -> bool:
        """Whether a country that may be feared is told nothing; none on record: no country is."""
        return self.kind in {ProtectedStatus.Kind.CLAIMED, ProtectedStatus.Kind.CONFIRMED}


def decide(
    status: Status,
    *,
    by: Officer,
    kind: str,
    source: str,
    fled_from: Jurisdiction | None = None,
    granted_by: Jurisdiction | None = None,
    spared: Jurisdiction | None = None,
    since: date | None = None,
    until: date | None = None,
) -> None:
    """The Commission confirms at once; what opens the person waits for a second member.

    That is a denial, a revocation, or a country that is `spared`: feared no more. Until `confirm`
    what stood stands. Raises NotPermitted or NotReady.
    """
    if not by.oversees:
        raise NotPermitted(_("Only the Commission decides about protection."))
    if kind == ProtectedStatus.Kind.CLAIMED or not source.strip():
        raise NotReady(_("Say what is decided, and by which paper."))
    row = ProtectedStatus(
        subject_id=status.subject,
        notice=status.notice,
        kind=kind,
        fled_from=fled_from,
        source=source.strip(),
        since=since,
        until=until,
        entered_by_id=by.pk,
    )
    if granted_by is not None and not _opens(row):
        row.granted_by = sealing.seal(granted_by.code.encode(), _place(row.pk))
    enter(row, by, None)
    if spared is not None and not _opens(row):
        enter(_sparing(row, spared), by, None)
    _follow(status)


def confirm(status: Status, *, by: Officer) -> None:
    """A second member of the Commission confirms what another one proposed; it counts from then.

    Raises NotPermitted, or NotReady where nothing waits.
    """
    if not by.oversees:
        raise NotPermitted(_("Only the Commission decides about protection."))
    if status.proposal is None:
        raise NotReady(_("Nothing waits for a second member."))
    if status.proposed_by_id == by.pk:
        raise NotPermitted(_("You proposed it: a second member of the Commission confirms it."))
    counting.demand(by, "view_audit")
    row = ProtectedStatus(
        subject_id=status.subject,
        notice=status.notice,
        kind=str(status.proposed_kind),
        spared=list(status.spared or []),
        source=str(status.proposed_source),
        since=status.since,
        until=status.until,
        confirms_id=status.proposal,
        entered_by_id=by.pk,
    )
    if row.kind == ProtectedStatus.Kind.CONFIRMED and status.granted_by:
        row.granted_by = sealing.seal(status.granted_by.encode(), _place(row.pk))
    enter(row, by, None)
    _follow(status)


def statuses() -> list[Status]:
    """The latest status of every person, for the Commission; nobody else gets a row."""
    found = []
    for row in rows("SELECT * FROM cases_statuses()"):
        status = Status(*row)
        sealed = bytes(row[9])
        told = sealing.unseal(sealed, _place(status.id)).decode() if sealed else ""
        found.append(status._replace(granted_by=told))
    return found


def grounds() -> list[Ground]:
    """Give the Commission all that stands or may stand against acts, the newest first."""
    return [Ground(*row) for row in rows("SELECT * FROM cases_grounds()")]


def shown(found: list[Ground]) -> list[tuple[Ground, Shown]]:
    """Each ground with its act as the Commission finds it."""
    with acting.by_a_rule("what stands against an act"):
        acts = {
            kind: source({row.act for row in found if row.kind == kind})
            for kind, source in sources.items()
        }
    missing = Shown("—", "", "")
    return [(row, acts.get(row.kind, {}).get(row.act, missing)) for row in found]


def _cases(ids: Collection[UUID]) -> dict[UUID, Shown]:
    rows = Case._base_manager.filter(pk__in=ids)
    return {row.pk: Shown(row.reference, "", str(row.get_status_display())) for row in rows}


sources[Act.CASE] = _cases


def findings() -> list[tuple[Any, ...]]:
    """(office, acts, time): who acts against protected persons more often than by chance."""
    return rows("SELECT * FROM cases_findings()")


def questions() -> tuple[int, int]:
    """(asked, undone) in thirty days: written down, and of work that was undone; Commission."""
    ((asked, undone),) = rows("SELECT asked, undone FROM cases_questions_undone()")
    return int(asked), int(undone)


def rotate() -> int:
    """Seal the countries that protect anew, when FILE_KEY changes; how many there were."""
    sealed_rows = rows("SELECT id, sealed FROM cases_sealed_countries()")
    for pk, sealed in sealed_rows:
        again = sealing.seal_again(bytes(sealed), _place(pk))
        rows("SELECT cases_seal_country(%s, %s)", pk, again)
    return len(sealed_rows)


def _opens(row: ProtectedStatus) -> bool:
    return row.kind in {ProtectedStatus.Kind.DENIED, ProtectedStatus.Kind.REVOKED}


def _sparing(row: ProtectedStatus, spared: Jurisdiction) -> ProtectedStatus:
    """The proposal that this country is feared no more, beside a status that was confirmed."""
    return ProtectedStatus(
        subject_id=row.subject_id,
        notice=row.notice,
        kind=row.kind,
        source=row.source,
        spared=[spared.code],
        entered_by_id=row.entered_by_id,
    )


def _follow(status: Status) -> None:
    """Follow the Commission's decision in the name of the record's office, by the system."""
    if status.subject is None:
        return
    with acting.by_a_rule("whom a claim reaches"):
        subject = Subject._base_manager.select_related("owner_office").get(pk=status.subject)
    system = roles.system(subject.owner_office)
    system.clearance = max(Classification.values)  # of this object: the row keeps its own
    with acting.acting_as(system):
        reconsider(subject, by=system)


def _place(pk: UUID) -> str:
    return f"cases_protectedstatus.granted_by.{pk}"
