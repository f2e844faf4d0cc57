"""What a system that lived has besides rows: counters, sequences, statistics, the log's tree."""

from django.db import connection, connections, transaction

from bench.world import loading, officers
from bench.world.ledger import Head
from bench.world.plan import Plan
from bench.world.sizes import EVENTS_A_CASE
from kernel.counters import LANES
from ledger.verification.chains import GENESIS

AT_ONCE = 100_000
ALSO_ANALYSED = ["ledger_logrun", "ledger_lognode", "central_offices_officer"]
COUNTERS = f"""
WITH given (name, last) AS (
  SELECT 'case/' || split_part(reference, '-', 1) || '/' || split_part(reference, '-', 2),
    max(split_part(reference, '-', 3)::int) FROM cases_case GROUP BY 1
  UNION ALL
  SELECT 'notice/' || split_part(reference, '/', 1), max(split_part(reference, '/', 2)::int)
    FROM notices_notice WHERE reference IS NOT NULL GROUP BY 1
)
INSERT INTO kernel_counter (name, lane, value)
SELECT name, next % {LANES}, next + 1
FROM given, generate_series(last, last + {LANES} - 1) AS next
ON CONFLICT (name, lane) DO UPDATE SET value = greatest(kernel_counter.value, excluded.value)
"""


def close_the_log() -> None:
    """Take into chains and log what already happened here: the world's events come behind it."""
    from ledger import events

    events.seal()
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT ledger_log_append(%s)", [AT_ONCE])
            if not cursor.fetchone()[0]:
                return


def heads(codes: list[str]) -> list[Head]:
    """Where the chain of each office ends."""
    from ledger.models import Chain

    known = {row.name: Head(row.seq, row.hash) for row in Chain.objects.all()}
    return [known.get(code, Head(0, GENESIS)) for code in codes]


def log_size() -> int:
    from ledger.models import LogState

    return LogState.objects.get().size


def end_chain(copier: loading.Copier, code: str, head: Head) -> None:
    copier.run(
        "INSERT INTO ledger_chain (name, seq, hash) VALUES (%s, %s, %s) "
        "ON CONFLICT (name) DO UPDATE SET seq = excluded.seq, hash = excluded.hash",
        [code, head.seq, head.hash],
    )


def settle(copier: loading.Copier, plan: Plan, before: int) -> None:
    """Bring everything to where the product's own work would have left it.

    `before` is how many events the log had. The rows and indexes are there.
    """
    from cases.search import name_keys

    after = before + plan.size.cases * EVENTS_A_CASE
    copier.run(COUNTERS)
    _count_on(list(plan.first))
    loading.as_owner(
        [
            f"SELECT ledger_log_grow({before}, {after})",
            *(f"VACUUM (ANALYZE) {table}" for table in [*loading.LOADED.split(), *ALSO_ANALYSED]),
        ]
    )
    copier.run("UPDATE ledger_logstate SET size = %s", [after])
    with transaction.atomic():
        name_keys.recount()
        officers.give_rights()


def _count_on(tables: list[str]) -> None:
    """Let the database go on counting behind the keys that were copied in."""
    with connections["owner"].cursor() as cursor:
        for table in [*tables, "central_offices_officer"]:
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence(%s, 'id'), max(id)) FROM {table}", [table]
            )
