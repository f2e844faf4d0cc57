"""The ledger: chained, append-only, and told by verify_ledger when somebody meddled."""

import pytest
from django.db import InternalError, ProgrammingError, connection, transaction

from kernel import acting
from ledger import events
from ledger.models import Chain, Event

pytestmark = pytest.mark.django_db


def test_a_step_is_chained_when_it_commits(amina):
    with acting.acting_as(amina):
        events.record("case.open", by=amina, data={"n": 1}, step=True)
        events.record("case.close", by=amina, data={"n": 2}, step=True)

    first, second = Event.objects.filter(chain="KEN").order_by("seq")
    assert (first.seq, second.seq) == (1, 2)
    assert second.prev_hash == first.hash
    assert Chain.objects.get(name="KEN").hash == second.hash


def test_what_is_rolled_back_leaves_no_event(amina):
    with acting.acting_as(amina):
        with pytest.raises(ValueError):
            with acting.acting_as(amina):
                events.record("case.open", by=amina, step=True)
                raise ValueError
    assert not Event.objects.filter(chain="KEN").exists()


def test_reads_are_sealed_later(amina):
    with acting.acting_as(amina):
        events.record("case.view", by=amina)
    assert Event.objects.get(chain="KEN").seq is None

    assert events.seal() == 1

    assert Event.objects.get(chain="KEN").seq == 1


@pytest.mark.parametrize(
    "meddling",
    [
        "UPDATE ledger_event SET verb = 'x'",
        "DELETE FROM ledger_event",
        "TRUNCATE ledger_event CASCADE",
    ],
)
def test_the_database_refuses_to_change_what_happened(amina, meddling):
    with acting.acting_as(amina):
        events.record("case.open", by=amina, step=True)
    with pytest.raises((ProgrammingError, InternalError)):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(meddling)
