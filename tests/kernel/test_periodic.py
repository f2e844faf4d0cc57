"""Periodic tasks: one run at a time, within a budget; many rows, of which one may be bad."""

import logging

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import connection, transaction

from agency.celery import app
from kernel import acting, batches, periodic
from kernel.errors import WrongState
from kernel.models import Counter, IdempotencyKey, Position
from kernel.periodic import Budget
from tests.kernel.racing import Lane

SPENT = Budget(0)


@pytest.fixture
def rows():
    """Six counters; those that a verb has counted are not due any more."""
    names = [f"row {number}" for number in range(6)]
    Counter.objects.bulk_create(Counter(name=name) for name in names)
    return Counter.objects.filter(name__startswith="row", value=0)


def count(row, *, by) -> None:
    Counter.objects.filter(pk=row.pk).update(value=1)


def counted() -> list[str]:
    rows = Counter.objects.filter(name__startswith="row", value=1)
    return sorted(rows.values_list("name", flat=True))


def refuse_the_second(row, *, by) -> None:
    count(row, by=by)
    if row.name == "row 1":
        raise WrongState("Somebody was there first.")


def fail_at_the_second(row, *, by) -> None:
    count(row, by=by)
    if row.name == "row 1":
        raise ZeroDivisionError


def each(rows, verb=count, budget=periodic.UNLIMITED, **more) -> int:
    return batches.each(rows, verb, by=acting.PUBLIC, budget=budget, **more)


@pytest.mark.parametrize("entry", sorted(app.conf.beat_schedule))
def test_whatever_beat_repeats_has_a_lock_and_a_budget_that_fits(entry):
    given = app.conf.beat_schedule[entry]
    app.loader.import_default_modules()
    budget = periodic.budget_seconds_of.get(given["task"], 0)

    assert given["task"] in app.tasks
    assert 0 < budget < app.conf.task_soft_time_limit, (
        f"{entry}: put periodic.alone(budget_seconds=…) on {given['task']}."
    )
    if isinstance(given["schedule"], float):
        assert budget <= given["schedule"]


@pytest.mark.django_db
def test_every_row_has_its_turn_in_batches(rows):
    assert each(rows, batch_rows=4) == 6
    assert len(counted()) == 6 and not Position.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("verb", [refuse_the_second, fail_at_the_second])
def test_a_bad_row_is_logged_by_its_key_and_undone_and_the_rest_goes_on(rows, verb, caplog):
    with caplog.at_level(logging.INFO, logger="agency"):
        assert each(rows, verb) == 5
    assert "row 1" not in counted()
    said = [record.getMessage().split() for record in caplog.records]
    assert [words for words in said if str(Counter.objects.get(name="row 1").pk) in words]


@pytest.mark.django_db
def test_a_run_without_time_takes_one_row_and_the_next_goes_on_behind_it(rows):
    for expected in (["row 0"], ["row 0", "row 1"], ["row 0", "row 1", "row 2"]):
        each(rows, budget=SPENT)
        assert counted() == expected


@pytest.mark.django_db
def test_rows_that_always_fail_keep_nobody_waiting(rows):
    def never(row, *, by) -> None:
        if row.name < "row 3":
            raise WrongState("Not this one.")
        count(row, by=by)

    for _ in range(7):
        each(rows, never, SPENT)

    assert counted() == ["row 3", "row 4", "row 5"]
    each(rows, never)
    assert not Position.objects.exists()


@pytest.mark.django_db
def test_rows_go_by_their_age(rows):
    for age, name in enumerate(["row 4", "row 2", "row 0"], start=1):
        Counter.objects.filter(name=name).update(value=age)
    due, seen = Counter.objects.filter(name__startswith="row", value__gt=0), []

    each(due, lambda row, *, by: seen.append(row.name), oldest="value", batch_rows=2)

    assert seen == ["row 4", "row 2", "row 0"]


