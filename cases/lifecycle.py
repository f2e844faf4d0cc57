"""The life of a case. Case.status changes here and nowhere else.

    OPEN ──activate──▶ ACTIVE ──suspend──▶ SUSPENDED
      │                │  ▲                 │   │
      │                │  └────activate─────┘   │
      └──────close─────┴─────────close──────────┘
                       ▼
                     CLOSED ──archive──▶ ARCHIVED
                       └──reopen──▶ ACTIVE

Below the line stand the things that leave the state as it is.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Case, CaseShare
from cases.search import name_keys
from central_offices.models import Officer
from kernel import acting
from kernel.errors import NotReady
from ledger.lifecycle import A_STEP, Lifecycle, Step

OPEN, ACTIVE, SUSPENDED, CLOSED, ARCHIVED = Case.Status
UNDER_WAY = {OPEN, ACTIVE, SUSPENDED}
ANY = set(Case.Status)


class Standing(NamedTuple):
    """Whatever the steps of a case depend on, as far as it concerns one officer."""

    status: str
    classification: int
    owner_office_id: int | None
    level_set_by_id: int | None
    created_by_id: int | None
    contributing: frozenset[int]


def owner(officer: Officer, case: Any) -> bool:
    """The officer is of the office that owns the case, may file there and is cleared for it."""
    return (
        officer.office_id == case.owner_office_id
        and officer.is_cleared_for(case.classification)
        and officer.may("file_case", officer.office)
    )


def head_of_owner(officer: Officer, case: Any) -> bool:
    """The officer is an `owner`, and manages that office."""
    return owner(officer, case) and officer.may("manage_office", officer.office)


def lowers(officer: Officer, case: Any) -> bool:
    """The officer is a person who manages the owner's office, and did not set the level."""
    setter = case.level_set_by_id or case.created_by_id
    return officer.is_human and officer.pk != setter and head_of_owner(officer, case)


def contributor(officer: Officer, case: Any) -> bool:
    """The officer is an `owner`, or is cleared and files for an office that may contribute."""
    if owner(officer, case):
        return True
    return (
        officer.is_cleared_for(case.classification)
        and officer.may("file_case", officer.office)
        and officer.office_id in contributing(case)
    )


def contributing(case: Any) -> Collection[int]:
    """The offices that may add to the case, the owner aside; reads prefetched shares."""
    if isinstance(case, Standing):
        return case.contributing
    return {
        share.office_id
        for share in case.shares.all()
        if share.ended_at is None and share.role == CaseShare.Role.CONTRIBUTOR
    }


case_steps = Lifecycle(
    activate=Step({OPEN, SUSPENDED}, ACTIVE, owner, gettext_lazy("take up")),
    suspend=Step({OPEN, ACTIVE}, SUSPENDED, owner, gettext_lazy("suspend")),
    close=Step(UNDER_WAY, CLOSED, owner, gettext_lazy("close")),
    reopen=Step({CLOSED}, ACTIVE, owner, gettext_lazy("reopen")),
    archive=Step({CLOSED}, ARCHIVED, head_of_owner, gettext_lazy("archive")),
    # ---
    edit=Step(UNDER_WAY, None, owner, gettext_lazy("change")),
    lower_level=Step(
        UNDER_WAY | {CLOSED},
        None,
        lowers,
        gettext_lazy("lower the level of"),
        "manage_office",
        proof=True,
    ),
    share=Step(UNDER_WAY | {CLOSED}, None, owner, gettext_lazy("share")),
    end_share=Step(ANY, None, owner, gettext_lazy("stop sharing")),
    invite=Step(UNDER_WAY | {CLOSED}, None, owner, gettext_lazy("invite officers to")),
    end_invitation=Step(ANY, None, owner, gettext_lazy("end invitations to")),
    add_person=Step(UNDER_WAY, None, contributor, gettext_lazy("add persons to")),
    add_note=Step(UNDER_WAY | {CLOSED}, None, contributor, gettext_lazy("add notes to")),
    add_document=Step(UNDER_WAY, None, contributor, gettext_lazy("add documents to")),
)


