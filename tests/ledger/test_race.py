"""Two officers take a step at the same moment: one of them does, and one Event says so."""

import pytest

from cases import filing
from cases.lifecycle import case_steps
from cases.models import Case
from kernel import acting
from kernel.errors import NotPermitted, Refusal, Stale, WrongState
from ledger.models import Event
from tests import world
from tests.cases import factories
from tests.kernel.racing import Lane, somebody_waits


@pytest.fixture
def case(committed) -> Case:
    return factories.case(world.officer("amina"))


def activate(case, name: str, **more) -> str:
    """The words that one officer is told: the state, or why not."""
    try:
        with case_steps.take(
            "activate", Case.objects.get(pk=case.pk), by=world.officer(name), **more
        ):
            pass
    except Refusal as refusal:
        return type(refusal).__name__
    return Case.objects.get(pk=case.pk).status


def activations(case) -> list[Event]:
    return list(Event.objects.filter(verb="case.activate", subject_id=case.pk))


def test_of_two_at_once_one_takes_the_step_and_one_is_told_that_it_was_taken(case):
    amina = world.officer("amina")
    with case_steps.take("activate", case, by=amina):
        second = Lane(lambda: activate(case, "otieno"))
        somebody_waits()

    assert second.result() == "WrongState"
    (event,) = activations(case)
    assert (event.actor_id, event.before, event.after) == (amina.pk, "OPEN", "ACTIVE")


def test_when_the_first_is_refused_the_second_takes_the_step(case):
    amina = world.officer("amina")
    with pytest.raises(WrongState):
        with case_steps.take("activate", case, by=amina):
            second = Lane(lambda: activate(case, "otieno"))
            somebody_waits()
            raise WrongState("No.")

    assert second.result() == "ACTIVE"
    (event,) = activations(case)
    assert event.actor_id == world.officer("otieno").pk


def test_of_many_at_once_exactly_one_takes_the_step(case):
    names = ["amina", "otieno", "wanjiku", "mutua"] * 2
    lanes = [Lane(lambda name=name: activate(case, name)) for name in names]

    told = sorted(lane.result() for lane in lanes)

    assert told == ["ACTIVE"] + ["WrongState"] * 7
    assert len(activations(case)) == 1


def test_two_steps_of_one_officer_on_two_records_do_not_wait_for_each_other(committed):
    amina = world.officer("amina")
    one, other = factories.case(amina), factories.case(amina, title="Relay")

    with case_steps.take("activate", one, by=amina):
        told = Lane(lambda: activate(other, "otieno")).result()

    assert told == "ACTIVE"


def test_whoever_saves_on_an_older_version_is_told_and_sees_the_other(db, amina, otieno):
    case = factories.case(amina)
    read = case.version
    with case_steps.take("activate", case, by=otieno, version=read):
        pass

    with pytest.raises(Stale) as stale:
        with case_steps.take("suspend", case, by=amina, version=read):
            raise AssertionError("The body ran.")

    assert stale.value.theirs.status == "ACTIVE"
    assert len(activations(case)) == 1


def test_a_step_that_is_refused_at_its_end_changes_nothing(db, amina):
    case = factories.case(amina)

    with pytest.raises(NotPermitted):
        with case_steps.take("activate", case, by=amina) as locked:
            locked.title = "Changed"
            locked.save()
            raise NotPermitted("No.")

    kept = Case.objects.get(pk=case.pk)
    assert (kept.status, kept.title, kept.version) == ("OPEN", case.title, case.version)
    assert activations(case) == []


def test_numbers_of_chains_have_no_hole_after_many_at_once(committed):
    names = ["amina", "otieno", "wanjiku", "mutua", "pierre", "arun"]

    def note(name: str) -> None:
        officer = world.officer(name)
        for _ in range(5):
            with acting.acting_as(officer):
                filing.events.record("case.note", by=officer, step=True)

    for lane in [Lane(lambda name=name: note(name)) for name in names]:
        lane.result()

    for chain, count in (("KEN", 20), ("PRT", 5), ("QMA", 5)):
        rows = Event.objects.filter(chain=chain, verb="case.note").order_by("seq")
        first = rows[0].seq
        assert [row.seq for row in rows] == list(range(first, first + count))
        assert all(b.prev_hash == a.hash for a, b in zip(rows, rows[1:], strict=False))
