"""Numbers count up and never repeat, whoever asks at the same moment."""

import pytest
from django.db import transaction

from kernel.counters import next_number
from tests.kernel.racing import Lane, somebody_waits


def test_every_name_counts_for_itself(db):
    assert [next_number("case/KEN/2026") for _ in range(3)] == [1, 2, 3]
    assert next_number("case/PRT/2026") == 1


def test_two_at_once_never_get_the_same_number(committed):
    def take() -> int:
        with transaction.atomic():
            return next_number("case/KEN/2026")

    with transaction.atomic():
        first = next_number("case/KEN/2026")
        second = Lane(take)
        somebody_waits()

    assert (first, second.result()) == (1, 2)


def test_a_number_that_was_not_kept_is_given_again(committed):
    def fail() -> None:
        with transaction.atomic():
            next_number("case/KEN/2026")
            raise ValueError

    with pytest.raises(ValueError):
        fail()

    assert next_number("case/KEN/2026") == 1
