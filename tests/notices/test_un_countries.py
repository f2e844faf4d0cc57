"""A country in the UN list becomes a code only where the text is plainly that country's name."""

import pycountry
import pytest

from notices.un_list.countries import Countries


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Norway", "NOR"),
        ("Türkiye", "TUR"),
        ("Turkey", "TUR"),
        ("Iran (Islamic Republic of)", "IRN"),
        ("Democratic People's Republic of Korea ", "PRK"),
        ("Democratic People’s Republic of Korea", "PRK"),
        ("Democratic Republic of the Congo", "COD"),
        ("Congo", "COG"),
        ("United Kingdom of Great Britain and Northern\nIreland", "GBR"),
        ("Bosnia & Herzegovina", "BIH"),
        ("State of Palestine", "PSE"),
        ("former Soviet Union", "SUHH"),
        ("Afghan", "AFG"),
    ],
)
def test_a_plain_country_has_its_code(written, code):
    assert Countries().code(written) == code


@pytest.mark.parametrize(
    "written",
    [
        "",
        "na",
        "Bahrain (citizenship revoked in Jan. 2015)",
        "Possibly Ethiopian",
        "Sudan/South Sudan",
        "Iran / unknown",
        "the",
    ],
)
def test_anything_else_has_none(written):
    assert Countries().code(written) == ""


def test_names_of_our_own_come_first():
    countries = Countries([("Alpha", "QMA"), ("Norway", "QMB")])

    assert (countries.code("ALPHA"), countries.code("Norway")) == ("QMA", "QMB")


def test_no_two_countries_are_taken_for_one_another():
    countries = Countries()

    assert all(countries.code(c.name) == c.alpha_3 for c in pycountry.countries)
