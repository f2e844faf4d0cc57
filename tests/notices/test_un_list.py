"""Reading the UN list: what each field becomes, and what is told instead of dropped."""

import io
from datetime import date
from pathlib import Path

import pytest

from notices.un_list import reading
from notices.un_list.records import Alias, BirthDate, Certainty, Document, Place, Quality

SMALL = (Path(__file__).parent / "data" / "un_list_small.xml").read_text(encoding="utf-8")


def read(text=SMALL):
    return {record.reference: record for record in reading.read(io.BytesIO(text.encode()))}


def check(text=SMALL):
    return reading.check(io.BytesIO(text.encode()))


@pytest.fixture
def tariq():
    return read()["QDi.901"]


@pytest.fixture
def olga():
    return read()["CDi.902"]


def test_the_summary_counts_persons_and_entities_and_says_when_the_list_was_made():
    summary = check()

    assert (summary.individuals, summary.entities) == (3, 2)
    assert summary.generated_at == "2021-03-14T23:00:04.625Z"


def test_every_field_of_the_small_list_is_understood():
    assert check().warnings == ()
    assert all(record.unmapped == () for record in read().values())


def test_a_person_has_up_to_four_names_and_na_is_none(tariq):
    assert tariq.names == ("TARIQ", "NAWFAL", "AL-QAMARI")
    assert tariq.name == "TARIQ NAWFAL AL-QAMARI"
    assert tariq.name_original == "طارق نوفل القمري"


def test_the_listing_is_read_with_its_dates_even_with_a_time_zone_behind_them(tariq):
    assert (tariq.data_id, tariq.version, tariq.list_type) == ("9900001", 1, "Al-Qaida")
    assert tariq.listed_on == date(2019, 10, 6)
    assert tariq.updated_on == (date(2020, 1, 15), date(2020, 11, 24))
    assert (tariq.submitted_by, tariq.lists) == ("Alpha", ("UN List",))


def test_the_resolution_follows_from_the_reference_and_the_comments_name_the_ground(tariq):
    assert tariq.resolution == 1267
    assert tariq.listed_under == (2368,)


def test_a_regime_unknown_to_the_program_has_no_resolution():
    assert read(SMALL.replace("QDi.901", "ZZi.901"))["ZZi.901"].resolution is None


def test_titles_designations_and_nationalities_keep_their_order(tariq):
    assert tariq.titles == ("Doctor", "Haji")
    assert tariq.designations == ("a) Harbour master of the old port", "b) Treasurer")
    assert tariq.nationalities == ("Alpha", "Norway")


def test_a_nationality_that_is_not_available_is_not_namibia(olga):
    assert olga.nationalities == ("Beta (until 2012)",)


def test_aliases_keep_their_quality_and_the_birth_stated_with_them(tariq):
    first, second = tariq.aliases

    assert first == Alias(
        quality=Quality.GOOD,
        name="Tarek Naufal al-Kamari; Tareq Nofal",
        born=BirthDate(certainty=Certainty.EXACT, year=1962, month=2, day=3),
        city_of_birth="Bergen",
        country_of_birth="Norway",
        note="previously listed as",
    )
    assert (second.quality, second.name[:8]) == (Quality.LOW, "Abu Mina")


def test_one_alias_field_is_split_into_every_way_of_writing_for_search(tariq, olga):
    assert tariq.aliases[0].forms == ("Tarek Naufal al-Kamari", "Tareq Nofal")
    assert tariq.aliases[1].forms == ("Abu Mina", "أبو مينا")
    assert olga.aliases[0].forms == ("Olya Sever", "Оля Север")


def test_the_language_behind_an_original_name_is_no_part_of_it(olga):
    assert olga.name_original == "Ольга Выдумская (Russian)"
    assert olga.original_names == ("Ольга Выдумская",)


def test_birth_dates_are_days_years_and_ranges(tariq):
    assert tariq.births == (
        BirthDate(certainty=Certainty.EXACT, year=1961, month=5, day=17),
        BirthDate(certainty=Certainty.APPROXIMATE, year=1963),
        BirthDate(certainty=Certainty.RANGE, year=1960, year_to=1964, note="Approximately"),
    )


def test_a_birth_date_is_an_interval_and_no_first_of_january(tariq, olga):
    spans = [(str(b.earliest), str(b.latest), b.text) for b in (*tariq.births, *olga.births)]

    assert spans == [
        ("1961-05-17", "1961-05-17", "1961-05-17"),
        ("1963-01-01", "1963-12-31", "1963"),
        ("1960-01-01", "1964-12-31", "1960/1964"),
        ("1973-11-01", "1973-11-30", "1973-11"),
        ("None", "None", "30-35 years old"),
    ]


def test_a_month_in_a_note_is_read_and_any_other_wording_stays_a_note(olga):
    month = BirthDate(certainty=Certainty.EXACT, year=1973, month=11, note="Nov. 1973")
    assert olga.births == (month, BirthDate(note="30-35 years old"))

    (pak,) = read()["KPi.903"].births
    assert (pak.year, pak.month, pak.day) == (1958, 9, None)