class StepsInList:
    """The steps open to an officer in the cases of a list: asked once for all that stand alike."""

    def __init__(self, officer: Officer):
        self.officer = officer
        self._kept: dict[Standing, list[str]] = {}

    def open_to(self, row: Any, contributing: Collection[int]) -> list[str]:
        """The answer of `case_steps.open_to` for the case of which `row` has the columns."""
        office, officer = self.officer.office_id, self.officer.pk
        setter = row.level_set_by_id or row.created_by_id
        standing = Standing(
            row.status,
            row.classification,
            office if row.owner_office_id == office else None,
            officer if setter == officer else None,
            None,
            frozenset({office}.intersection(contributing)),
        )
        if standing not in self._kept:
            self._kept[standing] = case_steps.open_to(self.officer, standing)
        return self._kept[standing]


def activate(case: Case, *, by: Officer, version: int | None = None) -> None:
    """Take up work on an open or suspended case."""
    with case_steps.take("activate", case, by=by, version=version):
        pass


def suspend(case: Case, *, by: Officer, reason: str, version: int | None = None) -> None:
    """Lay the case aside. Raises NotReady without a reason."""
    with case_steps.take("suspend", case, by=by, version=version, detail=_because(reason)):
        pass


def close(case: Case, *, by: Officer, reason: str, version: int | None = None) -> None:
    """End the case. Raises NotReady without a reason."""
    with case_steps.take("close", case, by=by, version=version, detail=_because(reason)) as case:
        case.closed_at = timezone.now()


def reopen(case: Case, *, by: Officer, reason: str, version: int | None = None) -> None:
    """Take a closed case up again. Raises NotReady without a reason."""
    with case_steps.take("reopen", case, by=by, version=version, detail=_because(reason)) as case:
        case.closed_at = None


def archive(case: Case, *, by: Officer, version: int | None = None) -> None:
    """Put a closed case away; it can be read, and nothing more is done to it."""
    with case_steps.take("archive", case, by=by, version=version):
        pass


def lower_level(
    case: Case, *, by: Officer, level: int, reason: str, version: int | None = None
) -> None:
    """Lower the level, as a head who did not set it. Raises NotReady: no reason, or not lower."""
    detail = _because(reason) | {"from": case.classification, "to": level}
    with acting.acting_as(by):
        step = case_steps.take("lower_level", case, by=by, version=version, detail=detail)
        with step as held:
            if level >= held.classification:
                sentence = _("Choose a level below the present one.")
                raise NotReady(sentence, missing=[("level", sentence)])
            held.classification, held.level_set_by = level, by
            held.note_writers([by.pk])
            held.updated_at = timezone.now()
        name_keys.see_persons_again(case.pk)


@contextmanager
def adding(name: str, case: Case, *, by: Officer) -> Iterator[Case]:
    """Hold the case while something is added to it; the case itself and its version stay.

    The lock keeps its shares still, so that what is added is seen by exactly those who see it.
    Raises NotPermitted or WrongState as `Lifecycle.take` does.
    """
    with holding(case, by=by) as locked:
        case_steps.demand(name, locked, by=by)
        yield locked


@contextmanager
def holding(case: Case, *, by: Officer) -> Iterator[Case]:
    """Hold the case, whatever its state; the caller has asked what `by` may."""
    with acting.acting_as(by), acting.by_a_rule(A_STEP):
        yield Case._base_manager.select_for_update(of=("self",)).get(pk=case.pk)


def _because(reason: str) -> dict[str, Any]:
    if not reason.strip():
        sentence = _("Say why: others will want to know.")
        raise NotReady(sentence, missing=[("reason", sentence)])
    return {"reason": reason.strip()}
