"""Write down what happened, in the transaction in which it happens."""

import hashlib
import json
from typing import Any
from uuid import UUID

from django.db import connection, models

from kernel import acting
from kernel.acting import Officer
from kernel.periodic import UNLIMITED, Budget
from kernel.request_ids import current_request_id
from ledger.models import Event, EventDetail

SYSTEM = "SYSTEM"
PUBLIC = "PUBLIC"


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
    sealed by the worker within seconds. `by` is an officer, or None for the public.
    """
    act = acting.current()
    event = Event(
        chain=chain or _chain_of(by),
        actor_id=by.pk if by else None,
        verb=verb,
        subject_type=subject._meta.label_lower if subject else "",
        subject_id=subject.pk if subject else None,
        before=before,
        after=after,
        purpose=purpose or act.purpose,
        case_id=case_id or act.case_id,
        denied=denied,
        data=data or {},
        request_id=current_request_id(),
    )
    if detail:
        event.detail_digest = digest(detail)
    act.gather("events", (event, detail, step))
    return event


def digest(detail: dict[str, Any]) -> str:
    """SHA-256 of a detail in canonical JSON: what the Event remembers when it is purged."""
    return hashlib.sha256(canonical(detail).encode()).hexdigest()


def canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)


def write(gathered: list[tuple[Event, dict[str, Any] | None, bool]]) -> None:
    """Insert the gathered events, and chain the steps among them: the last act of a commit."""
    Event.objects.bulk_create([event for event, _, _ in gathered])
    EventDetail.objects.bulk_create(
        [
            EventDetail(event=event, body=json.loads(canonical(detail)))
            for event, detail, _ in gathered
            if detail
        ]
    )
    chains: dict[str, list[str]] = {}
    for event, _, step in gathered:
        if step:
            chains.setdefault(event.chain, []).append(str(event.id))
    with connection.cursor() as cursor:
        for chain in sorted(chains):
            cursor.execute("SELECT ledger_seal(%s, %s::uuid[])", [chain, chains[chain]])


def seal(budget: Budget = UNLIMITED) -> int:
    """Chain the reads and searches that are waiting, chain by chain, where the oldest waits first;
    returns how many.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT chain FROM ledger_event WHERE seq IS NULL "
            "GROUP BY chain ORDER BY min(at), chain"
        )
        chains = [row[0] for row in cursor.fetchall()]
        sealed = 0
        for chain in chains:
            cursor.execute("SELECT ledger_seal(%s, NULL)", [chain])
            sealed += cursor.fetchone()[0]
            if budget.is_spent():
                break
    return sealed


def _chain_of(by: Officer | None) -> str:
    return by.office.code if by is not None else PUBLIC
