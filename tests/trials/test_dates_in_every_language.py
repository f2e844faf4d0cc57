"""A day is one day in every language: shown as it was kept, read as it was typed, asked back."""

from datetime import UTC, date, datetime

import pytest
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation

from cases import dates
from kernel.forms.days import DayField, TimeField, UtcField
from tests.trials import walking

LANGUAGES = [code for code, _name in settings.LANGUAGES]
DATES = (forms.DateField, forms.DateTimeField, forms.TimeField)
KEPT = {DayField: date(2026, 3, 2), UtcField: datetime(2026, 3, 2, 14, 5, tzinfo=UTC)}


def fields():
    found = [pair for pair in walking.form_fields() if isinstance(pair[1], DATES)]
    assert len(found) >= 30
    return found


def test_no_form_reads_days_as_its_language_does():
    wrong = [name for name, one in fields() if not isinstance(one, (DayField, UtcField, TimeField))]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_sent_as_it_was_shown_changes_no_day(language):
    with translation.override(language):
        for name, field in fields():
            for kind, kept in KEPT.items():
                if isinstance(field, kind):
                    shown = field.widget.format_value(field.prepare_value(kept))
                    assert field.clean(shown) == kept, (name, shown)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_day_whose_order_cannot_be_told_is_asked_back(language):
    texts = ["07/08/2019", "7.8.2019", "07-08-2019", "12/31/68", "31.12.68", "32/07/2019"]
    texts += ["5 Smarch 2019", "20190721x", "next week", "2019", "2019-13-01", "2019-02-30"]
    texts += ["0007-08-09", "9999-12-31", "1799-12-31", "2200-01-01", "-2019-07-08", "2019-7"]
    with translation.override(language):
        for text in texts:
            with pytest.raises(ValidationError):
                DayField().clean(text)


def test_it_says_which_days_it_may_be():
    def said(text: str) -> str:
        with pytest.raises(ValidationError) as refused:
            DayField().clean(text)
        return refused.value.messages[0]

    assert "2019-07-08 or 2019-08-07" in said("07/08/2019")
    assert DayField().clean("21/07/2019") == DayField().clean("07/21/2019") == date(2019, 7, 21)
    assert "which part is the year" in said("12/31/68")
    assert all("no such day" in said(day) for day in ("31/02/2019", "2019-02-30", "32/13/2019"))
    assert "1800-01-01 to 2199-12-31" in said("9999-12-31")


def test_a_day_is_read_however_it_was_pasted():
    spelt = ["2019-07-21", " 2019-07-21. ", "2019\u201107\u201121", "2019\u201307\u201321"]
    spelt += [
        "2019\u221207\u221221",
        "\uff12\uff10\uff11\uff19\uff0d\uff10\uff17\uff0d\uff12\uff11",
    ]
    spelt += ["\u0662\u0660\u0661\u0669-\u0660\u0667-\u0662\u0661", "2019/07/21", "2019.7.21"]
    spelt += [
        "\u200e2019-07-21\u200f",
        "\u20682019-07-21\u2069",
        "\u00a02019-07-21",
        "(2019-07-21)",
    ]
    assert {DayField().clean(text) for text in spelt} == {date(2019, 7, 21)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_moments_beyond_all_bounds_are_refused_with_the_bounds(language):
    moments = ["9999-12-31T23:59", "0001-01-01T00:00", "1799-12-31T23:59", "2200-01-01T00:00"]
    with translation.override(language):
        for text in moments:
            with pytest.raises(ValidationError, match="2199-12-31"):
                UtcField().clean(text)
        assert UtcField().clean("2199-12-31T23:59").year == 2199


def test_a_birth_is_read_however_it_was_pasted():
    spelt = ["1979-07-21", "1979\u201107\u201121", "1979\u201307\u201321", "1979\u221207\u221221"]
    spelt += ["１９７９－０７－２１", "1979-07-21.", "\u20681979-07-21\u2069", " 1979/07/21 "]
    spelt += ["\u0661\u0669\u0667\u0669-\u0660\u0667-\u0662\u0661", "1979\u201007\u201021"]
    assert {dates.parse(text).text for text in spelt} == {"1979-07-21"}
    assert {dates.parse(f"1950{dash}1955").text for dash in "-\u2013\u2014/"} == {"1950..1955"}
