"""Numbers count up and never repeat; nobody waits for whoever took one at the same moment."""

import pytest
from django.db import transaction

from kernel.counters import LANES, last_numbers, next_number
from tests.kernel.racing import Lane, somebody_waits

NAME = "case/KEN/2026"


def take() -> int:
    with transaction.atomic():
        return next_number(NAME)


def test_every_name_counts_for_itself(db):
    assert [next_number(NAME) for _ in range(LANES + 3)] == list(range(1, LANES + 4))
    assert next_number("case/PRT/2026") == 1
    assert last_numbers("case/") == {NAME: LANES + 3, "case/PRT/2026": 1}
    assert last_numbers("notice/") == {}


def test_two_at_once_neither_get_the_same_number_nor_wait(committed):
    assert take() == 1

    with transaction.atomic():
        held = next_number(NAME)
        besides = [Lane(take).result() for _ in range(2)]

    assert (held, sorted(besides)) == (2, [3, 4])
    assert [take() for _ in range(LANES)] == list(range(5, LANES + 5))


def test_of_two_who_take_the_first_of_all_one_waits(committed):
    with transaction.atomic():
        first = next_number(NAME)
        second = Lane(take)
        somebody_waits()

    assert (first, second.result()) == (1, 2)


def test_one_who_finds_every_lane_held_waits_for_one(committed):
    take()

    with transaction.atomic():
        held = {next_number(NAME) for _ in range(LANES)}
        late = Lane(take)
        somebody_waits()

    assert held == set(range(2, LANES + 2)) and late.result() not in held


def test_a_number_that_was_not_kept_is_given_again(committed):
    def fail() -> None:
        with transaction.atomic():
            assert (next_number(NAME), Lane(take).result()) == (2, 3)
            raise ValueError

    take()
    with pytest.raises(ValueError):
        fail()

    assert [take() for _ in range(3)] == [2, 4, 5]
