"""Many rows, a few at a time: each batch is committed, and one bad row doesn't stop the rest."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from kernel import acting
from kernel.errors import Refusal
from kernel.models import Position
from kernel.periodic import UNLIMITED, Budget, is_interrupt

BATCH_ROWS = 25  # steps that are committed together
CHUNK_ROWS = 1000  # rows that are compared or deleted together
LOCK_WAIT_MS = 2000  # a step that waits longer for somebody's lock is left for the next run

Place = list[str] | None  # the last row of a run that ended early: its age and its key
Verb = Callable[..., None]
log = logging.getLogger("agency")


def each(
    rows: QuerySet[Any],
    verb: Verb,
    *,
    by: acting.Actor,
    budget: Budget = UNLIMITED,
    oldest: str = "pk",
    batch_rows: int = BATCH_ROWS,
) -> int:
    """Take the step `verb(row, by=by)` on each of these rows; returns how many it took.

    They go in order of `oldest`, a field or annotation, and are locked; what somebody else has
    locked is passed over. A row that refuses or fails is logged by its key. A run whose budget
    ended is continued after its last row, so that rows that always fail keep nobody waiting.
    """
    name, taken = f"{verb.__module__}.{verb.__qualname__}"[-200:], 0
    began = after = _position(name)
    while True:
        due = rows.order_by(oldest, "pk") if oldest != "pk" else rows.order_by("pk")
        due = due.filter(_beyond(oldest, after)) if after else due
        seen, done = _batch(due[:batch_rows], rows, verb, by, budget, oldest)
        taken += done
        if len(seen) < batch_rows and not budget.is_spent():
            if began is None:
                after = None
                break
            began = after = None  # the end: those before the beginning have their turn now
            continue
        after = seen[-1][0] if seen else after
        if budget.is_spent():
            break
    _keep(name, after)
    return taken


Seen = list[tuple[list[str], Any]]


def _batch(
    due: QuerySet[Any],
    rows: QuerySet[Any],
    verb: Verb,
    by: acting.Actor,
    budget: Budget,
    oldest: str,
) -> tuple[Seen, int]:
    """The places and keys of the rows that had their turn, and how many steps were taken."""
    seen: Seen = []
    taken = 0
    try:
        with acting.acting_as(by):
            for row in _locked(due):
                seen.append((_place(row, oldest), row.pk))
                taken += _step(row, verb, by)
                if budget.is_spent():
                    break
    except Exception as error:
        if is_interrupt(error) or not seen or not connection.is_usable():
            raise
        log.warning("A batch of %s was undone: one by one.", verb.__qualname__, exc_info=True)
        taken = sum(_singly(rows.filter(pk=key), verb, by) for _place_, key in seen)
    return seen, taken


def _singly(row: QuerySet[Any], verb: Verb, by: acting.Actor) -> int:
    """The step on one row in a transaction of its own."""
    with logged(verb.__qualname__), acting.acting_as(by):
        return sum(_step(locked, verb, by) for locked in _locked(row))
    return 0


def _locked(due: QuerySet[Any]) -> QuerySet[Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [str(LOCK_WAIT_MS)])
    return due.select_for_update(of=("self",), skip_locked=True)


def _step(row: Any, verb: Verb, by: acting.Actor) -> int:
    """1 if the step was taken; what fails is undone, and nothing besides."""
    key = row.pk
    with logged(f"{verb.__qualname__} of {key}"), acting.acting_as(by):
        verb(row, by=by)
        return 1
    return 0


@contextmanager
def logged(what: str) -> Iterator[None]:
    """Let one of many fail by itself: it is logged, and the others go on.

    Raised is what ends the run: the time limit of the task, a connection that broke.
    """
    try:
        yield
    except Refusal as refusal:
        log.info("%s is left: %s", what, refusal)
    except Exception as error:
        if is_interrupt(error) or not connection.is_usable():
            raise
        log.exception("%s failed: left for the next run.", what)


def walk(
    name: str,
    rows: QuerySet[Any],
    *,
    by: acting.Actor,
    budget: Budget = UNLIMITED,
) -> Iterator[list[Any]]:
    """Yield the keys of all rows in chunks; the next walk goes on where the budget ended."""
    after = _position(name)
    while True:
        with acting.acting_as(by):
            left = rows.filter(pk__gt=after[-1]) if after else rows
            keys = list(left.order_by("pk").values_list("pk", flat=True)[:CHUNK_ROWS])
        if keys:
            yield keys
        after = [str(keys[-1])] if len(keys) == CHUNK_ROWS else None
        if after is None or budget.is_spent():
            break
    _keep(name, after)


def clear(rows: QuerySet[Any], *, budget: Budget = UNLIMITED) -> int:
    """Delete these rows in chunks; returns how many. What somebody has locked stays for later."""
    cleared = 0
    while True:
        with transaction.atomic():
            locked = rows.order_by("pk").select_for_update(of=("self",), skip_locked=True)
            keys = list(locked.values_list("pk", flat=True)[:CHUNK_ROWS])
            rows.model._base_manager.filter(pk__in=keys).delete()
        cleared += len(keys)
        if len(keys) < CHUNK_ROWS or budget.is_spent():
            return cleared


def _position(name: str) -> Place:
    return Position.objects.filter(name=name).values_list("after", flat=True).first()


def _keep(name: str, after: Place) -> None:
    """Note where the next run goes on; None: at the beginning."""
    if after is None:
        Position.objects.filter(name=name).delete()
    else:
        Position.objects.update_or_create(name=name, defaults={"after": after})


def _place(row: Any, oldest: str) -> list[str]:
    value = getattr(row, oldest)
    return [value.isoformat() if hasattr(value, "isoformat") else str(value), str(row.pk)]


def _beyond(oldest: str, after: list[str]) -> Q:
    age, key = after
    if oldest == "pk":
        return Q(pk__gt=key)
    same = Q(**{oldest: age, "pk__gt": key})
    return Q(**{f"{oldest}__gte": age}) & (Q(**{f"{oldest}__gt": age}) | same)
