"""With the application's hands on the tables: an office goes live, leaves or is renamed alone."""

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from central_offices.models import CentralOffice
from central_offices.taking_part import trials
from tests.exchange import going_live
from tests.exchange.conftest import deliver_all
from tests.plumbing.by_the_owner import by_the_owner

pytestmark = pytest.mark.django_db
OFFICES, NAMES = "central_offices_centraloffice", "central_offices_officename"
TRIALS = "central_offices_officetrial"
ROW = """INSERT INTO {table} (code, number, kind, jurisdiction_id, city, names, sort_key,
  legacy_bureau_code, region, languages, time_zone, joined_on, live_on, contact_point,
  emergency_phone, hours, red_notice_effect, default_classification, version)
  SELECT 'QZZ', 7777, 'NATIONAL', NULL, 'X', '{{"en": "X"}}', 'x', '', '', '{{}}', 'UTC',
  '2026-01-01', '2026-01-01', '', '', '', 'NONE', 1, 1"""
NAME = """INSERT INTO {table} (id, office_id, jurisdiction_id, names, valid_from, valid_to)
  SELECT gen_random_uuid(), o.id, o.jurisdiction_id, '{{"en": "X"}}', current_date, NULL
  FROM central_offices_centraloffice o WHERE o.code = 'PRT'"""
TRIAL = """INSERT INTO {table} (id, office_id, kind, tried_by_id, tried_at, shift_id, mode, url,
  answered_by_id, answered_at, answer)
  SELECT gen_random_uuid(), o.id, {values} FROM central_offices_centraloffice o
  WHERE o.code = 'PRT'"""
PERSON = "(SELECT id FROM central_offices_officer WHERE email = '{}@office.test')"
ATTEMPTS = [
    f"UPDATE {OFFICES} SET live_on = '2026-01-01' WHERE code = 'PRT'",
    f"UPDATE {OFFICES} SET joined_on = '2025-01-01' WHERE code = 'PRT'",
    f"UPDATE {OFFICES} SET left_on = current_date WHERE code = 'PRT'",
    f"UPDATE {OFFICES} SET left_on = current_date WHERE code = 'KEN'",
    f"UPDATE {OFFICES} SET joined_on = NULL, live_on = NULL WHERE code = 'KEN'",
    f"""UPDATE {OFFICES} SET names = '{{"en": "X"}}' WHERE code = 'PRT'""",
    f"UPDATE {OFFICES} SET jurisdiction_id = 'QMC' WHERE code = 'PRT'",
    "UPDATE central_offices_jurisdiction SET kind = 'DISSOLVED_STATE' WHERE code = 'PRT'",
    ROW.format(table=OFFICES),
    NAME.format(table=NAMES),
    TRIAL.format(
        table=TRIALS,
        values=f"'TELEPHONE', {PERSON.format('pierre')}, now(), s.id, '', '', "
        f"{PERSON.format('beatriz')}, now(), NULL",
    ).replace(f"FROM {OFFICES} o", f"FROM {OFFICES} o, central_offices_dutyshift s"),
    TRIAL.format(
        table=TRIALS,
        values=f"'TELEPHONE', {PERSON.format('adler')}, now(), s.id, '', '', "
        f"{PERSON.format('beatriz')}, now(), NULL",
    ).replace(f"FROM {OFFICES} o", f"FROM {OFFICES} o, central_offices_dutyshift s"),
    TRIAL.format(
        table=TRIALS,
        values=f"'DELIVERY', {PERSON.format('adler')}, now(), NULL, 'BROWSER', '', "
        f"{PERSON.format('pierre')}, now(), gen_random_uuid()",
    ),
    f"UPDATE {TRIALS} SET answered_at = now(), answered_by_id = {PERSON.format('pierre')}, "
    "answer = gen_random_uuid() WHERE kind = 'DELIVERY'",
    f"UPDATE {TRIALS} SET tried_at = tried_at + interval '1 day'",
    f"UPDATE {TRIALS} SET mode = 'MAILBOX' WHERE kind = 'DELIVERY'",
    f"DELETE FROM {TRIALS}",
    f"DELETE FROM {NAMES}",
]

REFUSED_BY = {
    "office_takes_part_by_two",
    "office_stands_under_its_name",
    "office_stays_with_its_country",
    "country_with_an_office_exists",
    "office_begins_unasked",
    "office_named_by_two",
    "trial_by_the_secretariat",
    "trial_answered_by_a_signed_message",
    "trial_stays",
    None,  # no leave to delete
}


@pytest.fixture
def lisbon(adler):
    """On its way: a roster, a call, and a test message that nobody has answered."""
    office = going_live.not_live()
    going_live.roster(office)
    going_live.rung(office)
    trials.send_test(office, by=adler)
    deliver_all()
    return office


def test_every_attempt_is_refused_by_the_tables(lisbon):
    taken, by = [], set()
    for attempt in ATTEMPTS:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(attempt)
                assert cursor.rowcount or attempt.startswith("DELETE"), attempt
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        except (IntegrityError, ProgrammingError) as error:
            by.add(error.__cause__.diag.constraint_name)
            continue
        taken.append(attempt)
    assert taken == []
    assert by == REFUSED_BY
    assert CentralOffice.objects.get(code="PRT").live_on is None


# What two administrators may decide of an office without a head, written as if it were going live.
AGREED = """INSERT INTO central_offices_accesschange (id, office_id, kind, content, reason,
  without_head, status, proposed_by_id, proposed_at, expires_at)
  SELECT gen_random_uuid(), o.id, 'LIVE', jsonb_build_object('day', current_date), 'x', true,
  'PENDING', {adler}, now(), now() + interval '7 days'
  FROM central_offices_centraloffice o WHERE o.code = 'PRT'"""
OPEN = "UPDATE central_offices_accesschange SET {} WHERE kind = 'LIVE' AND status = '{}'"


def test_two_administrators_do_not_put_an_office_live_without_its_head(lisbon, adler, pierre):
    trials.answer(lisbon.trials.get(kind="DELIVERY"), by=pierre)
    steps = [
        AGREED.format(adler=PERSON.format("adler")),
        OPEN.format(
            f"status = 'AGREED', decided_by_id = {PERSON.format('benes')}, decided_at = now(), "
            "in_force_at = now() + interval '72 hours'",
            "PENDING",
        ),
    ]
    with connection.cursor() as cursor:
        for step in steps:
            cursor.execute(step)
        with by_the_owner():  # 72 hours later
            cursor.execute(OPEN.format("in_force_at = now()", "AGREED"))
        cursor.execute(OPEN.format("status = 'CONFIRMED'", "AGREED"))
    with pytest.raises(IntegrityError, match="Two persons decide how"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE {OFFICES} SET live_on = current_date WHERE code = 'PRT'")
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_nobody_of_an_office_that_has_left_holds_a_role_in_the_database(lisbon, beatriz):
    ask = "SELECT central_offices_holds(%s, ARRAY['HEAD'])"
    with connection.cursor() as cursor:
        cursor.execute(ask, [beatriz.pk])
        assert cursor.fetchone() == (True,)
        with by_the_owner():
            CentralOffice.objects.filter(code="PRT").update(left_on="2026-06-01")
        cursor.execute(ask, [beatriz.pk])
        assert cursor.fetchone() == (False,)
