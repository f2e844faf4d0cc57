"""The oracle of the drills finds what it is there to find."""

import pytest

from ledger.models import Delivery, Destination
from tests.drill import rig
from tests.exchange.conftest import deliver_all, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def producers(amina):
    """Producers whose only requests are those that the test names."""
    known = rig.Producers([], each=0, threads=0, seed=0)
    for _ in range(3):
        known.committed[sent(amina, "PRT", "BRA").pk] = ["PRT", "BRA"]
    return known


def wrong(producers) -> dict[str, int]:
    found = rig.verdict(producers)
    return {name: found[name] for name in ("lost", "twice", "ghosts", "out of order")}


def test_all_is_well_when_everything_arrived_once_and_in_order(producers):
    deliver_all()
    assert set(wrong(producers).values()) == {0}


def test_what_did_not_arrive_is_lost(producers):
    Destination.objects.filter(office__code="PRT").update(paused_at="2026-01-01T00:00Z")
    deliver_all()
    assert wrong(producers)["lost"] == 3


def test_what_nobody_committed_is_a_ghost(producers, amina):
    deliver_all()
    producers.rolled_back.add(producers.committed.popitem()[0])
    assert wrong(producers)["ghosts"] > 0


def test_an_overtaking_message_is_out_of_order(producers):
    deliver_all()
    rows = Delivery.objects.filter(destination__office__code="PRT").order_by("seq")
    first, last = rows.first(), rows.last()
    Delivery.objects.filter(pk=first.pk).update(arrival=last.arrival + 1)
    assert wrong(producers)["out of order"] > 0
