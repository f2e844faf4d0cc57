"""Countries, dissolved states and special codes as first seeded."""

from datetime import date

import pycountry

from central_offices.jurisdictions import DATA, fictional, jurisdictions, region_names, un_states
from kernel.tables import LANGUAGES, read_csv

EVERYTHING = (*jurisdictions(), *fictional())
BY_CODE = {row.code: row for row in EVERYTHING}


def test_every_country_of_iso_3166_stands_once():
    codes = [row.code for row in EVERYTHING]

    assert len(codes) == len(set(codes))
    assert {country.alpha_3 for country in pycountry.countries} <= set(codes)


def test_every_jurisdiction_has_its_name_in_all_six_languages():
    for row in EVERYTHING:
        assert set(row.names) == set(LANGUAGES), row.code
        assert all(name.strip() for name in row.names.values()), row.code


SCRIPTS = {"ar": ("\u0600", "\u06ff"), "ru": ("\u0400", "\u04ff"), "zh": ("\u4e00", "\u9fff")}


def test_names_are_written_in_the_script_of_their_language():
    wrong = {
        (row.code, language)
        for row in EVERYTHING
        for language, (first, last) in SCRIPTS.items()
        if not any(first <= letter <= last for letter in row.names[language])
    }
    assert wrong <= {("XPO", "zh")}


def test_the_united_nations_have_193_members_and_two_observer_states():
    assert len(un_states()) == 195
    assert {"PSE", "VAT"} <= un_states()
    assert {
        row.code for row in EVERYTHING if row.kind == "STATE" and not row.fictional
    } == un_states()


def test_every_country_stands_in_one_region_of_m49():
    listed = [code for row in read_csv(DATA / "m49.csv") for code in row["members"].split()]
    countries = {country.alpha_3 for country in pycountry.countries}

    assert sorted(listed) == sorted(countries - {"ATA"})
    assert all(set(names) == set(LANGUAGES) for names in region_names().values())
    assert (BY_CODE["DEU"].region, BY_CODE["DEU"].subregion) == ("150", "155")


def test_the_ten_dissolved_states_are_known_with_their_successors():
    dissolved = {row.code: row for row in EVERYTHING if row.kind == "DISSOLVED_STATE"}

    assert set(dissolved) == {
        "SUHH", "YUCS", "CSHH", "CSXX", "DDDE", "ANHH", "ZRCD", "BUMM", "YDYE", "TPTL",
    }  # fmt: skip
    assert len(dissolved["SUHH"].successors) == 15
    for state in dissolved.values():
        assert state.successors
        assert all(BY_CODE[code].kind in {"STATE", "TERRITORY"} for code in state.successors)


def test_a_dissolved_state_ended_after_it_began_and_not_in_the_future():
    for row in EVERYTHING:
        if row.valid_from and row.valid_to:
            assert row.valid_from < row.valid_to <= date.today()
        assert (row.valid_to is not None) == (row.kind == "DISSOLVED_STATE")


def test_two_dissolved_states_share_a_two_letter_code():
    assert BY_CODE["CSHH"].alpha2 == BY_CODE["CSXX"].alpha2 == "CS"
    assert (BY_CODE["CSHH"].alpha3, BY_CODE["CSXX"].alpha3) == ("CSK", "SCG")


def test_stateless_persons_and_refugees_have_codes_of_their_own():
    assert {"XXA", "XXB", "XXC", "XXX", "XPO", "UNO", "UNA", "UNK", "EUE", "XOM"} <= set(BY_CODE)
    assert BY_CODE["XXA"].kind == "SPECIAL"
    assert BY_CODE["XPO"].kind == "ORGANIZATION"


def test_fictional_countries_use_codes_that_iso_leaves_to_users_and_stay_out_of_the_real_list():
    assert [row.code for row in fictional()] == ["QMA", "QMB", "QMC", "QMD"]
    assert [row.alpha2 for row in fictional()] == ["QM", "QN", "QO", "QP"]
    assert not any(row.fictional for row in jurisdictions())