def test_a_row_that_somebody_holds_is_passed_over(committed):
    Counter.objects.bulk_create(Counter(name=f"row {number}") for number in range(3))
    rows = Counter.objects.filter(name__startswith="row", value=0)
    with transaction.atomic():
        Counter.objects.select_for_update().get(name="row 1")
        assert Lane(lambda: each(rows)).result() == 2
    assert counted() == ["row 0", "row 2"]
    assert each(rows) == 1


def test_a_batch_that_cannot_be_committed_is_taken_one_by_one(committed):
    Counter.objects.bulk_create(Counter(name=f"row {number}") for number in range(4))
    rows = Counter.objects.filter(name__startswith="row", value=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")  # the connection is there

    def too_late(row, *, by) -> None:
        count(row, by=by)
        acting.current().gather("test of a batch", row.name)

    def close(names) -> None:
        if "row 2" in names:
            raise ValueError("It shows at the commit only.")

    acting.before_commit("test of a batch", close)
    try:
        assert each(rows, too_late) == 3
    finally:
        acting._closers.pop("test of a batch")
    assert counted() == ["row 0", "row 1", "row 3"]


def test_a_second_run_at_once_does_nothing(committed):
    runs = []
    task = periodic.alone(budget_seconds=5)(lambda budget: runs.append(budget.seconds_left))

    def work(budget: Budget) -> None:
        Lane(task_itself).result()
        runs.append(budget.seconds_left)

    def task_itself() -> None:
        with periodic.only_one("a name") as ours:
            assert not ours

    with periodic.only_one("a name") as ours:
        assert ours
        work(Budget(5))
    task()
    assert len(runs) == 2 and all(0 < left <= 5 for left in runs)


def test_the_lock_is_given_back_whatever_happens(committed):
    with pytest.raises(ZeroDivisionError), periodic.only_one("a name"):
        raise ZeroDivisionError

    def elsewhere() -> bool:
        with periodic.only_one("a name") as ours:
            return ours

    assert Lane(elsewhere).result()


def test_shares_add_up_and_what_is_left_over_goes_on():
    budget = Budget(100)
    assert 24 < budget.share(4).seconds_left <= 25
    assert budget.share(1).seconds_left > 99
    assert not Budget().share(6).is_spent() and SPENT.is_spent()


@pytest.mark.django_db
def test_a_walk_goes_on_where_its_time_ended(rows, monkeypatch):
    monkeypatch.setattr(batches, "CHUNK_ROWS", 4)
    walk = {"rows": Counter.objects.filter(name__startswith="row"), "by": acting.PUBLIC}
    first = list(batches.walk("a walk", budget=SPENT, **walk))
    second = list(batches.walk("a walk", budget=SPENT, **walk))
    assert [len(keys) for keys in first + second] == [4, 2]
    assert len({key for keys in first + second for key in keys}) == 6
    assert len(list(batches.walk("a walk", **walk))) == 2


@pytest.mark.django_db
def test_what_is_cleared_goes_in_chunks(monkeypatch):
    monkeypatch.setattr(batches, "CHUNK_ROWS", 2)
    for number in range(5):
        IdempotencyKey.objects.create(office="KEN", key=str(number), fingerprint="")
    assert batches.clear(IdempotencyKey.objects.all(), budget=SPENT) == 2
    assert batches.clear(IdempotencyKey.objects.all()) == 3


@pytest.mark.django_db
def test_what_has_no_parts_is_cancelled_when_its_time_is_over():
    from django.db import OperationalError

    with pytest.raises(OperationalError, match="statement timeout"):
        with periodic.within(Budget(0.05)), connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(30)")


def run_out_at_the_second(row, *, by) -> None:
    count(row, by=by)
    if row.name == "row 1":
        raise SoftTimeLimitExceeded


@pytest.mark.django_db
def test_the_time_limit_of_a_task_ends_the_run_and_is_no_fault_of_a_row(rows):
    with pytest.raises(SoftTimeLimitExceeded):
        each(rows, run_out_at_the_second)

    assert counted() == []
