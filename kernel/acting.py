"""The actor of every piece of work: one transaction, one office, one clearance.

The database learns locally who acts (docs/laws.md L3), so that row-level security can
stand behind `visible_to`; and what must come last before the commit (the heads of the
ledger's chains, L6) is gathered here and done once.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Protocol
from uuid import UUID

from django.db import DatabaseError, connection, transaction

from kernel.who_reads.telling import introduce, rule_said, say_again, say_rule


class Actor(Protocol):
    """Whoever acts: an officer, a system officer, or `PUBLIC`."""

    @property
    def clearance(self) -> int: ...

    @property
    def office_number(self) -> int: ...


class Office(Protocol):
    """An office as far as the kernel and the ledger know one."""

    @property
    def pk(self) -> Any: ...

    @property
    def code(self) -> str: ...

    @property
    def number(self) -> int: ...


class Officer(Actor, Protocol):
    """An officer, or the system officer of an API client, as far as kernel and ledger know one.

    The row's class is `central_offices.models.Officer`, which stands above them.
    """

    @property
    def pk(self) -> Any: ...

    @property
    def office_id(self) -> Any: ...

    @property
    def office(self) -> Any: ...

    @property
    def is_active(self) -> bool: ...

    @property
    def is_authenticated(self) -> Any: ...

    def may(self, permission: str, obj: Any) -> bool: ...


class _Public:
    clearance = -1
    office_number = -1


PUBLIC: Actor = _Public()


class Proof(Protocol):
    """Knows who sits at a session, as far as it was shown lately."""

    def demand(self) -> None:
        """Raise ProofNeeded unless it was shown in the last minutes."""


class Act:
    """One transaction under way: `last` holds what is done just before it commits."""

    def __init__(self, actor: Actor, proof: Proof | None = None) -> None:
        self.actor = actor
        self.proof = proof  # of a person's session; None where no person sits there
        self.purpose = ""  # said by the caller for all that this act reads
        self.case_id: UUID | None = None
        self.signed: Any = None  # the call of an office's system that it signed with its own key
        self.last: dict[str, list[Any]] = {}
        self._if_undone: list[Callable[[], None]] = []
        self.undone: list[Callable[[], None]] = []
        self.depth = 0  # of savepoints under way
        self.transaction = _Transaction()
        self.rule = _rule.get()  # by which is read what the actor doesn't see

    def if_undone(self, note: Callable[[], None]) -> None:
        """Have `note` called in a transaction of its own if what is done now is rolled back."""
        self._if_undone.append(note)

    def undo_from(self, place: int) -> None:
        """Everything since `place` was rolled back."""
        self.undone += self._if_undone[place:]
        del self._if_undone[place:]

    def place(self) -> int:
        return len(self._if_undone)

    def keep_so_far(self) -> None:
        """Commit what was done until now: it stays, whatever becomes of the rest of the act.

        Raises RuntimeError within a savepoint, whose end would be taken away.
        """
        if self.depth or connection.needs_rollback:
            raise RuntimeError("Only an act under way, outside savepoints, can be kept so far.")
        _close(self)
        self.last.clear()
        self.transaction.renew()
        self._if_undone.clear()
        introduce(self.actor, self.rule)

    def gather(self, name: str, item: object) -> None:
        self.last.setdefault(name, []).append(item)

    def mark(self) -> dict[str, int]:
        return {name: len(items) for name, items in self.last.items()}

    def back_to(self, mark: dict[str, int]) -> None:
        for name, items in self.last.items():
            del items[mark.get(name, 0) :]


class _Transaction:
    """The transaction of an act; it can be committed and followed by another."""

    def __enter__(self) -> None:
        self._atomic = transaction.atomic()
        self._atomic.__enter__()
        self._open = True

    def __exit__(self, *raised: Any) -> None:
        if self._open:  # a commit that failed has ended it
            self._open = False
            self._atomic.__exit__(*raised)

    def renew(self) -> None:
        self.__exit__(None, None, None)
        self.__enter__()


_current: ContextVar[Act | None] = ContextVar("act", default=None)
_rule: ContextVar[str] = ContextVar("rule", default="")
_closers: dict[str, Callable[[list[Any]], None]] = {}


def before_commit(name: str, closer: Callable[[list[Any]], None]) -> None:
    """Register the function that receives everything gathered under `name`, in order."""
    _closers[name] = closer


def current() -> Act:
    act = _current.get()
    if act is None:
        raise RuntimeError("Domain code ran outside acting_as(officer).")
    return act


def under_way() -> Act | None:
    """The act under way, or None: for what is asked beside one too."""
    return _current.get()


def if_undone(note: Callable[[], None]) -> None:
    """Have `note` called in a transaction of its own if what is done now is rolled back.

    Outside any act every statement stands by itself, and nothing is undone.
    """
    if (act := _current.get()) is not None:
        act.if_undone(note)


def demand_proof() -> None:
    """Raise ProofNeeded where a person's session acts and who is there wasn't shown lately.

    Jobs, commands and the tokens of offices' systems have nobody to ask.
    """
    if (proof := current().proof) is not None:
        proof.demand()


@contextmanager
def by_a_rule(name: str) -> Iterator[None]:
    """Read in the body what its actor may not, because a rule of the product must.

    `name` says which. What is read stays inside the rule, whose answer says no more than it must.
    Around acts, as a clock or the delivery of messages has it, it holds for all of them.
    """
    act = _current.get()
    if act is None:
        with _around_acts(name):
            yield
    elif act.rule:  # by which all is read already
        yield
    else:
        act.rule = name
        say_rule(name)
        try:
            yield
        finally:
            act.rule = ""
            say_again("")


@contextmanager
def _around_acts(name: str) -> Iterator[None]:
    before = rule_said()
    say_rule(name, local=False)
    token = _rule.set(name)
    try:
        yield
    finally:
        _rule.reset(token)
        say_again(before, local=False)


@contextmanager
def by_no_rule() -> Iterator[None]:
    """Acts in the body read what their actors may, whoever calls: for the work of somebody else."""
    with _around_acts(""):
        yield


@contextmanager
def acting_as(actor: Actor, proof: Proof | None = None) -> Iterator[Act]:
    """Run the body in one transaction as `actor`; nested calls become savepoints of it.

    `proof` is given with a person's session, at the outermost call.
    """
    outer = _current.get()
    if outer is not None:
        with _savepoint(outer, actor):
            yield outer
        return
    act = Act(actor, proof)
    try:
        with act.transaction:
            token = _current.set(act)
            try:
                introduce(actor, act.rule)
                yield act
                if not connection.needs_rollback:
                    _close(act)
            finally:
                _current.reset(token)  # before what waits for the commit: it acts anew
    except BaseException:
        act.undo_from(0)
        raise
    finally:
        _note_undone(act)


def _note_undone(act: Act) -> None:
    """Keep what must not be forgotten with what was rolled back; the refusal itself goes first."""
    if not act.undone:
        return
    try:
        with transaction.atomic():
            introduce(act.actor, act.rule)
            for note in act.undone:
                note()
    except DatabaseError:
        logging.getLogger("agency").exception("What was undone could not be noted.")


def _close(act: Act) -> None:
    for name, closer in _closers.items():
        if items := act.last.get(name):
            closer(items)


@contextmanager
def _savepoint(act: Act, actor: Actor) -> Iterator[None]:
    mark, before, place = act.mark(), act.actor, act.place()
    act.depth += 1
    try:
        with transaction.atomic():
            if actor is not before:
                act.actor = actor
                introduce(actor, act.rule)
            yield
            if actor is not before:
                introduce(before, act.rule)
    except BaseException:
        act.back_to(mark)
        act.undo_from(place)
        raise
    finally:
        act.depth -= 1
        act.actor = before
