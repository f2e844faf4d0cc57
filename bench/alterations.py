"""Alterations that the owner of the database makes to the ledger, everything hashed anew.

Each leaves chains, heads and log whole in themselves: the database alone cannot tell. A function
is given an event's chain and number, and returns from which place in the log on it shows.
"""

from collections.abc import Callable
from typing import Any

Alteration = Callable[[Any, str, int], int]
ALTERATIONS: list[Alteration] = []


def alteration(one: Alteration) -> Alteration:
    ALTERATIONS.append(one)
    return one


def disarm(cursor: Any) -> None:
    """Switch off the triggers that refuse, as an owner would first."""
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table in ("ledger_event", "ledger_checkpoint"):
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")


def place(cursor: Any, chain: str, seq: int) -> int:
    cursor.execute(
        "SELECT start + %s - first_seq FROM ledger_logrun "
        "WHERE chain = %s AND %s BETWEEN first_seq AND last_seq",
        [seq, chain, seq],
    )
    return int(cursor.fetchone()[0])


def _seal_anew(cursor: Any, chain: str, seq: int) -> None:
    """Hash a chain anew from an event on, as if nothing had been there.

    The log's runs are called otherwise meanwhile: sealing gives no place that the log holds.
    """
    cursor.execute(
        "UPDATE ledger_event SET seq = NULL, prev_hash = '', hash = '' "
        "WHERE chain = %s AND seq >= %s",
        [chain, seq],
    )
    cursor.execute(
        "UPDATE ledger_chain SET seq = %s - 1, hash = coalesce((SELECT hash FROM ledger_event "
        "WHERE chain = %s AND seq = %s - 1), repeat('0', 64)) WHERE name = %s",
        [seq, chain, seq, chain],
    )
    cursor.execute("UPDATE ledger_logrun SET chain = '?' || chain WHERE chain = %s", [chain])
    cursor.execute("SELECT ledger_seal(%s, NULL, NULL)", [chain])
    cursor.execute("UPDATE ledger_logrun SET chain = %s WHERE chain = '?' || %s", [chain, chain])


def _order_anew(cursor: Any) -> None:
    """Let the runs of the log follow each other without a hole, and know how many there are."""
    cursor.execute(
        "UPDATE ledger_logrun r SET start = -placed.place - 1 FROM ("
        "SELECT start, sum(last_seq - first_seq + 1) OVER (ORDER BY start) "
        "- (last_seq - first_seq + 1) AS place FROM ledger_logrun) placed "
        "WHERE placed.start = r.start"
    )
    cursor.execute("UPDATE ledger_logrun SET start = -start - 1")
    cursor.execute(
        "UPDATE ledger_logstate SET size = "
        "(SELECT coalesce(sum(last_seq - first_seq + 1), 0) FROM ledger_logrun)"
    )


def _shorten(cursor: Any, chain: str, last: int) -> None:
    """Let the log have a chain up to this number only."""
    cursor.execute("DELETE FROM ledger_logrun WHERE chain = %s AND first_seq > %s", [chain, last])
    cursor.execute(
        "UPDATE ledger_logrun SET last_seq = %s WHERE chain = %s AND last_seq > %s",
        [last, chain, last],
    )
    _order_anew(cursor)


def _length(cursor: Any, chain: str) -> int:
    cursor.execute("SELECT count(*) FROM ledger_event WHERE chain = %s", [chain])
    return int(cursor.fetchone()[0])


def _change(cursor: Any, chain: str, seq: int, what: str) -> int:
    cursor.execute(f"UPDATE ledger_event SET {what} WHERE chain = %s AND seq = %s", [chain, seq])
    _seal_anew(cursor, chain, seq)
    return place(cursor, chain, seq)


@alteration
def another_step(cursor: Any, chain: str, seq: int) -> int:
    return _change(cursor, chain, seq, "verb = verb || 'x'")


@alteration
def another_time(cursor: Any, chain: str, seq: int) -> int:
    return _change(cursor, chain, seq, "at = at + interval '1 microsecond'")


@alteration
def other_data(cursor: Any, chain: str, seq: int) -> int:
    return _change(cursor, chain, seq, "data = data || '{\"n\": -1}'")


@alteration
def another_subject(cursor: Any, chain: str, seq: int) -> int:
    return _change(cursor, chain, seq, "subject_id = uuidv7()")


@alteration
def a_refusal_taken_away(cursor: Any, chain: str, seq: int) -> int:
    return _change(cursor, chain, seq, "denied = NOT denied")


