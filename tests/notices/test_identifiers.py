"""Who is sufficiently identified for a red notice: sets A and B of RPD art. 83(2)(a)."""

import pytest

from notices.conditions.findings import ASK, FAIL, PASS
from notices.conditions.persons import person_identified
from tests.notices.payloads import NOTHING_AGAINST, PERSON, red_on

NO_BIRTH = {**PERSON["identities"][0], "born": None}
GOOD_PHOTO = {"sha256": "1f", "good": True}
UNJUDGED_PHOTO = {"sha256": "1f", "good": None}
BARE = {"documents": [], "sex_id": "U", "identities": [NO_BIRTH]}


def said(**changes):
    return person_identified(red_on(**changes), NOTHING_AGAINST)


def born(earliest, latest):
    return [{**PERSON["identities"][0], "born": {"earliest": earliest, "latest": latest}}]


def test_name_sex_birth_and_a_passport_identify():
    assert said().outcome == PASS


def test_a_good_photograph_and_the_mother_s_name_identify_without_a_date_of_birth():
    assert said(**BARE, photos=[GOOD_PHOTO], mother="Amal IBRAHIM").outcome == PASS


def test_a_photograph_alone_does_not_and_the_list_of_what_is_missing_is_exact():
    finding = said(**BARE, photos=[GOOD_PHOTO])

    assert finding.outcome == FAIL
    assert finding.missing == (("sex", "birth", "identifying_data"), ("further_data",))
    assert finding.reason == (
        "Add the sex, the date of birth, the year at least and a description, fingerprints, a DNA "
        "profile or the number of an identity document; or add another name, the name of a parent, "
        "a description or the number of an identity document."
    )


def test_the_year_of_birth_alone_and_a_fingerprint_identify():
    finding = said(
        identities=born("1972-01-01", "1972-12-31"), documents=[], biometrics=["FINGERPRINTS"]
    )

    assert finding.outcome == PASS


def test_a_hijri_year_is_a_year_and_a_decade_is_not():
    assert said(identities=born("1979-11-21", "1980-11-08")).outcome == PASS
    assert said(identities=born("1970-01-01", "1979-12-31")).outcome == FAIL


def test_a_photograph_that_nobody_judged_is_asked_about():
    finding = said(**BARE, photos=[UNJUDGED_PHOTO], mother="Amal IBRAHIM")

    assert finding.outcome == ASK
    assert finding.reason.startswith("Say whether the person can be known by the photograph.")


@pytest.mark.parametrize("status", ["COUNTERFEIT", "STOLEN"])
def test_a_document_that_may_be_somebody_else_s_identifies_nobody(status):
    document = {**PERSON["documents"][0], "status": status}

    assert said(documents=[document]).outcome == FAIL


def test_two_traits_are_a_description_and_zero_or_unknown_are_none():
    assert said(documents=[], height_cm=182, eyes_colors_id=["BRO"]).outcome == PASS
    assert said(documents=[], height_cm=182, eyes_colors_id=["UNK"]).outcome == FAIL
    assert said(documents=[], height_cm=0, weight_kg=0, hairs_id=["BLA"]).outcome == FAIL


def test_the_misused_identity_of_a_victim_identifies_nobody():
    misused = [{**PERSON["identities"][0], "label": "MISUSED"}]

    assert said(identities=misused).outcome == FAIL


def test_another_name_is_one_that_differs():
    same = {**NO_BIRTH, "label": "ALIAS", "as_written": "ibrahim ali"}
    other = {**NO_BIRTH, "label": "ALIAS", "as_written": "ABRAHIM Aly"}
    photos, bare = [GOOD_PHOTO], {"documents": []}

    assert said(identities=[NO_BIRTH, same], photos=photos, **bare).outcome == FAIL
    assert said(identities=[NO_BIRTH, other], photos=photos, **bare).outcome == PASS


def test_a_person_with_a_single_name_needs_no_second_one():
    single = {
        "label": "CONFIRMED",
        "as_written": "Paripurna",
        "family_name": "Paripurna",
        "forename": "",
        "born": {"earliest": "1981-04-12", "latest": "1981-04-12"},
    }

    assert said(identities=[single]).missing[0] == ("forename",)
    assert said(identities=[{**single, "single_name": True}]).outcome == PASS
