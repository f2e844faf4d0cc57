"""Protected status: entered by the office that keeps a record and by the Commission, read by none.

Refugee Convention 1951 art. 33; INTERPOL resolution GA-2017-86-RES-09. The status stands in tables
of its own, which the application cannot read (`cases/models/protected_status.py`). Rules ask one
function of the database whether an act may reach an office; it answers yes or no, and writes each
question down. The office that entered something reads what it entered, the Commission everything
(`decisions`).
"""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from enum import StrEnum
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from anyascii import anyascii
from django.db import connection
from django.utils.translation import gettext as _

from cases.models import TYPED_CODES, ProtectedStatus, Subject
from cases.names import normalised
from central_offices.models import CentralOffice, Jurisdiction, Officer
from kernel import acting
from kernel.errors import NotPermitted, NotReady
from ledger import events
from ledger.delivery import outbox

WORD = re.compile(r"[a-z0-9]+")
SIGN_WITHIN = re.compile(r"(?<=[a-z0-9])[^a-z0-9\s]+(?=[a-z0-9])")
SPELLED_OUT = re.compile(r"\b[a-z0-9](?:[^a-z0-9]+[a-z0-9]\b)+")
Named = tuple[str, tuple[date | None, date | None]]  # a name, and the earliest and latest birth
EVERYBODY = 0  # in place of an office's number: what anybody may read


Follower = Callable[[Subject, Officer], None]
Lock = Callable[[list[Subject]], Iterable[int]]
_followers: list[Follower] = []
_locks: list[Lock] = []


def follow(follower: Follower, lock: Lock) -> None:
    """Have `follower(subject, officer)` called in the transaction in which a claim is entered.

    Before anybody follows, each `lock(subjects)` locks what its follower may change, in the order
    of keys, and gives the offices that may be told: their destinations come last (docs/laws.md L6).
    """
    _followers.append(follower)
    _locks.append(lock)


class Act(StrEnum):
    """Acts that can reach an office: the rules ask by its key, never by a person."""

    CASE = "CASE"
    REQUEST = "REQUEST"
    NOTICE = "NOTICE"


class Entered(NamedTuple):
    """A claim as the office that entered it reads it; `feared` are the countries it was about."""

    id: UUID
    fled_from: str | None
    source: str
    since: date | None
    entered_at: datetime
    entered_by: str
    feared: list[str]


def refused(kind: Act, act: UUID, offices: Iterable[CentralOffice]) -> list[CentralOffice]:
    """Those of the offices that the act may not reach; each question is written down."""
    asked = list(offices)
    answers = _ask(kind, act, [office.number for office in asked])
    return [office for office in asked if not answers[office.number]]


def may_be_public(kind: Act, act: UUID) -> bool:
    """Whether everybody may read of the act's persons."""
    return _ask(kind, act, [EVERYBODY])[EVERYBODY]


def stands_alone(kind: Act, act: UUID, owner: CentralOffice) -> bool:
    """Whether nothing stands against the act of this office itself: asked by reviewers only."""
    return _ask(kind, act, [owner.number])[owner.number]


