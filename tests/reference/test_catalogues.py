"""The nine portfolios and the offence catalogue under them."""

from collections import Counter
from datetime import date

from cases.reference import DATA, EXCLUSION_CATEGORIES, offences
from kernel.tables import LANGUAGES, in_force, read_csv
from policies.reference import portfolios

NINE = [
    "TERRORISM", "GRAFT", "CORRUPTION", "DRUGS", "SMUGGLING_OF_PERSONS", "MONEY_LAUNDERING",
    "FRAUD", "PORNOGRAPHY", "CONSPIRACY",
]  # fmt: skip
BY_CODE = {row.code: row for row in offences()}


def test_there_are_nine_portfolios_in_the_order_of_the_founding_documents():
    assert [row.code for row in portfolios()] == NINE
    assert [row.rank for row in portfolios()] == list(range(1, 10))


def test_every_portfolio_has_name_and_scope_in_all_six_languages():
    for row in portfolios():
        assert set(row.name) == set(row.scope) == set(LANGUAGES), row.code
        assert all((*row.name.values(), *row.scope.values())), row.code


def test_the_scope_of_pornography_says_that_material_of_consenting_adults_is_excluded():
    row = next(row for row in portfolios() if row.code == "PORNOGRAPHY")

    assert "consensual material of adults" in row.scope["en"]


def test_every_offence_stands_under_a_portfolio_and_every_portfolio_has_several():
    counted = Counter(row.portfolio for row in offences())

    assert set(counted) == set(NINE)
    assert min(counted.values()) >= 5
    assert len(BY_CODE) == len(offences()) >= 60


def test_every_offence_has_a_name_in_all_six_languages():
    for row in offences():
        assert set(row.name) == set(LANGUAGES), row.code


def test_every_exclusion_names_an_offence_a_known_category_and_a_reason():
    excluded = [row for row in offences() if row.excluded]

    assert {row["offence"] for row in read_csv(DATA / "exclusions.csv")} == {
        row.code for row in excluded
    }
    assert {row.excluded for row in excluded} == set(EXCLUSION_CATEGORIES)
    assert all(set(row.because) == set(LANGUAGES) for row in excluded)


def test_an_unfunded_cheque_is_excluded_as_a_private_dispute():
    assert BY_CODE["UNFUNDED_CHEQUE"].excluded == "ADMINISTRATIVE_PRIVATE_DISPUTE"


def test_serious_crime_is_not_excluded():
    for code in ("ARMED_ROBBERY", "FRAUD", "DRUG_TRAFFICKING", "CHILD_ABUSE_MATERIAL"):
        assert BY_CODE[code].excluded == ""


def test_the_whole_catalogue_is_in_force_today():
    assert len(in_force(offences(), date.today())) == len(offences())
