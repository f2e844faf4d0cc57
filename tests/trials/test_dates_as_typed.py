"""A date as it stands on papers of many countries: read where it is plain, else asked back."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from cases import dates
from cases.calendars import Calendar
from kernel.forms import days

READ = {
    "1979-07-21": [
        *("21 Jul 1979", "July 21, 1979", "21st July 1979", "21-Jul-1979", "1979 July 21"),
        *("21 juillet 1979", "21 de julio de 1979", "21 июля 1979 г.", "21 ИЮЛЯ 1979"),
        *(
            "1979年7月21日",
            "１９７９年７月２１日",
            "٢١ يوليو ١٩٧٩",
            "21 تموز 1979",
            "昭和54年7月21日",
        ),
        *("2522-07-21 BE", "พ.ศ. 2522-07-21", "1979/07/21", "21 JULY 1979."),
    ],
    "1979-07": ["Jul 1979", "juillet 1979", "1979年7月", "JUL-1979", "июль 1979"],
    "1979": ["1979年", "昭和54年", "2522 BE"],
    "1980-03-01": ["1er mars 1980", "1 March 1980"],
    "1990-08-20": ["20 août 1990", "20 aout 1990", "20 AGOSTO 1990"],
    "1990-09-03": ["3 sept. 1990", "3 Sept 1990", "3 septiembre 1990"],
    "2019-05-01": ["令和元年5月1日"],
    "1979..1980": ["1979 or 1980", "1979 ou 1980", "1979 o 1980", "1979 или 1980"],
    "1960..1962": ["between 1960 and 1962", "from 1960 to 1962", "entre 1960 et 1962"],
    "1968-12-31": ["31/12/1968", "31.12.1968", "12/31/1968", "31-12-1968", "٣١/١٢/١٩٦٨"],
    "1979-05-05": ["05/05/1979", "5.5.1979"],
    "before 1980": ["before 1980", "avant 1980", "antes de 1980", "до 1980 г.", "1980年前"],
    "before 1979-07": ["before July 1979", "قبل يوليو 1979"],
    "after 1980": ["after 1980", "après 1980", "después de 1980", "после 1980", "1980年之后"],
    "before 1400 AH": ["before 1400 AH", "قبل 1400 هـ"],
    "1970 or 1985": ["1970 or 1985", "1985 or 1970", "1970 ou 1985", "1970 или 1985"],
    "1970..1985": ["between 1970 and 1985", "1970 to 1985"],
    "1979-07~": ["about Jul 1979", "vers juillet 1979", "circa July 1979"],
}
ASKED_BACK = [
    *("07/08/2019", "8.7.2019", "12/31/68", "21 Jul 79", "12 13 mars 1979", "Jul 1979 1980"),
    *("31 Feb 1979", "marzo", "21 Smarch 1979", "1979年13月", "昭和年", "令和元", "Jul", "or 1980"),
    *(
        "1970 and 1985",
        "about 1970 or 1985",
        "before about 1980",
        "Maytag 1979",
        "1979 or",
        "between 1960",
        "BE",
        "21 Jul 19790",
    ),
]
SAME_DAYS = ["1400-10-30", "1402-10-30", "1442-02-30"]


def test_what_is_plain_is_read():
    for text, written in READ.items():
        for typed in written:
            read = dates.parse(typed)
            assert (typed, read.text, read.as_written) == (typed, text, typed.strip())
            assert dates.parse(read.text) == read, typed


def test_what_is_not_plain_is_asked_back():
    for typed in ASKED_BACK:
        with pytest.raises(dates.DateRefused):
            dates.parse(typed)
            raise AssertionError(typed)


def test_a_day_of_a_form_is_read_by_the_same_words():
    for typed in ("21 Jul 1979", "1979年7月21日", "21 juillet 1979", "1979-07-21", "21/07/1979"):
        assert days.read_day(typed) == date(1979, 7, 21)
    for typed in ("Jul 1979", "07/08/2019", "31 Feb 1979", "1979", "31/02/1979", "before 1979"):
        with pytest.raises(ValidationError):
            days.read_day(typed)


def test_a_day_of_the_hijri_calendar_is_taken_by_either_way_of_counting():
    for typed in SAME_DAYS:
        read = dates.parse(typed, Calendar.HIJRI)
        assert read.earliest <= read.latest and (read.latest - read.earliest).days <= 4
