"""The components: marks, handling, times."""

import json
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django.utils import timezone, translation

from exchange.models import Consent
from exchange.templatetags import exchange
from kernel.models import Job
from kernel.templatetags import iisa

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (18 * MINUTE, "18 min left"),
        (-22 * MINUTE, "22 min over"),
        (timedelta(), "0 min left"),
        (2 * HOUR + 10 * MINUTE, "2 h 10 min left"),
        (DAY, "1 day left"),
        (3 * DAY + 5 * HOUR, "3 days left"),
        (-2 * DAY, "2 days over"),
    ],
)
def test_time_left_is_said_in_words(left, words):
    assert iisa.time_left(left) == words


@pytest.mark.parametrize(
    ("before", "after", "classes"),
    [
        (11 * HOUR, 29 * HOUR, "due u-25"),
        (29 * HOUR, 11 * HOUR, "due u-70 soon"),
        (60 * HOUR, -MINUTE, "due u-100 over"),
    ],
)
def test_colour_follows_the_share_of_time_used_not_fixed_minutes(before, after, classes):
    now = timezone.now()

    shown = iisa.due(now + after, now - before)

    assert re.search(r'class="([^"]*)"', shown).group(1).split() == classes.split()


def test_a_deadline_carries_the_moment_for_machines_and_no_style():
    until = timezone.now() + HOUR

    shown = iisa.due(until, until - 2 * HOUR)

    assert f'datetime="{until.astimezone(UTC).isoformat(timespec="seconds")}"' in shown
    assert "style" not in shown


def test_a_day_of_another_year_says_which():
    now = timezone.now()
    assert iisa.day({}, now.replace(month=3, day=4)) == "4 Mar"
    assert iisa.day({}, datetime(2036, 11, 28, 12, tzinfo=UTC)) == "28 Nov 2036"


def test_without_a_deadline_nothing_is_shown():
    assert iisa.due(None) == "" and iisa.when(*[{}, None]) == ""


def test_what_is_done_no_longer_counts_down():
    assert "data-due" not in iisa.due(timezone.now() - DAY, done=True)


def test_the_script_gets_the_wording_of_the_page():
    with translation.override("en"):
        words = json.loads(iisa.due_words())

    assert words["left"] % {"time": words["hours"] % {"h": 2, "m": 10}} == "2 h 10 min left"


def test_a_time_gives_utc_and_the_viewers_own_on_hover():
    class Officer:
        zone = "Africa/Nairobi"

    shown = iisa.when({"officer": Officer}, datetime(2026, 3, 14, 21, 30, tzinfo=UTC))

    assert 'datetime="2026-03-14T21:30:00+00:00"' in shown
    assert "14 Mar 2026 21:30 UTC" in shown and "15 Mar 2026 00:30 Nairobi" in shown


def test_a_time_that_offices_quote_is_in_utc_and_an_hour_is_of_the_readers_clock():
    class Officer:
        zone = "Africa/Nairobi"

    context, at = {"officer": Officer}, datetime(timezone.now().year, 3, 14, 21, 30, tzinfo=UTC)

    assert ">14 Mar 21:30 UTC</time>" in iisa.utc(context, at)
    assert f"15 Mar {at.year} 00:30 Nairobi" in iisa.utc(context, at)
    assert ">00:30</time>" in iisa.clock(context, at) and iisa.day(context, at) == "15 Mar"
    assert iisa.utc(context, None) == "—"
    assert f"{at.year - 1} 21:30 UTC</time>" in iisa.utc(context, at.replace(year=at.year - 1))


def test_in_utc_one_clock_is_enough():
    shown = iisa.utc({}, datetime(2026, 3, 14, 21, 30, tzinfo=UTC))

    assert 'title="14 Mar 2026 21:30 UTC"' in shown


def test_a_day_without_a_time_shows_no_time():
    assert iisa.when({}, date(1979, 8, 3)) == '<time datetime="1979-08-03">3 Aug 1979</time>'


@pytest.mark.parametrize(
    ("level", "name", "words"),
    [
        (0, "official", "Official use"),
        (1, "restricted", "Restricted"),
        (2, "confidential", "Confidential"),
    ],
)
def test_handling_is_bars_and_a_word(level, name, words):
    assert iisa.handling(level) == f'<span class="hand {name}">{words}</span>'


def test_a_notice_has_colour_letter_and_word():
    assert iisa.notice_mark("BLACK") == '<abbr class="nmark n-black" title="Black">K</abbr>'


def test_a_name_is_shown_as_text():
    class Office:
        code = "KEN"

        def __str__(self):
            return '"><script>'

    assert "<script>" not in iisa.country(Office(), with_name=True)


@pytest.mark.parametrize(("done", "total", "step"), [(912, 2400, 35), (0, 0, 0), (9, 8, 100)])
def test_progress_is_told_in_steps_of_five(done, total, step):
    assert iisa.used(done, total) == f"u-{step}"


@pytest.mark.parametrize(
    "status, shown",
    [
        ("DONE", '<span class="tag ok">Done</span>'),
        ("FAILED", '<span class="tag bad">Failed</span>'),
        ("RUNNING", '<span class="tag">Running</span>'),
    ],
)
def test_a_state_is_a_word_with_the_tone_that_its_model_names(status, shown):
    assert iisa.status_tag(Job(status=status)) == shown


def test_tones_are_given_to_states_that_exist():
    models = [model for model in apps.get_models() if hasattr(model, "TONES")]

    assert len(models) > 5
    for model in models:
        assert set(model.TONES) <= set(dict(model._meta.get_field("status").flatchoices)), model
        assert set(model.TONES.values()) <= {"ok", "warn", "bad", "plain"}, model


@pytest.mark.parametrize(
    "number, shown", [(0, "0"), (999, "999"), (1000, "1000+"), (5000, "1000+")]
)
def test_a_count_stops_where_counting_stops(number, shown):
    assert exchange.capped(number) == shown


@pytest.mark.parametrize(
    "decided, status, shown",
    [
        (False, "ASKED", '<span class="tag warn">Asked</span>'),
        (True, "ASKED", '<span class="tag warn">Asked</span>'),
        (False, "GRANTED", '<span class="tag warn">Asked</span>'),
        (True, "GRANTED", '<span class="tag ok">Given</span>'),
        (True, "REFUSED", '<span class="tag bad">Refused</span>'),
        (True, "WITHDRAWN", '<span class="tag bad">Withdrawn</span>'),
    ],
)
def test_a_consent_shows_a_decision_only_to_who_may_know_it(decided, status, shown):
    consent = Consent(status=status)
    consent.decided = decided

    assert exchange.consent_tag(consent) == shown
