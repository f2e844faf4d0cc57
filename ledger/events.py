"""Write down what happened, in the transaction in which it happens."""

import hashlib
import json
import logging
import secrets
from typing import Any
from uuid import UUID

from django.db import (
    DatabaseError,
    InterfaceError,
    OperationalError,
    connection,
    models,
    transaction,
)

from kernel import acting
from kernel.acting import Officer
from kernel.periodic import UNLIMITED, Budget
from kernel.request_ids import current_request_id
from ledger import fresh_proof
from ledger.models import Event, EventDetail

SYSTEM = "SYSTEM"
PUBLIC = "PUBLIC"
# The rest is given by the database alone: the application may not even insert it.
COLUMNS = (
    *("id", "chain", "actor_id", "verb", "subject_type", "subject_id", "before", "after"),
    *("purpose", "case_id", "denied", "data", "request_id", "detail_digest"),
)
READS = f"INSERT INTO ledger_event ({', '.join(COLUMNS)})"
DETAILS = "INSERT INTO ledger_eventdetail (event_id, body, salt)"
STEPS = "SELECT ledger_write_steps(%s, %s)"
MAX_EVENTS_PER_SEAL = 1000  # in one transaction: steps of the same chain wait for it
_KEY = Event._meta.get_field("subject_id")

log = logging.getLogger("ledger")


def record(
    verb: str,
    *,
    by: Officer | None,
    subject: models.Model | None = None,
    before: str = "",
    after: str = "",
    purpose: str = "",
    case_id: UUID | None = None,
    denied: bool = False,
    data: dict[str, Any] | None = None,
    detail: dict[str, Any] | None = None,
    chain: str = "",
    step: bool = False,
) -> Event:
    """Note that `by` did `verb`; the row is written when the transaction commits.

    `data` holds ids, codes, counts and digests only; what a person typed goes into `detail`.
    Purpose and case are those of the act unless given. A `step` is chained at once; the rest is
    sealed by the worker within seconds. `by` is None for the public. Raises ProofNeeded.
    """
    fresh_proof.demand_for(verb if by is not None and not denied else "")
    act, salt = acting.current(), secrets.token_hex(16)
    event = Event(
        chain=chain or _chain_of(by),
        actor_id=by.pk if by else None,
        verb=verb,
        subject_type=subject._meta.label_lower if subject else "",
        subject_id=_KEY.to_python(subject.pk) if subject else None,
        before=before,
        after=after,
        purpose=purpose or act.purpose,
        case_id=case_id or act.case_id,
        denied=denied,
        data=data or {},
        request_id=current_request_id(),
        detail_digest=digest(detail, salt) if detail else "",
    )
    act.gather("events", (event, _words(event, detail, salt), step))
    return event


def _words(event: Event, detail: dict[str, Any] | None, salt: str) -> EventDetail | None:
    if not detail:
        return None
    return EventDetail(event_id=event.pk, body=json.loads(canonical(detail)), salt=salt)


def digest(detail: dict[str, Any], salt: str) -> str:
    """SHA-256 of the salt and a detail in canonical JSON: what the Event remembers when both are
    purged.
    """
    return hashlib.sha256(f"{salt}{canonical(detail)}".encode()).hexdigest()


def canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)


def write(gathered: list[tuple[Event, EventDetail | None, bool]]) -> None:
    """Insert the gathered events, and chain the steps among them: the last act of a commit.

    By hand: whatever is read or done waits for this.
    """
    reads: list[Any] = []
    details: list[Any] = []
    steps: dict[str, list[Any]] = {}
    for event, detail, step in gathered:
        if step:
            steps.setdefault(event.chain, []).append(_named(event))
        else:
            reads += _values(event)
        if detail:
            details += detail.event_id, json.dumps(detail.body), detail.salt
    with connection.cursor() as cursor:
        if reads:
            cursor.execute(_many(READS, len(COLUMNS), reads), reads)
        if details:
            cursor.execute(_many(DETAILS, 3, details), details)
        for chain in sorted(steps):
            cursor.execute(STEPS, [chain, json.dumps(steps[chain])])


def _many(statement: str, width: int, values: list[Any]) -> str:
    """The statement with a place for each of the values, so many a row."""
    row = f"({', '.join(['%s'] * width)})"
    return f"{statement} VALUES {', '.join([row] * (len(values) // width))}"


def _values(event: Event) -> list[Any]:
    kept = event.__dict__
    return [json.dumps(kept[name]) if name == "data" else kept[name] for name in COLUMNS]


def _named(event: Event) -> dict[str, Any]:
    kept = event.__dict__
    named = {name: kept[name] for name in COLUMNS}
    ids = {name: str(value) for name, value in named.items() if isinstance(value, UUID)}
    return named | ids


@acting.by_a_rule("sealing")
def seal(budget: Budget = UNLIMITED) -> int:
    """Chain the reads and searches that are waiting, chain by chain, where the oldest waits first;
    returns how many.

    A chain that cannot be sealed is told to the log, and keeps no other waiting.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT chain FROM ledger_event WHERE seq IS NULL "
            "GROUP BY chain ORDER BY min(at), chain"
        )
        chains = [row[0] for row in cursor.fetchall()]
    sealed = 0
    for chain in chains:
        try:
            sealed += _seal(chain, budget)
        except (OperationalError, InterfaceError):
            raise
        except DatabaseError:
            log.exception("The chain %s cannot be sealed: run verify_ledger.", chain)
        if budget.is_spent():
            break
    return sealed


def _seal(chain: str, budget: Budget) -> int:
    """Seal what waits in one chain, a transaction for each MAX_EVENTS_PER_SEAL."""
    sealed = 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT ledger_seal(%s, NULL, %s)", [chain, MAX_EVENTS_PER_SEAL])
            last: int = cursor.fetchone()[0]
        sealed += last
        if last < MAX_EVENTS_PER_SEAL or budget.is_spent():
            return sealed


def _chain_of(by: Officer | None) -> str:
    return by.office.code if by is not None else PUBLIC
