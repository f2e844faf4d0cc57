"""How long a person may be held: the rule, the treaty that goes before it, and the alarms."""

from datetime import UTC, date, datetime, timedelta

import pytest

from exchange.custody import holding_clock
from exchange.models import Arrest, CustodyRule
from tests.central_offices.test_agreements import agreement
from tests.plumbing.by_the_owner import by_the_owner

pytestmark = pytest.mark.django_db
MARCH = datetime(2026, 3, 1, 10, tzinfo=UTC)


def counted(recipient, moment: datetime = MARCH) -> Arrest:
    row = Arrest(recipient=recipient)
    holding_clock.count(row, moment)
    return row


def test_an_arrest_of_1_march_10_o_clock_has_its_alarms_and_ends_on_10_april(asked):
    row = counted(asked)

    assert [time.day for time in holding_clock.alarm_times(row)] == [10, 15, 18, 30, 38, 40]
    effects = {time.day: time.effect for time in holding_clock.alarm_times(row)}
    assert (effects[10], effects[18], effects[40]) == ("ALARM", "MAY_END", "END")
    assert row.ends_at == datetime(2026, 4, 10, 10, tzinfo=UTC), "summer time changes nothing"
    assert row.may_end_at == datetime(2026, 3, 19, 10, tzinfo=UTC)
    assert row.next_alarm == datetime(2026, 3, 11, 10, tzinfo=UTC)
    assert row.basis == "European Convention on Extradition art. 16(4)"


def test_a_treaty_of_60_days_goes_before_the_rule(asked, adler):
    words = {"title": "On extradition", "citation": "UNTS 7", "in_force_from": date(2026, 1, 1)}
    agreement(adler, "KEN", "PRT", scope=["ARREST_PROVISIONAL"], custody_days=60, **words)
    row = counted(asked)

    assert row.ends_at == MARCH + timedelta(days=60) and row.may_end_at is None
    assert row.basis == "On extradition (UNTS 7)"
    found = holding_clock.alarm_times(row)
    assert [time.day for time in found] == [10, 15, 18, 50, 58, 60]
    assert {time.effect for time in found[:-1]} == {"ALARM"}


@pytest.mark.parametrize(
    "codes, words",
    [
        (["KEN", "PRT"], {"scope": ["INFO"]}),
        (["KEN", "PRT"], {"in_force_from": date(2026, 3, 2)}),
        (["KEN", "PRT"], {"suspended_from": date(2026, 3, 1)}),
        (["KEN", "PRT"], {"in_force_to": date(2026, 3, 1)}),
        (["KEN", "PRT"], {"custody_days": None}),
        (["BRA", "PRT"], {}),
    ],
)
def test_no_other_agreement_does(asked, adler, codes, words):
    given = {"in_force_from": date(2026, 1, 1), "custody_days": 60} | words
    agreement(adler, *codes, **given)
    assert counted(asked).ends_at == MARCH + timedelta(days=40)


def test_the_day_of_the_arrest_is_its_day_in_utc(asked):
    new = {"effect": "END", "days": 30, "source": "New law", "valid_from": date(2026, 3, 2)}
    with by_the_owner():
        CustodyRule.objects.filter(effect="END").update(valid_to=date(2026, 3, 2))
        CustodyRule.objects.create(**new)
    in_nairobi = datetime.fromisoformat("2026-03-02T02:30:00+03:00")
    assert counted(asked, in_nairobi).ends_at == in_nairobi + timedelta(days=40)
    assert counted(asked, in_nairobi + timedelta(hours=1)).basis == "New law"


def test_a_short_treaty_leaves_out_what_would_come_after_its_end(asked, adler):
    agreement(adler, "KEN", "PRT", custody_days=12, in_force_from=date(2026, 1, 1))
    assert [time.day for time in holding_clock.alarm_times(counted(asked))] == [2, 10, 12]
