"""The small drill of every day: kills, wipes and dropped connections while requests are filed."""

from central_offices import seed as office_seed
from central_offices.models import CentralOffice
from tests.drill import hooks, rig
from tests.plumbing.settle import until

THREADS, EACH = 4, 60
ZERO = {"lost": 0, "twice": 0, "ghosts": 0, "out of order": 0}


def test_kills_wipes_and_dropped_connections_lose_and_repeat_nothing(
    committed, tmp_path, monkeypatch
):
    monkeypatch.setenv("OUTBOUND_ALLOW", hooks.LOOPBACK)
    office_seed.seed()
    offices = CentralOffice.objects.joined().exclude(code="KEN").values_list("code", flat=True)
    groups = [rig.Group(name, tmp_path) for name in ("one", "two")]
    systems = hooks.Systems(list(offices.order_by("code"))[::2], tmp_path, seed=3, slot=5)
    producers = rig.Producers(list(offices), EACH, THREADS, seed=7)
    for process in (systems, *groups):
        process.start()

    try:
        producers.start()
        for number in range(4):
            until(lambda n=number: rig.delivered() > (n + 1) * 60, "deliveries go on after a fault")
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
    assert result["committed"] >= 230
    assert result["messages"] >= 300
    assert {name: result[name] for name in ZERO} == ZERO
    received = hooks.verdict(systems, producers)
    assert {name: received[name] for name in ZERO} == ZERO
    assert received["faults"] > 10 and received["forged"] == 0


def everything_is_delivered() -> bool:
    hooks.send_dead_letters_again()
    return not rig.queued()
