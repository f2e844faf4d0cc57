"""Two workers seal, log and sign at once while officers work: each event is in the log once."""

from kernel import acting
from ledger import events
from ledger.models import Checkpoint, Event
from ledger.verification import log as log_check
from ledger.witness import log, making
from tests import world
from tests.kernel.racing import Lane
from tests.ledger import witnessed


def test_two_sealing_at_once_take_each_event_once(committed):
    def work() -> None:
        for _ in range(4):
            events.seal()
            log.append()
            making.make()

    def act(name: str) -> None:
        officer = world.officer(name)
        for _ in range(10):
            with acting.acting_as(officer):
                events.record("case.note", by=officer, step=True)
                events.record("case.view", by=officer)

    lanes = [Lane(work), Lane(work), *(Lane(lambda n=n: act(n)) for n in witnessed.PEOPLE)]
    for lane in lanes:
        lane.result()
    events.seal()
    log.append()
    making.make()

    assert log.size() == Event.objects.count()
    assert log_check.runs() == []
    assert log_check.compare(log_check.kept_here()) == []
    assert Checkpoint.objects.count() == 9
