"""Two officers of a duty desk at the same moment."""

from exchange.desk import board_steps
from exchange.models import RequestRecipient
from kernel.errors import WrongState
from ledger.models import Event
from tests import world
from tests.cases.test_two_at_once import at_once
from tests.exchange.conftest import deliver_all, recipient, sent


def test_of_two_who_acknowledge_at_once_one_does_and_the_other_is_told(committed):
    one = sent(world.officer("amina"), "PRT")
    deliver_all()
    pk, said = recipient(one, "PRT").pk, []

    def press(name):
        try:
            row = RequestRecipient.objects.get(pk=pk)
            board_steps.BUTTONS["acknowledge"].verb(row, by=world.officer(name))
        except WrongState as refusal:
            said.append(str(refusal))

    at_once(lambda: press("pierre"), lambda: press("beatriz"))

    assert said == ["Cannot acknowledge: this request is acknowledged."]
    assert Event.objects.filter(verb="requestrecipient.acknowledge").count() == 1
