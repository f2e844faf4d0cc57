"""Types of request, time limits and grounds of refusal as first seeded."""

from datetime import date

import pytest

from central_offices.models import Purpose
from exchange import seed
from exchange.models import RefusalGround, Release, RequestType, Urgency, UrgencyRule
from exchange.models.rules import Fact
from exchange.reference import custody_rules, refusal_grounds, request_types, time_limits
from kernel.tables import LANGUAGES, in_force
from tests.plumbing.by_the_owner import by_the_owner

TYPES = {row.code: row for row in request_types()}
LIMITS = {(row.urgency, row.type): row for row in time_limits()}
# Issue "Exchange with proof": at least these.
PROMISED = (
    "INFO IDENTITY_CHECK CRIMINAL_RECORD LOCATE ARREST_PROVISIONAL EXTRADITION MLA_EVIDENCE "
    "PRESERVE_DATA SUBSCRIBER_DATA ASSET_TRACE ASSET_FREEZE PAYMENT_STOP DOCUMENT_CHECK "
    "HIT_CONFIRM DVI SURRENDER_HANDOVER JOINT_TEAM ASSET_RETURN MIGRATION_STATUS "
    "SERVICE_OF_DOCUMENTS SPONTANEOUS_INFO"
)


def test_every_promised_type_is_there_once():
    assert set(PROMISED.split()) <= set(TYPES)
    assert len(TYPES) == len(request_types())


@pytest.mark.parametrize("row", request_types(), ids=lambda row: row.code)
def test_a_type_uses_codes_that_exist_and_has_names_in_all_six_languages(row):
    assert row.release in Release.values
    assert row.purpose in Purpose.values
    assert set(row.facts) <= set(Fact.values)
    assert set(row.names) == set(LANGUAGES)


def test_coercive_measures_are_released_by_the_head_and_a_plain_question_by_nobody_else():
    assert all(row.release == "HEAD" for row in request_types() if row.coercive)
    assert TYPES["ARREST_PROVISIONAL"].coercive
    assert (TYPES["INFO"].release, TYPES["INFO"].coercive) == ("NONE", False)


def test_every_urgency_has_a_limit_for_every_type():
    assert {urgency for urgency, kind in LIMITS if kind == ""} == set(Urgency.values)
    assert {kind for _urgency, kind in LIMITS} <= {"", *TYPES}
    assert len(LIMITS) == len(time_limits())


def test_the_limits_of_the_directive_and_of_the_extradition_convention_are_kept():
    assert LIMITS["FLASH", ""].ack_minutes == 15
    assert LIMITS["URGENT", ""].reply_minutes == 8 * 60
    assert LIMITS["NORMAL", ""].reply_minutes == 7 * 24 * 60
    assert LIMITS["URGENT", "EXTRADITION"].reply_minutes == 18 * 24 * 60
    assert LIMITS["NORMAL", "EXTRADITION"].reply_minutes == 40 * 24 * 60


def test_a_person_is_held_for_40_days_at_most_with_the_alarms_that_were_promised():
    (end,) = [row.days for row in custody_rules() if row.effect == "END"]
    alarms = {
        end - row.days if row.before_end else row.days
        for row in custody_rules()
        if row.effect != "END"
    }
    assert (end, alarms) == (40, {10, 15, 18, 30, 38})
    assert {code for code, row in TYPES.items() if row.custody} == {
        "ARREST_PROVISIONAL",
        "EXTRADITION",
    }


@pytest.mark.parametrize("kind", ["", *TYPES])
def test_what_is_more_urgent_is_never_due_later(kind):
    limits = [LIMITS.get((urgency, kind)) or LIMITS[urgency, ""] for urgency in Urgency.values]

    for field in ("ack_minutes", "reply_minutes"):
        minutes = [getattr(limit, field) for limit in limits]
        assert minutes == sorted(minutes), (kind, field)


def test_every_ground_of_refusal_has_its_name_in_all_six_languages():
    assert {"OWNER_RESTRICTION", "NE_BIS_IN_IDEM", "DATA_NOT_HELD"} <= {
        row.code for row in refusal_grounds()
    }
    assert all(set(row.names) == set(LANGUAGES) for row in refusal_grounds())


def test_all_of_it_is_in_force_today():
    for rows in (request_types(), time_limits(), refusal_grounds(), custody_rules()):
        assert in_force(rows, date.today()) == list(rows)


@pytest.mark.django_db
def test_seeding_twice_writes_every_rule_once():
    with by_the_owner():
        for model in (RequestType, UrgencyRule, RefusalGround):
            model.objects.all().delete()
        seed.seed()
        seed.seed()

    assert RequestType.objects.in_force().count() == len(request_types())
    assert UrgencyRule.objects.in_force().count() == len(time_limits())
    assert RefusalGround.objects.in_force().count() == len(refusal_grounds())


@pytest.mark.django_db
def test_an_administrator_s_time_limit_is_not_overwritten():
    with by_the_owner():
        UrgencyRule.objects.all().delete()
        seed.seed()
        UrgencyRule.objects.filter(urgency="FLASH", type_code="").update(ack_minutes=10)
        seed.seed()

    assert UrgencyRule.objects.get(urgency="FLASH", type_code="").ack_minutes == 10