def test_the_sex_comes_from_its_element_or_from_plain_words_in_the_comments(tariq, olga):
    assert [tariq.sex_id, olga.sex_id, read()["KPi.903"].sex_id] == ["M", "F", "U"]


def test_addresses_and_places_of_birth_keep_all_their_parts(tariq):
    assert tariq.addresses == (
        Place(
            street="7 Quay Street",
            city="Bergen",
            state_province="Vestland",
            zip_code="5003",
            country="Norway",
            note="previous address",
        ),
    )
    assert tariq.places_of_birth == (
        Place(
            street="Harbour quarter",
            city="Alphaville",
            state_province="North Shore",
            country="Alpha",
            note="now South Shore",
        ),
    )


def test_documents_keep_all_their_parts_and_give_the_bare_number(tariq):
    passport, card = tariq.documents

    assert passport == Document(
        type="Passport",
        number="Alpha passport number AX 4471903",
        issuing_country="Alpha",
        country_of_issue="Norway",
        city_of_issue="Bergen",
        issued_on=date(2019, 4, 1),
        note="expired on 31 Mar. 2029",
    )
    assert (passport.identifier, passport.is_passport) == ("AX 4471903", True)
    assert (card.identifier, card.is_passport) == ("57388", False)


def test_an_entity_has_one_name_and_aliases_also_or_formerly_known_as():
    lantern = read()["SOe.901"]

    assert lantern.name == "BLUE LANTERN TRADING (BLT)"
    assert [alias.quality for alias in lantern.aliases] == [Quality.AKA, Quality.FKA]
    assert lantern.aliases[0].forms == ("Blue Lamp Company", "شركة المصباح")
    assert lantern.submitted_on == date(2018, 7, 17)
    assert lantern.has_interpol_link == "NO"
    assert lantern.addresses[0].zip_code == "0042"


def test_empty_blocks_are_no_aliases_addresses_births_or_documents():
    reeds = read()["TAe.902"]

    assert (reeds.aliases, reeds.addresses, reeds.updated_on) == ((), (), ())


def test_an_unknown_element_is_told_with_line_and_count_and_its_text_is_kept():
    text = SMALL.replace("<QUALITY>Good</QUALITY>", "<QUALITY>Good</QUALITY><COLOUR>red</COLOUR>")

    (warning,) = check(text).warnings

    assert warning.path == "INDIVIDUAL/INDIVIDUAL_ALIAS/COLOUR"
    assert (warning.line, warning.count) == (40, 2)
    assert read(text)["QDi.901"].unmapped == (("INDIVIDUAL_ALIAS/COLOUR", "red"),)


@pytest.mark.parametrize(
    ("old", "new", "path", "kept"),
    [
        ("<GENDER>Male<", "<GENDER>Robot<", "INDIVIDUAL/GENDER", "Robot"),
        ("<DATE>1961-05-17<", "<DATE>1961-13-17<", "DATE_OF_BIRTH/DATE", "1961-13-17"),
        ("<YEAR>1963<", "<YEAR>63<", "DATE_OF_BIRTH/YEAR", "63"),
        ("<QUALITY>Low<", "<QUALITY>Fair<", "INDIVIDUAL_ALIAS/QUALITY", "Fair"),
        ("<VALUE>2020-01-15<", "<VALUE>yesterday<", "LAST_DAY_UPDATED/VALUE", "yesterday"),
        ("<GENDER>", '<GENDER sure="no">', "INDIVIDUAL/GENDER@sure", "no"),
        ("<GENDER>", '<INDIVIDUAL_ALIAS nil="1"/><GENDER>', "INDIVIDUAL_ALIAS@nil", "1"),
        ("<TITLE>", "<TITLE>stray", "INDIVIDUAL/TITLE", "stray"),
        ("<GENDER>Male", "<GENDER>Male<B>bold</B>", "INDIVIDUAL/GENDER/B", "bold"),
    ],
)
def test_what_cannot_be_read_is_told_and_its_words_are_kept(old, new, path, kept):
    text = SMALL.replace(old, new)

    (warning,) = check(text).warnings

    assert warning.path.endswith(path)
    assert kept in [text for _, text in read(text)["QDi.901"].unmapped]


def test_a_section_that_the_list_did_not_have_is_told():
    vessels = "<VESSELS><VESSEL><NAME>Reed</NAME></VESSEL></VESSELS><ENTITIES>"

    warnings = check(SMALL.replace("<ENTITIES>", vessels)).warnings

    assert "CONSOLIDATED_LIST/VESSELS" in [warning.path for warning in warnings]


def test_the_range_of_a_birth_is_put_in_order_and_half_a_range_is_one_year():
    backwards = read(SMALL.replace(">1960<", ">1965<"))["QDi.901"].births[2]
    half = read(SMALL.replace("<FROM_YEAR>1960</FROM_YEAR>", ""))["QDi.901"].births[2]

    assert (backwards.year, backwards.year_to) == (1964, 1965)
    assert (half.year, half.year_to) == (1964, 1964)
