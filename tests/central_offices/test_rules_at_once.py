"""Two administrators do the same about a rule at the same moment."""

from central_offices.dated_rules import changes
from central_offices.models import RuleChange, WaitingTime
from kernel import acting
from kernel.errors import WrongState
from tests import world
from tests.central_offices import rules
from tests.kernel.racing import Lane, somebody_waits


def test_of_two_proposals_and_of_two_decisions_at_once_one_counts(committed):
    adler, benes = world.officer("adler"), world.officer("benes")

    def refused(act) -> bool:
        try:
            act()
        except WrongState:
            return True
        return False

    with acting.acting_as(adler):
        change = rules.proposed(adler)
        second = Lane(lambda: refused(lambda: rules.proposed(world.officer("benes"), hours=48)))
        somebody_waits()
    assert second.result()
    assert RuleChange.objects.get() == change

    with acting.acting_as(benes):
        changes.confirm(change, by=benes)
        again = RuleChange.objects.get()
        second = Lane(lambda: refused(lambda: changes.decline(again, by=world.officer("benes"))))
        somebody_waits()
    assert second.result()
    assert WaitingTime.objects.filter(**rules.ROLE).count() == 2
