"""What a record of the UN list becomes in a notice: nothing is guessed, nothing is left out."""

import io
import json

import pytest

from notices.un_list import listing as un_listing
from notices.un_list import reading
from tests.notices.un_files import LANTERN, OLGA, PAK, REEDS, SMALL, TARIQ

pytestmark = pytest.mark.django_db


@pytest.fixture
def payloads():
    code = un_listing.country_codes()
    records = reading.read(io.BytesIO(SMALL.encode()))
    return {row.reference: un_listing.listing(row, code).payload for row in records}


@pytest.fixture
def tariq(payloads):
    return payloads[TARIQ]["subject"]


@pytest.fixture
def olga(payloads):
    return payloads[OLGA]["subject"]


def test_the_main_name_stands_in_its_own_script_and_in_latin_letters(tariq):
    main = tariq["identities"][0]

    assert main["as_written"] == "طارق نوفل القمري"
    assert (main["script"], main["romanised"]) == ("Arab", "TARIQ NAWFAL AL-QAMARI")
    assert main["label"] == "CONFIRMED"


def test_a_name_without_an_original_is_written_in_latin(payloads):
    main = payloads[PAK]["subject"]["identities"][0]

    assert (main["as_written"], main["script"]) == ("PAK SANG-SANG", "Latn")


def test_every_name_that_an_alias_holds_is_an_identity_with_its_quality(tariq):
    aliases = tariq["identities"][1:]

    assert [(row["quality"], row["romanised"], row["as_written"]) for row in aliases] == [
        ("GOOD", "Tarek Naufal al-Kamari", "Tarek Naufal al-Kamari"),
        ("GOOD", "Tareq Nofal", "Tareq Nofal"),
        ("LOW", "Abu Mina", "أبو مينا"),
    ]
    assert {row["label"] for row in aliases} == {"ALIAS"}


def test_the_original_script_in_the_note_of_an_alias_goes_with_it(olga):
    assert (olga["identities"][1]["romanised"], olga["identities"][1]["as_written"]) == (
        "Olya Sever",
        "Оля Север",
    )


def test_what_is_said_of_a_birth_under_an_alias_stays_with_that_alias(tariq):
    first = tariq["identities"][1]

    assert first["born"]["earliest"] == first["born"]["latest"] == "1962-02-03"
    assert (first["place_of_birth"], first["country_of_birth"]) == ("Bergen", "NOR")


def test_several_births_are_kept_as_days_years_and_ranges(tariq):
    main = tariq["identities"][0]

    assert main["born"]["written"] == "1961-05-17"
    year, years = main["also_born"]
    assert (year["earliest"], year["latest"]) == ("1963-01-01", "1963-12-31")
    assert year["approximate"] is True
    assert (years["earliest"], years["latest"]) == ("1960-01-01", "1964-12-31")
    assert years["note"] == "Approximately"


def test_a_birth_in_words_only_comes_after_the_dated_ones(olga):
    main = olga["identities"][0]

    assert (main["born"]["earliest"], main["born"]["latest"]) == ("1973-11-01", "1973-11-30")
    assert "note" not in main["born"]
    assert main["also_born"] == [
        {"earliest": None, "latest": None, "written": "30-35 years old", "calendar": "gregorian"}
    ]


def test_nationalities_are_codes_and_what_is_no_country_stays_as_written(tariq, olga):
    assert tariq["nationalities"] == [{"code": "QMA"}, {"code": "NOR"}]
    assert olga["nationalities"] == [{"written": "Beta (until 2012)"}]


def test_a_state_that_is_gone_has_its_own_code(payloads):
    main = payloads[PAK]["subject"]["identities"][0]

    assert (main["place_of_birth"], main["country_of_birth"]) == ("", "SUHH")


def test_a_document_has_its_bare_number_and_whatever_else_was_said(tariq):
    passport, card = tariq["documents"]

    assert (passport["kind"], passport["number"], passport["issuer"]) == (
        "PASSPORT",
        "AX 4471903",
        "QMA",
    )
    assert passport["issued_on"] == "2019-04-01"
    assert passport["remark"] == (
        "Alpha passport number AX 4471903; issued in Bergen, Norway; expired on 31 Mar. 2029"
    )
    assert card["number"] == "57388"


def test_titles_come_before_designations_and_addresses_are_one_line_each(tariq):
    assert tariq["designations"][:3] == ["Doctor", "Haji", "a) Harbour master of the old port"]
    assert tariq["addresses"] == [
        "7 Quay Street, Bergen, Vestland, 5003, Norway (previous address)"
    ]


def test_the_sex_is_what_is_stated_and_else_unknown(payloads):
    assert [payloads[ref]["subject"]["sex_id"] for ref in (TARIQ, OLGA, PAK)] == ["M", "F", "U"]


def test_an_entity_is_an_organization_with_its_former_names(payloads):
    subject = payloads[LANTERN]["subject"]

    assert subject["kind"] == "ORGANIZATION"
    assert [(row["quality"], row["romanised"]) for row in subject["identities"][1:]] == [
        ("AKA", "Blue Lamp Company"),
        ("FKA", "Green Lantern Trading"),
    ]


def test_the_listing_says_since_when_and_by_which_resolutions(payloads):
    listing = payloads[TARIQ]["listing"]

    assert (listing["un_reference"], listing["listed_on"]) == (TARIQ, "2019-10-06")
    assert (listing["un_resolution"], listing["resolutions"]) == (1267, [1267, 2368])
    assert listing["updated_on"] == ["2020-01-15", "2020-11-24"]


def test_the_whole_record_goes_along_in_plain_json(payloads):
    record = payloads[LANTERN]["listing"]["record"]

    assert record["submitted_on"] == "2018-07-17"
    assert json.loads(json.dumps(payloads)) == payloads


def test_the_digest_changes_with_what_is_said_and_with_how_it_is_written_down(monkeypatch):
    read = lambda text: list(reading.read(io.BytesIO(text.encode())))  # noqa: E731
    before, after = read(SMALL)[0], read(SMALL.replace("AL-QAMARI", "AL QAMARI"))[0]

    assert un_listing.digest(before) == un_listing.digest(read(SMALL)[0])
    assert un_listing.digest(before) != un_listing.digest(after)
    was = un_listing.digest(before)
    monkeypatch.setattr(un_listing, "MAPPING_VERSION", un_listing.MAPPING_VERSION + 1)
    assert un_listing.digest(before) != was


def test_an_alias_without_letters_is_a_name_all_the_same(payloads):
    code = un_listing.country_codes()
    text = SMALL.replace("Green Lantern Trading", "313")

    records = {row.reference: row for row in reading.read(io.BytesIO(text.encode()))}
    payload = un_listing.listing(records[LANTERN], code).payload

    assert payload["subject"]["identities"][2]["as_written"] == "313"
    assert len(payloads[REEDS]["subject"]["identities"]) == 1