@alteration
def a_hash_alone(cursor: Any, chain: str, seq: int) -> int:
    cursor.execute(
        "UPDATE ledger_event SET hash = reverse(hash) || '' WHERE chain = %s AND seq = %s",
        [chain, seq],
    )
    return place(cursor, chain, seq)


@alteration
def an_event_deleted(cursor: Any, chain: str, seq: int) -> int:
    where, length = place(cursor, chain, seq), _length(cursor, chain)
    cursor.execute("DELETE FROM ledger_event WHERE chain = %s AND seq = %s", [chain, seq])
    _seal_anew(cursor, chain, seq)
    _shorten(cursor, chain, length - 1)
    return where


@alteration
def an_event_put_between(cursor: Any, chain: str, seq: int) -> int:
    """Of the same moment as another, with a number of its own behind it."""
    where = place(cursor, chain, seq)
    cursor.execute(
        "INSERT INTO ledger_event (id, chain, at, verb, subject_type, before, after, purpose, "
        "denied, data, detail_digest, request_id) SELECT overlay(id::text placing '7fff' "
        "from 15 for 4)::uuid, chain, at, 'case.view', '', '', '', '', false, '{}', '', '' "
        "FROM ledger_event WHERE chain = %s AND seq = %s",
        [chain, seq],
    )
    _seal_anew(cursor, chain, seq)
    cursor.execute(
        "UPDATE ledger_logrun SET last_seq = last_seq + 1 WHERE chain = %s AND last_seq = "
        "(SELECT max(last_seq) FROM ledger_logrun WHERE chain = %s)",
        [chain, chain],
    )
    _order_anew(cursor)
    return where


@alteration
def two_events_exchanged(cursor: Any, chain: str, seq: int) -> int:
    other = seq + 1 if seq < _length(cursor, chain) else max(seq - 1, 1)
    cursor.execute(
        "UPDATE ledger_event e SET verb = o.verb || 'y', at = o.at, data = o.data "
        "FROM ledger_event o WHERE e.chain = %s AND o.chain = %s AND (e.seq, o.seq) IN "
        "((%s, %s), (%s, %s))",
        [chain, chain, seq, other, other, seq],
    )
    _seal_anew(cursor, chain, min(seq, other))
    return place(cursor, chain, min(seq, other))


@alteration
def the_end_of_a_chain_cut_off(cursor: Any, chain: str, seq: int) -> int:
    where = place(cursor, chain, seq)
    cursor.execute("DELETE FROM ledger_event WHERE chain = %s AND seq >= %s", [chain, seq])
    _seal_anew(cursor, chain, seq)
    _shorten(cursor, chain, seq - 1)
    return where


@alteration
def a_whole_chain_deleted(cursor: Any, chain: str, seq: int) -> int:
    where = place(cursor, chain, 1)
    cursor.execute("DELETE FROM ledger_event WHERE chain = %s", [chain])
    cursor.execute("DELETE FROM ledger_chain WHERE name = %s", [chain])
    _shorten(cursor, chain, 0)
    return where


@alteration
def the_end_of_the_log_cut_off(cursor: Any, chain: str, seq: int) -> int:
    """Every chain goes back to where it was before one run of the log."""
    where = place(cursor, chain, seq)
    cursor.execute("DELETE FROM ledger_logrun WHERE start > %s RETURNING chain, first_seq", [where])
    gone: dict[str, int] = {}
    for name, first in cursor.fetchall():
        gone[name] = min(first, gone.get(name, first))
    for name, first in gone.items():
        cursor.execute("DELETE FROM ledger_event WHERE chain = %s AND seq >= %s", [name, first])
        _seal_anew(cursor, name, first)
    _order_anew(cursor)
    return where


@alteration
def the_order_of_the_log_changed(cursor: Any, chain: str, seq: int) -> int:
    """Two neighbouring runs exchange their places; every event stays as it is."""
    cursor.execute(
        "SELECT start, chain FROM ledger_logrun WHERE start <= %s ORDER BY start DESC LIMIT 2",
        [max(place(cursor, chain, seq), 1)],
    )
    second, first = sorted(cursor.fetchall(), reverse=True)
    cursor.execute("SELECT size FROM ledger_logstate")
    size = cursor.fetchone()[0]
    cursor.execute("UPDATE ledger_logrun SET start = %s WHERE start = %s", [size, first[0]])
    cursor.execute("UPDATE ledger_logrun SET start = %s WHERE start = %s", [first[0], second[0]])
    cursor.execute("UPDATE ledger_logrun SET start = %s WHERE start = %s", [first[0] + 1, size])
    _order_anew(cursor)
    return int(first[0])
