"""Somebody runs SQL as the application: what happened, happened at another time, or never."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from cases.models import Case
from kernel import acting, clock
from ledger import events
from ledger.models import Event
from tests.notices import drafts
from tests.plumbing.by_the_owner import by_the_owner

pytestmark = pytest.mark.django_db
ODD = ["infinity", "-infinity", "20000-01-01", "0044-03-15 BC", "9999-12-31 23:59+00", "0001-01-01"]
COLUMNS = "id, chain, verb, subject_type, before, after, purpose, denied, data, detail_digest"
EVENT = (
    f"INSERT INTO ledger_event ({COLUMNS}, request_id, case_id, actor_id{{more}}) "
    "VALUES (uuidv7(), 'KEN', 'case.close', '', '', '', '', false, '{{}}', '', '', %s, %s{values})"
)


def test_the_application_names_no_moment_of_an_event(amina):
    case, _subject = drafts.person(amina)
    for at in [*ODD, "2020-01-01", str(timezone.now())]:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(EVENT.format(more=", at", values=", %s"), [case.pk, amina.pk, at])
    before = timezone.now()
    with acting.acting_as(amina):
        events.record("case.view", by=amina, step=True)
    assert before <= Event.objects.latest("at").at <= timezone.now()


def test_no_page_breaks_by_an_odd_moment_that_is_there_already(amina, wanjiku, signed_in):
    case, _subject = drafts.person(amina)
    written = EVENT.format(more=", at", values=", %s")
    for at in ODD:
        with by_the_owner(), connection.cursor() as cursor:
            cursor.execute(written, [case.pk, amina.pk, at])
    Case.objects.filter(pk=case.pk).update(updated_at=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_case SET created_at = 'infinity', opened_at = 'infinity' WHERE id = %s",
            [case.pk],
        )
    browser = signed_in(wanjiku)
    for path in ("", "activity/", "access/", "documents/"):
        assert browser.get(f"/cases/{case.reference}/{path}").status_code == 200, path
    for path in ("/", "/cases/", "/officers/"):
        assert browser.get(path).status_code == 200, path


def test_odd_moments_are_read_as_the_last_or_the_first():
    with connection.cursor() as cursor:
        for at in ODD:
            cursor.execute("SELECT %s::timestamptz, %s::date", [at, at])
            moment, day = cursor.fetchone()
            late = at[0] in "i2" or at.startswith("9999")
            assert moment == (clock.LAST if late else clock.FIRST), at
            assert day == moment.date(), at
        cursor.execute("SELECT '2026-11-28 22:10:00.5+02'::timestamptz, NULL::timestamptz")
        assert [str(one) for one in cursor.fetchone()] == [
            "2026-11-28 20:10:00.500000+00:00",
            "None",
        ]
