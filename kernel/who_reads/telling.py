"""Tells the database who acts, for the policies of rows (kernel/migrations/0005_who_reads.py)."""

from typing import Any

from django.db import DatabaseError, InterfaceError, connection


def introduce(actor: Any, rule: str) -> None:
    """Say in one statement who acts until the transaction ends, and by which rule, if by any."""
    settings = {
        "office": str(actor.office_number),
        "clearance": str(actor.clearance),
        "audiences": f"{{{actor.office_number}}}",
        "officer": str(getattr(actor, "pk", None) or ""),
        "rule": rule,
    }
    asked = ", ".join(f"set_config('iisa.{name}', %s, true)" for name in settings)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked}", list(settings.values()))


def say_rule(name: str, *, local: bool = True) -> None:
    """Say by which rule is read from now on; `local`: until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('iisa.rule', %s, %s)", [name, local])


def say_again(name: str, *, local: bool = True) -> None:
    """Say the rule of before, whatever happened meanwhile: raises nothing.

    A transaction that failed takes what was said in it back itself; a connection that can't be told
    is closed, so that nobody inherits what it may read.
    """
    try:
        say_rule(name, local=local)
    except (DatabaseError, InterfaceError):
        if not local and not connection.in_atomic_block:
            connection.close()


def rule_said() -> str:
    """Give the rule by which this connection reads; empty: none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('iisa.rule', true), '')")
        return str(cursor.fetchone()[0])