def note_submission(kind: Act, act: UUID, *, refused_before: bool = False) -> None:
    """Note for the Commission what stands against an act that was submitted; tells nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cases_note_submission(%s, %s, %s)", [kind, act, refused_before])


def noted(kind: Act) -> list[UUID]:
    """Acts of this kind against which something stands: for the Commission, and what binds for
    the Secretariat; nobody else gets any.
    """
    return [act for (act,) in rows("SELECT cases_acts_noted(%s)", kind)]


def may_be_told(words: str, office: CentralOffice) -> bool:
    """Whether words name no own person of the office that acts who is protected from this one.

    By the whole name, however its letters are set, or the number of a document; of other offices'
    persons nothing is said.
    """
    plain = anyascii(words).casefold()
    alone = WORD.findall(plain)
    joined = [*WORD.findall(SIGN_WITHIN.sub("", plain)), *map(_letters, SPELLED_OUT.findall(plain))]
    told = sorted({*alone, *joined})
    ((yes,),) = rows(
        "SELECT cases_words_may_reach(%s::text[], %s, %s, %s)",
        told, "".join(alone), words, office.number,
    )  # fmt: skip
    return bool(yes)


def _letters(words: str) -> str:
    return "".join(WORD.findall(words))


def own_may_reach(numbers: Iterable[str], names: Iterable[Named], office: CentralOffice) -> bool:
    """Whether nobody with such a number, or name and birth, is an own person kept from the office.

    Own is what the office that acts keeps; of other offices' persons nothing is said.
    """
    asked = [(normalised(name), *born) for name, born in names]
    columns = [[row[place] for row in asked] for place in range(3)]
    ((yes,),) = rows(
        "SELECT cases_own_may_reach(%s::text[], %s::text[], %s::date[], %s::date[], %s)",
        list(numbers), *columns, office.number,
    )  # fmt: skip
    return bool(yes)


def claim(
    subject: Subject,
    *,
    by: Officer,
    source: str,
    fled_from: Jurisdiction | None = None,
    since: date | None = None,
) -> None:
    """Enter that the person asks for protection or has it; whoever follows takes it back.

    Raises NotPermitted, or NotReady without a source.
    """
    if by.office_id != subject.owner_office_id or not by.may("file_case", by.office):
        raise NotPermitted(_("Only the office that keeps this record enters this."))
    if not source.strip():
        sentence = _("Say where this is known from.")
        raise NotReady(sentence, [("source", sentence)])
    enter(
        ProtectedStatus(
            subject=subject,
            kind=ProtectedStatus.Kind.CLAIMED,
            fled_from=fled_from,
            source=source.strip(),
            since=since,
            entered_by_id=by.pk,
        ),
        by,
        subject,
    )
    reconsider(subject, by=by)


def claim_typed(subject: Subject, codes: Iterable[str], *, by: Officer) -> None:
    """Enter what was typed as a code for a refugee: once a record, whatever was decided since."""
    code = next(iter(sorted(codes)), "")
    if code and not {row.source for row in entered(subject)} & set(TYPED_CODES):
        claim(subject, by=by, source=code)


def reconsider(subject: Subject, *, by: Officer) -> None:
    """A record changed: whoever follows looks anew whom it must not reach, if it is protected.

    So it is for the other records of the office that are the same person.
    """
    with acting.acting_as(by), acting.by_a_rule("whom a claim reaches"):
        found = rows("SELECT cases_own_protected(%s)", subject.pk)
        subjects = list(Subject._base_manager.filter(pk__in=[pk for (pk,) in found]).order_by("pk"))
        outbox.lock({office for lock in _locks for office in lock(subjects)})
        for one in subjects:
            rows("SELECT cases_look_back(%s)", one.pk)
            for follower in _followers:
                follower(one, by)


def claim_listed(notice: UUID, code: str, *, by: Officer) -> None:
    """Enter what the United Nations list says of the person of a notice; `by` the Secretariat."""
    row = ProtectedStatus(
        notice=notice, kind=ProtectedStatus.Kind.CLAIMED, source=code, entered_by_id=by.pk
    )
    enter(row, by, None)


def entered(subject: Subject) -> list[Entered]:
    """The claims that the office that acts has entered about a person whose record it keeps."""
    return [Entered(*row) for row in rows("SELECT * FROM cases_status_entered(%s)", subject.pk)]


def enter(row: ProtectedStatus, by: Officer, subject: Subject | None) -> None:
    """Write a status as the officer's; the database refuses it from whoever may not."""
    with acting.acting_as(by):
        row.save(force_insert=True)
        # The verb says no more than the table's name; kind, country and source stay there.
        events.record("protection.enter", by=by, subject=subject, step=True)


def _ask(kind: Act, act: UUID, numbers: list[int]) -> dict[int, bool]:
    found = rows(
        "SELECT n, cases_may_reach(%s, %s, n) FROM unnest(%s::integer[]) n", kind, act, numbers
    )
    for number, yes in found:
        if not yes:  # a refusal undoes the work that asked, and the note of its question
            acting.if_undone(partial(_note_undone, kind, act, number))
    return dict(found)


def _note_undone(kind: Act, act: UUID, number: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT cases_note_undone(%s, %s, %s)", [kind, act, number])


def rows(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """Give what a statement reads through the functions in front of the tables."""
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values))
        return list(cursor.fetchall())
