"""Work that comes round again and again: one run at a time, within a time budget.

What is not done when the budget ends is found in the database by the next run, so that a beat
that was missed, or a worker that was killed, loses nothing. Reasons:
docs/decisions/0015-workers-of-their-own.md.
"""

import logging
import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps

from django.db import DatabaseError, InterfaceError, connection, transaction

from kernel import acting

LOCKS = 0x11A5  # our space among PostgreSQL's advisory locks of two numbers

budget_seconds_of: dict[str, float] = {}  # by the name of the task


class Budget:
    """The time that a run may take; the rules that it consists of take shares of it."""

    def __init__(self, seconds: float = math.inf) -> None:
        self._ends = time.monotonic() + seconds

    @property
    def seconds_left(self) -> float:
        return max(0.0, self._ends - time.monotonic())

    def is_spent(self) -> bool:
        return self.seconds_left == 0

    def share(self, parts: int) -> "Budget":
        """One of so many equal parts of what is left; what it leaves over is for the others."""
        return Budget(self.seconds_left / parts)


UNLIMITED = Budget()
_interrupts: tuple[type[Exception], ...] = ()


def interrupted_by(kind: type[Exception]) -> None:
    """Let exceptions of this kind end a run: what calls the workers raises them, not the work."""
    global _interrupts
    _interrupts = (*_interrupts, kind)


def is_interrupt(error: Exception) -> bool:
    """Whether this ends the whole run, instead of one row's work."""
    return isinstance(error, _interrupts)


def alone(*, budget_seconds: float) -> Callable[[Callable[[Budget], None]], Callable[[], None]]:
    """Decorator of a periodic task `work(budget)`: a second run at once does nothing."""

    def decorate(work: Callable[[Budget], None]) -> Callable[[], None]:
        name = f"{work.__module__}.{work.__name__}"
        budget_seconds_of[name] = budget_seconds

        @wraps(work)
        def run() -> None:
            with only_one(name) as ours:
                if ours:
                    with acting.by_a_rule(name):
                        work(Budget(budget_seconds))

        return run

    return decorate


@contextmanager
def only_one(name: str) -> Iterator[bool]:
    """Hold the advisory lock of this name during the body; False where another session has it.

    It is a lock of the session, since the body commits again and again. A connection that breaks
    loses it, and one that cannot give it back is closed: nobody inherits it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, hashtext(%s))", [LOCKS, name])
        ours = bool(cursor.fetchone()[0])
    try:
        yield ours
    finally:
        if ours:
            _unlock(name)


def _unlock(name: str) -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", [LOCKS, name])
    except (DatabaseError, InterfaceError):
        logging.getLogger("agency").warning("The connection of %s broke.", name, exc_info=True)
        connection.close()


@contextmanager
def within(budget: Budget) -> Iterator[None]:
    """One transaction for work that has no parts: a statement that takes longer is cancelled."""
    with transaction.atomic():
        if budget.seconds_left < math.inf:
            most_ms = max(1, round(budget.seconds_left * 1000))
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(most_ms)])
        yield
