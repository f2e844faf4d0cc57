"""Dates as people know them: what is read, refused, compared and never made up."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import calendars, dates
from cases.calendars import Calendar
from cases.dates import UNKNOWN, YEAR, AmbiguousDate, Certainty, ImpossibleDate, parse


@pytest.mark.parametrize(
    ("written", "earliest", "latest"),
    [
        ("1979", "1979-01-01", "1979-12-31"),
        ("1979-07", "1979-07-01", "1979-07-31"),
        ("1979-07-21", "1979-07-21", "1979-07-21"),
        ("1979/07/21", "1979-07-21", "1979-07-21"),
        ("1979/00/00", "1979-01-01", "1979-12-31"),
        ("1979/07/00", "1979-07-01", "1979-07-31"),
        ("1980-02", "1980-02-01", "1980-02-29"),
        ("١٩٧٩", "1979-01-01", "1979-12-31"),
        ("1950..1955", "1950-01-01", "1955-12-31"),
        ("1950-1955", "1950-01-01", "1955-12-31"),
        ("1950-03..1951-02", "1950-03-01", "1951-02-28"),
        ("circa 1979", "1977-01-01", "1981-12-31"),
        ("~1979-07", "1979-03-31", "1979-10-31"),
    ],
)
def test_a_date_is_the_interval_of_what_is_known(written, earliest, latest):
    read = parse(written)
    assert (str(read.earliest), str(read.latest)) == (earliest, latest)


@pytest.mark.parametrize("written", ["03/08/1979", "3.8.1979", "03-08-1979", "03/08/79"])
def test_a_date_with_the_day_or_month_first_is_refused(written):
    with pytest.raises(AmbiguousDate, match="Write the year first"):
        parse(written)


def test_the_refusal_offers_both_readings():
    with pytest.raises(AmbiguousDate) as refused:
        parse("03/08/1979")
    assert "1979-03-08 or 1979-08-03" in str(refused.value)


def test_a_refusal_can_be_shown_in_another_language():
    with pytest.raises(ImpossibleDate) as refused:
        parse("1979-13")
    assert refused.value.message % refused.value.params == str(refused.value)
    assert isinstance(refused.value, ValueError)


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("1979-13", "There is no month 13."),
        ("1979-02-30", "There is no day 30 in 1979-02."),
        ("1979-00-05", "a day without a month"),
        ("1955..1950", "ends before it starts"),
        ("1400", "Check the calendar"),
        ("21 Smarch 1979", "is not read as a date"),
        ("1979-07-21T10:00", "is not read as a date"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(written, sentence):
    with pytest.raises(ValueError, match=sentence):
        parse(written)


@pytest.mark.parametrize("written", ["", "  ", "unknown", "?"])
def test_an_empty_date_is_unknown_and_compares_as_unknown(written):
    read = parse(written)
    assert read == UNKNOWN
    assert read.certainty is Certainty.UNKNOWN
    assert (read.text, read.earliest, list(read.years())) == ("", None, [])
    assert read.overlaps(parse("1979")) is None
    assert parse("1979").overlaps(read) is None
    assert read.age_between(date(2026, 1, 1)) is None


def test_a_year_is_shown_as_a_year_and_never_as_the_first_of_january():
    assert parse("1979/00/00").text == "1979"
    assert parse("1979-01-01").text == "1979-01-01"
    assert parse("1979") != parse("1979-01-01")


def test_what_the_person_typed_is_kept_beside_the_one_spelling():
    read = parse(" c. 1979 ")
    assert (read.as_written, read.text) == ("c. 1979", "1979~")


def test_a_hijri_year_is_that_of_umm_al_qura_where_its_tables_reach():
    read = parse("1400 AH")
    assert read.calendar is Calendar.HIJRI
    assert (read.earliest, read.latest) == (date(1979, 11, 20), date(1980, 11, 8))
    assert read == parse("1400", "hijri") == parse("١٤٠٠ هـ")


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("1343-01-01 AH", date(1924, 8, 1)),
        ("1400-01-01 AH", date(1979, 11, 20)),
        ("1445-09-01 AH", date(2024, 3, 11)),
        ("1446-01-01 AH", date(2024, 7, 7)),
        ("1500-12-30 AH", date(2077, 11, 16)),
    ],
)
def test_a_hijri_day_of_the_tables_is_that_day(written, day):
    read = parse(written)
    assert (read.earliest, read.latest) == (day, day)


@pytest.mark.parametrize(
    ("written", "tabular"),
    [
        ("1342-12-29 AH", date(1924, 8, 1)),
        ("1501-01-01 AH", date(2077, 11, 17)),
        # The tables have 29 days in this month; whoever saw the moon later counted a 30th.
        ("1400-03-30 AH", date(1980, 2, 17)),
    ],
)
def test_a_hijri_day_outside_the_tables_reaches_over_the_sighting_of_the_moon(written, tabular):
    read = parse(written)
    assert (read.earliest, read.latest) == (
        tabular - timedelta(days=2),
        tabular + timedelta(days=2),
    )


def test_a_hijri_year_before_the_tables_reaches_two_days_further():
    read = parse("1342 AH")
    assert (read.earliest, read.latest) == (date(1923, 8, 12), date(1924, 8, 3))


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("1400-01-31 AH", "There is no day 31 in 1400-01."),
        ("1400-13 AH", "There is no month 13."),
        ("1700 AH", "not between 1215 and 1600"),
        ("2016-13-06 EC", "There is no day 6 in 2016-13."),
        ("2016-14 EC", "There is no month 14."),
        ("1700 EC", "not between 1793 and 2191"),
        ("0 ROC", "not between 1 and 288"),
        ("1979 ROC", "not between 1 and 288"),
        ("68-02-30 ROC", "There is no day 30 in 68-02."),
        ("民國前3年", "is not read as a date"),
    ],
)
def test_what_a_calendar_does_not_have_is_refused_in_a_sentence(written, sentence):
    with pytest.raises(dates.DateRefused, match=sentence):
        parse(written)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2016-01-01 EC", "2023-09-12"),  # the year before was a leap year
        ("2017-01-01 EC", "2024-09-11"),
        ("1972-01-01 E.C.", "1979-09-12"),
        ("2015-13-06 EC", "2023-09-11"),
        ("1892-13-05 EC", "1900-09-10"),
    ],
)
def test_an_ethiopian_year_begins_in_september_and_ends_with_a_short_month(written, day):
    read = parse(written)
    assert (str(read.earliest), str(read.latest)) == (day, day)


def test_an_ethiopian_year_has_thirteen_months():
    read = parse("1972 ዓ.ም")
    assert read.calendar is Calendar.ETHIOPIAN and read == parse("1972", "ethiopian")
    assert (read.earliest, read.latest) == (date(1979, 9, 12), date(1980, 9, 10))


@pytest.mark.parametrize("written", ["68-07-21 ROC", "民國68年7月21日", "Minguo 068/07/21"])
def test_a_minguo_date_counts_from_1912(written):
    read = parse(written)
    assert (read.text, read.earliest, read.latest) == (
        "68-07-21 ROC",
        date(1979, 7, 21),
        date(1979, 7, 21),
    )


def test_the_first_year_of_the_minguo_calendar_is_1912():
    read = parse("1 ROC")
    assert (read.earliest, read.latest) == (date(1912, 1, 1), date(1912, 12, 31))
    assert read == parse("1", "minguo")


@pytest.mark.parametrize("calendar", Calendar)
@pytest.mark.parametrize("written", ["{}", "{}-07", "{}-07-21", "{}..{}", "{}~"])
def test_every_calendar_has_one_spelling_that_is_read_back(calendar, written):
    year = sum(calendars.YEARS[calendar]) // 2
    read = parse(written.format(year, year + 1), calendar)
    assert parse(read.text) == read and read.earliest <= read.latest


@pytest.mark.parametrize("calendar", Calendar)
def test_the_first_and_the_last_year_of_a_calendar_may_be_approximate(calendar):
    first, last = calendars.YEARS[calendar]
    for year in (first, last):
        whole, about = parse(str(year), calendar), parse(f"{year}~", calendar)
        assert about.earliest < whole.earliest <= whole.latest < about.latest


@pytest.mark.parametrize(
    ("year", "first_day"),
    [(1358, "1979-03-21"), (1375, "1996-03-20"), (1400, "2021-03-21"), (1403, "2024-03-20")],
)
def test_a_solar_hijri_year_begins_at_nowruz(year, first_day):
    assert str(parse(f"{year}-01-01 SH").earliest) == first_day
    assert str(parse(str(year), "solar_hijri").earliest) == first_day


def test_the_last_day_of_a_solar_hijri_leap_year_exists_only_then():
    assert str(parse("1399-12-30 SH").latest) == "2021-03-20"
    with pytest.raises(ImpossibleDate):
        parse("1400-12-30 SH")


def test_two_calendars_at_once_are_refused():
    with pytest.raises(ImpossibleDate, match="another calendar"):
        parse("1400 AH", "solar_hijri")


def test_an_age_is_an_interval():
    assert parse("1979").age_between(date(2026, 7, 1)) == (46, 47)
    assert parse("1979-07-21").age_between(date(2026, 7, 20)) == (46, 46)
    assert parse("1979-07-21").age_between(date(2026, 7, 21)) == (47, 47)
    assert parse("2004-02-29").age_between(date(2026, 2, 28)) == (21, 21)
    assert parse("2026").age_between(date(2026, 7, 1)) == (0, 0)
    assert parse("2027").age_between(date(2026, 7, 1)) is None


def test_a_day_a_year_away_is_found_with_a_year_of_slack():
    asked = parse("1979-07-01")
    assert asked.overlaps(parse("1400 AH"), YEAR) is True
    assert asked.overlaps(parse("1400 AH")) is False
    assert asked.overlaps(parse("1979")) is True
    assert asked.overlaps(parse("1981"), YEAR) is False


def test_a_range_touches_all_its_years():
    assert list(parse("1950..1953").years()) == [1950, 1951, 1952, 1953]


POINTS = st.dates(date(1850, 1, 1), date(2100, 12, 31)).flatmap(
    lambda day: st.sampled_from([f"{day.year}", f"{day:%Y-%m}", f"{day:%Y-%m-%d}"])
)


@given(POINTS, POINTS, st.booleans())
def test_the_one_spelling_is_read_back_as_the_same_date(start, end, about):
    try:
        read = parse(f"{start}..{end}" + "~" * about)
    except ImpossibleDate:
        assert start > end
        return
    assert parse(read.text) == read
    assert read.earliest <= read.latest


@given(st.integers(1215, 1600), st.integers(1, 12), st.integers(1, 29))
def test_hijri_days_lie_in_their_year_and_no_day_is_left_out_between_years(year, month, day):
    whole, one = parse(f"{year} AH"), parse(f"{year}-{month:02}-{day:02} AH")
    assert whole.earliest <= one.earliest <= one.latest <= whole.latest
    following = parse(f"{year + 1} AH") if year < 1600 else None
    assert following is None or following.earliest <= whole.latest + timedelta(days=1)


@given(st.integers(1180, 1575))
def test_solar_hijri_years_leave_no_day_out(year):
    ends, begins = parse(f"{year} SH").latest, parse(f"{year + 1} SH").earliest
    assert begins - ends == timedelta(days=1)


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_with_a_sentence(text):
    try:
        assert parse(text).text is not None
    except dates.DateRefused as refused:
        assert str(refused).endswith(".")
