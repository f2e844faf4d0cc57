"""What a lifecycle never leaves, the database does not let leave."""

import pytest
from django.db import connection

from agency import lifecycles

pytestmark = pytest.mark.django_db
# The table of each lifecycle whose ended states `kernel.triggers.ends` keeps.
KEPT = {
    "notice_steps": "notices_notice",
    "refusal_steps": "notices_refusal",
    "edition_steps": "policies_edition",
    "request_steps": "exchange_request",
    "recipient_steps": "exchange_requestrecipient",
    "consent_steps": "exchange_consent",
    "transfer_steps": "exchange_transfer",
    "arrest_steps": "exchange_arrest",
    "handover_steps": "exchange_shifthandover",
}
ARGUMENTS = """
SELECT t.tgrelid::regclass::text, t.tgargs FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
WHERE p.proname = 'kernel_refuse' AND t.tgnargs > 1
"""


def never_left(life) -> set[str]:
    """The states that some step leads to and none leads out of."""
    moving = [step for step in life.steps.values() if step.target]
    left = {str(state) for step in moving for state in step.sources}
    return {str(step.target) for step in moving} - left


def kept() -> dict[str, set[str]]:
    """By table: the states that its trigger keeps."""
    with connection.cursor() as cursor:
        cursor.execute(ARGUMENTS)
        rows = cursor.fetchall()
    return {table: {*bytes(raw).decode().split("\0")[1:-1]} for table, raw in rows}


def test_the_database_keeps_the_ended_states_of_each_lifecycle():
    lives = {name: life for _module, name, life in lifecycles.tables()}

    assert kept() == {table: never_left(lives[name]) for name, table in KEPT.items()}
