"""verify_ledger finds what somebody with the owner's rights changed behind the system's back."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from kernel import acting
from ledger import events
from ledger.verification import chains
from tests import world


@pytest.fixture
def three_events(amina):
    with acting.acting_as(amina):
        for n in range(3):
            events.record(
                "case.note", by=amina, data={"n": n}, detail={"text": f"é {n}"}, step=True
            )


def test_an_untouched_ledger_holds(three_events, capsys):
    call_command("verify_ledger")

    assert "The ledger holds" in capsys.readouterr().out


def test_the_hash_in_python_is_the_hash_in_the_database(three_events):
    checked, faults = chains.verify()

    assert (checked, faults) == (3, [])


def test_a_forged_detail_is_named(three_events, amina, monkeypatch):
    monkeypatch.setattr(events, "digest", lambda detail, salt: "0" * 64)
    with acting.acting_as(amina):
        events.record("case.note", by=amina, detail={"text": "forged"}, step=True)
    monkeypatch.undo()

    with pytest.raises(CommandError):
        call_command("verify_ledger")
    assert chains.verify()[1][0].seq == 4


@pytest.mark.parametrize(
    ("meddling", "sentence"),
    [
        ("UPDATE ledger_event SET verb = 'x' WHERE seq = 2", "the event was altered"),
        ("UPDATE ledger_event SET data = '{\"n\": 9}' WHERE seq = 2", "the event was altered"),
        ("DELETE FROM ledger_event WHERE seq = 2", "an event is missing"),
        ("DELETE FROM ledger_event WHERE seq = 3", "the end of the chain is missing"),
    ],
)
def test_the_first_broken_link_is_named(committed, owner_sql, meddling, sentence):
    amina = world.officer("amina")
    for n in range(3):
        with acting.acting_as(amina):
            events.record("case.note", by=amina, data={"n": n}, step=True)

    owner_sql(f"ALTER TABLE ledger_event DISABLE TRIGGER USER; {meddling}")

    assert [fault.sentence for fault in chains.verify()[1]] == [sentence]


def test_the_app_is_not_the_owner(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == ("iisa_app", False, False)
