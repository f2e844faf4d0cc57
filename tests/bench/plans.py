"""What the database would do for a statement in a large table, asked of a small one.

A small table is read whole whatever indexes it has. So the planner is told that this costs more
than anything: where it still reads a table whole, no index answers, and at full size it would too.
"""

import json
from collections.abc import Iterator
from typing import Any

from django.db import connection

# They grow with the work of the offices, without end.
LARGE = {
    *("cases_case", "cases_subject", "cases_casesubject", "cases_identity", "cases_namekey"),
    *("cases_nationality", "cases_iddocument", "cases_caseshare", "cases_caseentry"),
    *("exchange_request", "exchange_requestrecipient", "exchange_response", "ledger_event"),
    *("ledger_eventdetail", "ledger_delivery", "ledger_message", "notices_notice"),
    *("notices_noticeversion", "notices_publicextract", "notices_review", "kernel_storedfile"),
}
READS_WHOLE = ("Seq Scan", "Parallel Seq Scan")


def faults(statement: str) -> list[str]:
    """Large tables that the statement reads whole, and counts of them that have no bound."""
    if not statement.lstrip().upper().startswith(("SELECT", "WITH")):
        return []
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}")
        found = cursor.fetchone()[0]
        cursor.execute("SET LOCAL enable_seqscan = on")
    plan = (json.loads(found) if isinstance(found, str) else found)[0]["Plan"]
    return [*_read_whole(plan), *_counted_whole(plan)]


def _read_whole(plan: dict[str, Any]) -> Iterator[str]:
    for node in _nodes(plan):
        if node["Node Type"] in READS_WHOLE and node["Relation Name"] in LARGE:
            yield f"reads {node['Relation Name']} whole"


def _counted_whole(plan: dict[str, Any]) -> Iterator[str]:
    """A count of rows that no index chose and no limit ends."""
    for node in _nodes(plan):
        if node["Node Type"] != "Aggregate" or node.get("Group Key"):
            continue
        below = list(_nodes(node))
        if any(one["Node Type"] == "Limit" for one in below):
            continue
        for one in below:
            table = one.get("Relation Name")
            if table in LARGE and not any(name in one for name in ("Index Cond", "Recheck Cond")):
                yield f"counts {table} without a bound"


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", []):
        yield from _nodes(below)
