"""The offices as first seeded."""

from datetime import date
from importlib.resources import files
from zoneinfo import ZoneInfo

import pycountry

from central_offices.reference import FOUNDED_ON, fictional_offices, offices
from kernel.tables import LANGUAGES

NATIONAL = [row for row in offices() if row.kind == "NATIONAL"]


def test_exactly_196_national_offices_have_joined():
    assert sum(row.joined_on is not None for row in NATIONAL) == 196


def test_two_countries_have_a_row_but_have_not_joined():
    assert {row.code for row in NATIONAL if row.joined_on is None} == {"PRK", "TUV"}


def test_the_offices_that_are_not_united_nations_members_are_the_five_named():
    others = {"ABW", "CUW", "SXM", "PSE", "VAT"}

    assert others <= {row.code for row in NATIONAL if row.joined_on}
    assert len({row.code for row in NATIONAL} - others) == 193


def test_the_agency_has_a_secretariat_and_a_commission_of_its_own():
    own = {row.code: row.kind for row in offices() if row.kind != "NATIONAL"}

    assert own == {"AGY": "SECRETARIAT", "CCF": "COMMISSION"}


def test_codes_numbers_and_bureau_codes_are_given_once():
    everything = (*offices(), *fictional_offices())

    for given in ("code", "number"):
        values = [getattr(row, given) for row in everything]
        assert len(values) == len(set(values)), given
    bureaux = [row.legacy_code for row in everything if row.kind == "NATIONAL"]
    assert len(bureaux) == len(set(bureaux))
    assert all(bureaux)


def test_numbers_never_change_because_rows_of_cases_carry_them():
    numbers = {row.code: row.number for row in (*offices(), *fictional_offices())}

    assert {code: numbers[code] for code in ("AGY", "CCF", "ABW", "KEN", "PRT", "ZWE", "QMA")} == {
        "AGY": 1, "CCF": 2, "ABW": 11, "KEN": 101, "PRT": 155, "ZWE": 208, "QMA": 901,
    }  # fmt: skip


def test_every_office_has_a_zone_languages_and_names():
    for row in (*offices(), *fictional_offices()):
        assert ZoneInfo(row.timezone), row.code
        assert row.languages, row.code
        assert set(row.names) == set(LANGUAGES), row.code
        assert row.kind != "NATIONAL" or (row.city and row.region and row.subregion), row.code


def test_the_zone_of_an_office_is_a_zone_of_its_country():
    zones = zones_by_country()

    for row in NATIONAL:
        alpha2 = pycountry.countries.get(alpha_3=row.code).alpha_2
        assert row.timezone in zones[alpha2], row.code


def test_no_date_lies_in_the_future():
    assert date.today() >= FOUNDED_ON
    assert {row.joined_on for row in offices()} == {FOUNDED_ON, None}
    assert all(row.left_on is None for row in offices())


def zones_by_country() -> dict[str, set[str]]:
    table = files("tzdata").joinpath("zoneinfo/zone.tab").read_text()
    zones: dict[str, set[str]] = {}
    for line in table.splitlines():
        if not line.startswith("#"):
            alpha2, _, zone = line.split("\t")[:3]
            zones.setdefault(alpha2, set()).add(zone)
    return zones
