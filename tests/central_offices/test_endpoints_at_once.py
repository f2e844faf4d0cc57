"""Two at the same moment: how an office shall receive, and that it leaves."""

from datetime import timedelta

from django.utils import timezone

from central_offices.keys_and_clients import endpoints
from central_offices.models import AccessChange, CentralOffice
from central_offices.two_persons import changes
from kernel import acting
from kernel.errors import WrongState
from ledger.models import Event
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


def test_of_two_who_confirm_at_once_that_an_office_leaves_one_does(committed):
    lisbon, head = CentralOffice.objects.get(code="PRT"), world.officer("beatriz")
    day = timezone.now().date() + timedelta(days=1)
    change = changes.propose("LEAVE", lisbon, by=head, day=day.isoformat(), instead=["BRA"])

    def confirm(name: str) -> str:
        try:
            changes.confirm(AccessChange.objects.get(pk=change.pk), by=world.officer(name))
        except WrongState:
            return "refused"
        return "confirmed"

    adler = world.officer("adler")
    with acting.acting_as(adler):
        changes.confirm(change, by=adler)
        second = Lane(lambda: confirm("benes"))
        somebody_waits()
    assert second.result() == "refused"
    lisbon.refresh_from_db()
    assert lisbon.left_on == day and AccessChange.objects.get().decided_by == adler
    assert Event.objects.filter(verb="office.take_part").count() == 1
