"""What a rule reads beyond its actor ends with the rule, whatever happened in it."""

import pytest
from django.db import DataError, connection

from kernel import acting
from kernel.jobs import running
from kernel.who_reads import telling
from tests.plumbing import row_policies

pytestmark = pytest.mark.django_db


def fail() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")


def test_a_rule_is_said_inside_it_and_not_behind_it(amina):
    with acting.acting_as(amina):
        assert telling.rule_said() == ""
        with acting.by_a_rule("one"):
            with acting.by_a_rule("another"):  # reads no more: the database isn't told
                assert telling.rule_said() == "one"
            assert telling.rule_said() == "one"
        assert telling.rule_said() == ""


def test_a_statement_that_fails_in_a_rule_is_what_the_caller_hears_of(amina):
    with pytest.raises(DataError), acting.acting_as(amina), acting.by_a_rule("one"):
        fail()

    with acting.acting_as(amina):
        assert telling.rule_said() == ""


def test_an_act_inside_an_act_keeps_its_rule_and_the_next_has_none(amina, otieno):
    with acting.acting_as(amina):
        with acting.by_a_rule("one"), acting.acting_as(otieno):
            assert telling.rule_said() == "one"
        assert telling.rule_said() == ""


def test_acts_of_a_clock_read_by_its_rule_and_a_job_by_none(amina):
    said = []
    row_policies.say(row_policies.CLOSED)
    with acting.by_a_rule("a clock"):
        with acting.acting_as(acting.PUBLIC):
            said.append(telling.rule_said())
        with acting.by_no_rule(), acting.acting_as(amina):
            said.append(telling.rule_said())

    assert said == ["a clock", ""] and telling.rule_said() == ""


def test_a_job_is_made_as_whoever_asked_for_it(amina):
    said = []
    job = running.start("anything", title="A list", by=amina)

    def work(job) -> None:
        with acting.acting_as(job.owner):
            said.append(telling.rule_said())

    with acting.by_a_rule("a clock"):
        assert running.run(job.pk, work)

    assert said == [""]
