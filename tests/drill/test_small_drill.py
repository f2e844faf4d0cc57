"""The small drill of every day: kills, wipes and dropped connections while requests are filed."""

import pytest

from central_offices import seed
from central_offices.models import CentralOffice
from tests.drill import hooks, rig
from tests.plumbing.by_the_owner import by_the_owner
from tests.plumbing.settle import until

THREADS = 4
ZERO = {"lost": 0, "twice": 0, "ghosts": 0, "out of order": 0}


@pytest.mark.parametrize(
    "faults, each", [(2, 20), pytest.param(4, 60, marks=pytest.mark.drill)], ids=["two", "four"]
)
def test_kills_wipes_and_dropped_connections_lose_and_repeat_nothing(
    committed, tmp_path, monkeypatch, faults, each
):
    monkeypatch.setenv("OUTBOUND_ALLOW", hooks.LOOPBACK)
    with by_the_owner():
        seed.seed(live=True)
    offices = CentralOffice.objects.joined().exclude(code="KEN").values_list("code", flat=True)
    groups = [rig.Group(name, tmp_path) for name in ("one", "two")]
    systems = hooks.Systems(list(offices.order_by("code"))[::2], tmp_path, seed=3, slot=5)
    producers = rig.Producers(list(offices), each, THREADS, seed=7)
    for process in (systems, *groups):
        process.start()

    try:
        producers.start()
        for number in range(faults):
            until(
                lambda n=number: rig.delivered() > (n + 1) * each, "deliveries go on after a fault"
            )
            victim = groups[number % 2]
            victim.kill()
            if number % 2:
                rig.wipe_redis()
            else:
                assert rig.drop_connections() > 0
            victim.start()
        producers.join()
        systems.heal()
        until(everything_is_delivered, "everything is delivered")
    finally:
        producers.stop()
        for process in (systems, *groups):
            process.kill()

    result = rig.verdict(producers)
    assert result["committed"] >= THREADS * each - 10
    assert result["messages"] >= THREADS * each * 1.25
    assert {name: result[name] for name in ZERO} == ZERO
    received = hooks.verdict(systems, producers)
    assert {name: received[name] for name in ZERO} == ZERO
    assert received["faults"] > each // 6 and received["forged"] == 0


def everything_is_delivered() -> bool:
    hooks.send_dead_letters_again()
    return not rig.queued()
