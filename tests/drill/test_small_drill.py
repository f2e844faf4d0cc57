"""The small drill of every day: kills, wipes and dropped connections while requests are filed."""

from central_offices import seed as office_seed
from central_offices.models import CentralOffice
from tests.drill import rig
from tests.plumbing.settle import until

THREADS, EACH = 4, 130


def test_kills_wipes_and_dropped_connections_lose_and_repeat_nothing(committed, tmp_path):
    office_seed.seed()
    offices = CentralOffice.objects.joined().exclude(code="KEN").values_list("code", flat=True)
    groups = [rig.Group(name, tmp_path) for name in ("one", "two")]
    producers = rig.Producers(list(offices), EACH, THREADS, seed=7)
    for group in groups:
        group.start()

    try:
        producers.start()
        for number in range(4):
            until(lambda n=number: rig.delivered() > (n + 1) * 80, "deliveries go on after a fault")
            victim = groups[number % 2]
            victim.kill()
            if number % 2:
                rig.wipe_redis()
            else:
                assert rig.drop_connections() > 0
            victim.start()
        producers.join()
        until(lambda: not rig.queued(), "everything is delivered")
    finally:
        producers.stop()
        for group in groups:
            group.kill()

    result = rig.verdict(producers)
    assert result["committed"] >= 500
    assert result["messages"] >= 500
    wrong = {name: result[name] for name in ("lost", "twice", "ghosts", "out of order")}
    assert wrong == {"lost": 0, "twice": 0, "ghosts": 0, "out of order": 0}
