"""Figures of performance: what they say, what they leave out, and who may read them."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone

from exchange.models import Escalation, RequestRecipient
from exchange.performance import agency_figures
from exchange.performance import figures as performance
from exchange.performance.figures import Range
from kernel.errors import NotPermitted
from kernel.pages import charts, spreadsheet
from ledger.models import Event
from tests.exchange.conftest import deliver_all, recipient, sent

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def days(n: int = 30, **more) -> Range:
    now = timezone.now() + timedelta(minutes=1)
    return Range(now - timedelta(days=n), now, **more)


def made(by, code="PRT", n=1, words=None, **times) -> list[RequestRecipient]:
    """`n` delivered requests ten hours old, due after one and eight; hours after the delivery."""
    rows = [sent(by, code, **(words or {})) for _ in range(n)]
    deliver_all()
    begun = timezone.now() - 10 * HOUR
    first = {"delivered_at": 0, "clock_from": 0, "ack_due": 1, "reply_due": 8} | times
    for row in rows:
        moments = {name: begun + after * HOUR for name, after in first.items()}
        RequestRecipient.objects.filter(request=row).update(**moments)
    return [recipient(row, code) for row in rows]


def test_shares_medians_and_what_most_took(amina, pierre):
    for answered in (2, 4, 6, 7):
        made(amina, acknowledged_at=0.5, answered_at=answered)
    made(amina, acknowledged_at=2, answered_at=9)

    figures = performance.asked_of_us(pierre, days()).all

    assert (figures.count, figures.ack_on_time, figures.ack_late) == (5, 4, 1)
    assert (figures.ack_share, figures.reply_share) == (80, 80)
    assert (figures.ack_median, figures.answer_median) == (HOUR / 2, 6 * HOUR)
    assert figures.most_within == 7 * HOUR


def test_what_is_not_answered_yet_counts_once_its_time_is_over(amina, pierre):
    made(amina, n=3)
    made(amina, n=2, reply_due=20)
    figures = performance.asked_of_us(pierre, days()).all
    assert (figures.reply_on_time, figures.reply_late, figures.unanswered) == (0, 3, 5)
    assert figures.most_within is None and figures.answer_median is None


def test_a_pause_stops_the_clock_and_a_deferral_moves_its_end(amina, pierre):
    made(amina, paused_at=3)
    made(amina, deferred_until=30)
    (paused,) = made(amina, acknowledged_at=0.5, answered_at=7)
    RequestRecipient.objects.filter(pk=paused.pk).update(paused_seconds=2 * 3600)
    made(amina, n=4, acknowledged_at=0.5, answered_at=5)

    figures = performance.asked_of_us(pierre, days()).all

    assert (figures.reply_on_time, figures.reply_late) == (5, 0)
    assert figures.answer_median == 5 * HOUR


def test_late_while_out_of_reach_is_counted_apart(amina, pierre):
    made(amina, clock_from=-6, ack_due=-5, reply_due=2, acknowledged_at=0.5, answered_at=1)
    made(amina, clock_from=-6, ack_due=-5, reply_due=2, acknowledged_at=0.5, answered_at=9)
    (told,) = made(amina, acknowledged_at=0.5, answered_at=9)
    Escalation.objects.create(recipient=told, due=told.reply_due, level=1, unreachable=True)

    figures = performance.asked_of_us(pierre, days()).all

    # Acknowledged 5.5 h late while 6 h away; the second answer 7 h late, more than it was away.
    assert (figures.ack_on_time, figures.ack_late) == (1, 0)
    assert (figures.reply_on_time, figures.reply_late, figures.away) == (1, 1, 3)


def test_recalled_requests_count_for_nothing(amina, pierre):
    (row,) = made(amina)
    RequestRecipient.objects.filter(pk=row.pk).update(status="RECALLED")
    assert performance.asked_of_us(pierre, days()).all == performance.NOTHING


def test_both_ways_per_partner_by_type_urgency_week_and_narrowed(amina, pierre, joana):
    made(amina, n=2)
    made(joana)
    made(pierre, "KEN", words={"urgency": "URGENT", "necessity": "It sails."})

    ours = performance.asked_of_us(pierre, days())
    theirs = performance.asked_by_us(pierre, days())

    counts = {pk: figures.count for pk, figures in ours.by["partner"].items()}
    assert counts == {amina.office_id: 2, joana.office_id: 1}
    assert list(theirs.by["partner"]) == [amina.office_id]
    assert {key: f.count for key, f in ours.by["type"].items()} == {"INFO": 3}
    assert list(theirs.by["urgency"]) == ["URGENT"]
    assert sum(f.count for f in ours.by["week"].values()) == 3
    assert performance.asked_of_us(pierre, days(type="LOCATE")).all.count == 0
    assert performance.asked_of_us(pierre, days(type="INFO")).all.count == 3
    assert performance.asked_of_us(pierre, days(urgency="NORMAL")).all.count == 3


def test_what_has_not_arrived_is_seen_by_who_asked_and_by_nobody_else(amina, pierre):
    sent(amina, "PRT")
    assert performance.asked_by_us(amina, days()).all.undelivered == 1
    assert performance.asked_of_us(pierre, days()).all.count == 0


def test_the_backlog_is_what_is_open_now_however_old(amina, pierre):
    made(amina, n=2)
    made(amina, answered_at=1)
    RequestRecipient.objects.filter(answered_at__isnull=False).update(status="ANSWERED")
    RequestRecipient.objects.filter(answered_at=None).update(
        delivered_at=timezone.now() - timedelta(days=400)
    )
    found = performance.backlog(pierre)
    assert found.count == 2 and found.median.days == found.oldest.days == 400
    assert performance.backlog(amina) == performance.Backlog(0, None, None)


def test_nothing_is_counted_that_the_reader_may_not_see(amina, pierre, joana, okello):
    made(amina, n=5, words={"classification": 2})
    assert performance.asked_of_us(pierre, days()).all.count == 5
    pierre.clearance = 1
    for reader in (pierre, joana):
        table = performance.asked_of_us(reader, days())
        assert table.all.count == 0 and not any(table.by.values())
    assert performance.asked_by_us(okello, days()).all.count == 0
    assert performance.backlog(okello).count == 0


def test_too_few_say_nothing(amina, pierre):
    made(amina, n=4, acknowledged_at=0.5, answered_at=2)
    figures = performance.asked_of_us(pierre, days()).all
    assert (figures.ack_share, figures.reply_share, figures.answer_median) == (None, None, None)


def test_the_secretariat_gets_totals_of_offices_with_enough_and_no_more(amina, pierre, adler):
    made(amina, n=5, acknowledged_at=0.5, answered_at=2)
    made(pierre, "KEN", n=4)
    rows = {row.office.code: row.figures for row in agency_figures.offices(adler, days())}
    assert rows["KEN"] is None
    assert (rows["PRT"].count, rows["PRT"].reply_share) == (5, 100)


@pytest.mark.parametrize("name", ["amina", "wanjiku", "sato", "lindqvist", "auditor"])
def test_nobody_else_gets_the_totals_of_all_offices(name, request, signed_in):
    officer = request.getfixturevalue(name)
    with pytest.raises(NotPermitted):
        agency_figures.offices(officer, days())
    assert signed_in(officer).get("/performance/offices").status_code == 403


def test_the_page_shows_tables_and_a_chart_with_the_same_figures(amina, pierre, signed_in):
    made(amina, n=5, acknowledged_at=0.5, answered_at=2)
    for row in made(amina, n=5, acknowledged_at=0.5, answered_at=9):
        moved = {
            name: getattr(row, name) - timedelta(days=14)
            for name in ("delivered_at", "clock_from", "ack_due", "reply_due", "answered_at")
        }
        RequestRecipient.objects.filter(pk=row.pk).update(**moved)

    page = signed_in(pierre).get("/performance/?days=30").content.decode()

    assert page.count('class="pt"') == 2 and 'role="img" aria-label="Share' in page
    assert ": 100 %</title>" in page and ": 0 %</title>" in page
    assert "style=" not in page.split("<main")[1]


def test_too_little_to_draw_says_how_much_is_needed(pierre, signed_in):
    page = signed_in(pierre).get("/performance/?days=x&type='&urgency=9").content.decode()
    assert "at least 5 decided requests are needed" in page


def test_who_does_not_work_with_requests_is_led_on_or_refused(adler, auditor, signed_in):
    assert signed_in(adler).get("/performance/").url == "/performance/offices"
    assert signed_in(auditor).get("/performance/").status_code == 403
    assert signed_in(auditor).get("/performance/figures.csv").status_code == 403


def test_fifty_requests_cost_no_more_queries_than_one(
    amina, pierre, signed_in, django_assert_max_num_queries
):
    browser = signed_in(pierre)
    made(amina)
    browser.get("/performance/")
    with django_assert_max_num_queries(60) as few:
        browser.get("/performance/")
    for _ in range(3):
        made(amina, n=10)
    with django_assert_max_num_queries(60) as many:
        browser.get("/performance/")
    assert len(many) == len(few)


def test_the_download_holds_the_same_and_is_written_down(amina, pierre, signed_in):
    made(amina, n=5, acknowledged_at=0.5, answered_at=2)
    reply = signed_in(pierre).get("/performance/figures.csv?days=30")
    name = f"performance-PRT-30-days-to-{timezone.now().date()}.csv"
    assert reply.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    rows = list(csv.DictReader(io.StringIO(reply.content.decode("utf-8-sig"))))
    (ken,) = [row for row in rows if row["What"] == "KEN"]
    assert (ken["Requests"], ken["Answered on time"]) == ("5", "5")
    assert ken["Median hours to answer"] == "2.0"
    event = Event.objects.get(verb="performance.export")
    assert (event.actor, event.data["days"]) == (pierre, 30)


@pytest.mark.parametrize("risky", ["=1+1", "+cmd", "-2", "@SUM(A1)", "\t=1", " =1", "\r=1", "＝1"])
def test_no_cell_is_taken_for_a_formula(risky):
    assert spreadsheet.cell(risky) == f"'{risky}"
    assert spreadsheet.cell("KEN") == "KEN" and spreadsheet.cell(-2) == -2


def test_a_line_breaks_where_there_is_no_share():
    drawn = charts.line([("a", 100), ("b", 50), ("c", None), ("d", 0), ("e", 100)])
    assert len(drawn.paths) == 2 and len(drawn.points) == 4
    assert charts.line([("a", 1), ("b", None)]) is None
