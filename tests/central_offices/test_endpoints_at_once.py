"""Two propose at the same moment how an office shall receive."""

from central_offices.keys_and_clients import endpoints
from central_offices.models import CentralOffice
from kernel import acting
from kernel.errors import WrongState
from tests import world
from tests.kernel.racing import Lane, somebody_waits


def test_of_two_proposals_at_once_one_waits(committed):
    lisbon = CentralOffice.objects.get(code="PRT")

    def propose(name: str) -> str:
        try:
            return endpoints.propose(lisbon, "MAILBOX", by=world.officer(name))[0].status
        except WrongState:
            return "refused"

    adler = world.officer("adler")
    with acting.acting_as(adler):
        endpoints.propose(lisbon, "WEBHOOK", "https://elsewhere.example/in", by=adler)
        second = Lane(lambda: propose("beatriz"))
        somebody_waits()
    assert second.result() == "refused"
    assert endpoints.waiting(lisbon).proposed_by == adler
