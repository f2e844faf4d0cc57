"""Forms: what was typed stays, what is wrong is said beside the field and once on top."""

import re

import pytest
from django.template import engines

from tests.pages.specimen import Every, wrong_form


@pytest.fixture
def wrong() -> str:
    return str(wrong_form())


def test_what_was_typed_is_still_there(wrong):
    assert 'value="around 1979"' in wrong
    assert "Kept text</textarea>" in wrong


def test_each_error_stands_at_its_field_and_the_control_points_to_it(wrong):
    control = re.search(r"<input[^>]*id=\"id_born\"[^>]*>", wrong).group()

    assert 'aria-invalid="true"' in control
    assert 'aria-describedby="id_born_helptext id_born_error"' in control
    said = re.search(r'id="id_born_error">(.*?)</div>', wrong, re.S).group(1)
    assert "Give a year, such as 1979." in said and "Dates before 1900" in said


def test_the_summary_links_to_something_that_can_take_the_focus(wrong):
    targets = re.findall(r'<li>\s*<a href="#([\w-]+)"', wrong)

    assert {"id_title", "id_born", "id_portfolios_0", "id_level_0", "id_agreed"} <= set(targets)
    for target in targets:
        assert re.search(rf'<(input|select|textarea)[^>]*id="{target}"', wrong), target


def test_what_concerns_no_single_field_is_said_on_top(wrong):
    summary = wrong[wrong.index('class="summary"') : wrong.index("</ul>")]

    assert "State the legal basis before you save this case." in summary


def test_no_id_is_given_twice(wrong):
    ids = re.findall(r'\bid="([^"]+)"', wrong)

    assert sorted(ids) == sorted(set(ids))


def test_a_fresh_form_has_no_errors_and_says_what_is_optional():
    fresh = str(Every())

    assert "summary" not in fresh.replace("id_summary", "").replace('name="summary"', "")
    assert fresh.count("optional") == 3


def test_a_form_written_by_hand_and_one_written_at_once_look_the_same():
    form = wrong_form()
    by_hand = engines["django"].from_string('{% include "parts/form.html" %}')

    assert by_hand.render({"form": form}).split() == str(form).split()


def test_what_is_typed_is_shown_as_text():
    shown = str(Every({"title": '"><script>alert(1)</script>'}))

    assert "<script>" not in shown
