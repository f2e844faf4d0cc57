"""The conditions of publication of a red notice, judged on the frozen payload (RPD art. 82-84)."""

from dataclasses import replace

import pytest

from notices.conditions import rules
from notices.conditions.findings import ASK, FAIL, PASS
from notices.reference import conditions
from tests.notices.payloads import (
    NOTHING_AGAINST,
    NOTHING_KNOWN,
    PERSON,
    PROCEEDING,
    charged,
    red,
    red_for,
    red_on,
    sentenced,
)

RULES = {row.code: row for row in conditions()}
AUTOMATIC = [row for row in conditions() if row.kind == "AUTOMATIC"]


def said(code, notice, known=NOTHING_AGAINST):
    return rules.finding(RULES[code], notice, known)


def outcome(code, notice, known=NOTHING_AGAINST):
    return said(code, notice, known).outcome


def test_a_complete_red_notice_meets_every_rule_that_is_checked_by_itself():
    judged = rules.judge(AUTOMATIC, red(), NOTHING_AGAINST)

    assert {item.rule.code: item.finding.outcome for item in judged} == {
        row.code: PASS for row in AUTOMATIC
    }
    assert not any(item.blocks for item in judged)


@pytest.mark.parametrize("notice", [{}, {"subject": None, "proceeding": None}, [], "", None])
@pytest.mark.parametrize("rule", AUTOMATIC, ids=lambda row: row.code)
def test_what_is_not_known_is_never_a_pass(rule, notice):
    assert rules.finding(rule, notice, NOTHING_KNOWN).outcome in {ASK, FAIL}


@pytest.mark.parametrize("rule", AUTOMATIC, ids=lambda row: row.code)
def test_values_of_the_wrong_type_are_never_a_pass(rule):
    garbled = {
        "purpose": 3,
        "public_extract": ["NONE"],
        "not_for": "none",
        "subject": {"identities": "IBRAHIM", "photos": {}, "documents": [7], "biometrics": [{}]},
        "proceeding": {
            "kind": [],
            "charges": [{"max_penalty": "MONTHS", "max_penalty_months": True}],
            "assurances": {"extradition_will_be_sought": "yes"},
            "in_absentia": "no",
            "limitation_date": "some day",
            "warrant": "44/2026",
        },
    }

    assert rules.finding(rule, garbled, NOTHING_KNOWN).outcome in {ASK, FAIL}


def test_a_condition_for_people_waits_for_an_answer():
    assert outcome("ART3_OFFENCE", red()) == ASK


def test_a_rule_that_is_wrongly_written_asks_instead_of_passing():
    for spoilt in (
        replace(RULES["PENALTY_THRESHOLD"], predicate="no_such_predicate"),
        replace(RULES["PENALTY_THRESHOLD"], parameters={"months": 24}),
    ):
        assert rules.finding(spoilt, red(), NOTHING_AGAINST).outcome == ASK


@pytest.mark.parametrize(("months", "expected"), [(18, FAIL), (23, FAIL), (24, PASS), (120, PASS)])
def test_the_maximum_penalty_is_two_years_or_more(months, expected):
    assert outcome("PENALTY_THRESHOLD", charged(max_penalty_months=months)) == expected


def test_the_refusal_says_what_is_needed_and_what_was_found():
    finding = said("PENALTY_THRESHOLD", charged(max_penalty_months=18))

    assert finding.reason == "A maximum penalty of at least 24 months is needed; 18 is stated."
    assert finding.refusals == ("THRESHOLD",)


@pytest.mark.parametrize("penalty", ["LIFE", "DEATH"])
def test_life_and_death_are_above_any_number_of_months(penalty):
    notice = charged(max_penalty=penalty, max_penalty_months=None)

    assert outcome("PENALTY_THRESHOLD", notice) == PASS


def test_one_charge_above_the_threshold_is_enough():
    low, high = ({**PROCEEDING["charges"][0], "max_penalty_months": n} for n in (6, 36))

    assert outcome("PENALTY_THRESHOLD", red_for(charges=[low, high])) == PASS


@pytest.mark.parametrize(
    ("sentence", "remaining", "expected"),
    [
        (6, None, PASS),
        (6, 2, PASS),
        (5, 4, FAIL),
        (5, None, FAIL),
        (36, 5, PASS),
        (None, 6, PASS),
        (None, 4, FAIL),
        (None, None, FAIL),
        (5, 8, ASK),
    ],
)
def test_a_sentence_of_six_months_or_six_months_left_is_enough(sentence, remaining, expected):
    assert outcome("PENALTY_THRESHOLD", sentenced(sentence, remaining)) == expected


def test_the_threshold_moves_with_the_row_and_not_with_the_code():
    stricter = replace(RULES["PENALTY_THRESHOLD"], parameters={"max_months": 36})

    finding = rules.finding(stricter, charged(max_penalty_months=24), NOTHING_AGAINST)

    assert finding.outcome == FAIL


def test_an_excluded_offence_fails_and_proposes_its_own_reason_to_the_reviewer():
    notice = charged(
        offence="UNFUNDED_CHEQUE",
        excluded_for_red="ADMINISTRATIVE_PRIVATE_DISPUTE",
        title={"en": "Unfunded cheque"},
    )

    (judged,) = rules.judge([RULES["SERIOUS_CRIME"]], notice, NOTHING_AGAINST)

    assert judged.finding.outcome == FAIL
    assert judged.refusals == ("ADMINISTRATIVE_PRIVATE_DISPUTE",)
    assert judged.finding.reason == "Excluded for red notices: Unfunded cheque."


def test_a_reviewer_may_pass_an_excluded_offence_since_it_does_not_block():
    notice = charged(offence="UNFUNDED_CHEQUE", excluded_for_red="ADMINISTRATIVE_PRIVATE_DISPUTE")

    (judged,) = rules.judge([RULES["SERIOUS_CRIME"]], notice, NOTHING_AGAINST)

    assert not judged.blocks


@pytest.mark.parametrize("stated", [None, ""])
def test_a_charge_without_an_entry_of_the_catalogue_is_left_to_the_reviewer(stated):
    assert outcome("SERIOUS_CRIME", charged(offence=None, excluded_for_red=stated)) == ASK


@pytest.mark.parametrize("gone", ["title", "law", "article", "max_penalty_months"])
def test_every_charge_is_stated_in_full(gone):
    assert outcome("CHARGES", charged(**{gone: None})) == FAIL


def test_facts_need_a_summary_a_place_and_a_time():
    finding = said("FACTS", red_for(facts={"text": {"en": "Too short"}}))

    assert finding.missing == (("facts", "place", "time"),)
    assert finding.reason == ("Add a summary of the facts, where it happened and when it happened.")


def test_facts_do_not_lie_in_the_future():
    later = {**PROCEEDING["facts"], "began": {"earliest": "2027-01-01", "latest": "2027-01-01"}}

    assert outcome("FACTS", red_for(facts=later)) == FAIL


def warrant(**changes):
    return red_for(warrant={**PROCEEDING["warrant"], **changes})


@pytest.mark.parametrize("gone", ["reference", "issuer", "issued_on"])
def test_a_warrant_has_reference_issuer_and_day(gone):
    assert outcome("WARRANT", warrant(**{gone: None})) == FAIL


def test_a_warrant_of_an_authority_that_is_no_court_needs_an_appeal_to_one():
    assert outcome("WARRANT", warrant(issuer_is_judicial=False)) == FAIL
    assert outcome("WARRANT", warrant(issuer_is_judicial=False, appeal_possible=True)) == PASS
    assert outcome("WARRANT", warrant(issuer_is_judicial=None)) == FAIL


def test_a_warrant_is_the_requesting_country_s_and_not_of_tomorrow():
    assert outcome("WARRANT", red_for(jurisdiction="QMB")) == FAIL
    assert outcome("WARRANT", warrant(issued_on="2026-11-03")) == FAIL


@pytest.mark.parametrize("name", list(PROCEEDING["assurances"]))
@pytest.mark.parametrize("answer", [False, None, "yes"])
def test_every_assurance_is_given(name, answer):
    given = {**PROCEEDING["assurances"], name: answer}

    assert said("ASSURANCES", red_for(assurances=given)).missing == ((name,),)


@pytest.mark.parametrize("status", ["VICTIM", "WITNESS", "MISSING", "POSSIBLE_THREAT"])
def test_no_red_notice_on_a_victim_a_witness_or_a_missing_person(status):
    assert outcome("STATUS_OF_PERSON", red_on(status_of_person=status)) == FAIL


def test_a_sentence_is_served_by_a_convicted_person():
    notice = sentenced(36, 30)
    notice["subject"]["status_of_person"] = "CHARGED"

    assert outcome("STATUS_OF_PERSON", notice) == FAIL


def test_the_dead_are_not_wanted():
    assert outcome("STATUS_OF_PERSON", red_on(deceased=True)) == FAIL


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        ({"earliest": "2008-01-10", "latest": "2008-01-10"}, PASS),
        ({"earliest": "2008-01-11", "latest": "2008-01-11"}, FAIL),
        ({"earliest": "2008-01-01", "latest": "2008-12-31"}, ASK),
        ({"earliest": "2010-01-01", "latest": "2010-12-31"}, FAIL),
        (None, ASK),
    ],
)
def test_a_minor_at_the_time_of_the_facts_is_noticed(born, expected):
    identity = {**PERSON["identities"][0], "born": born}

    assert outcome("MINOR", red_on(identities=[identity])) == expected


def test_a_person_born_on_29_february_comes_of_age_on_1_march():
    identity = {
        **PERSON["identities"][0],
        "born": {"earliest": "2008-02-29", "latest": "2008-02-29"},
    }
    facts = {**PROCEEDING["facts"], "began": {"earliest": "2026-02-28", "latest": "2026-02-28"}}
    notice = red(
        subject={**PERSON, "identities": [identity]}, proceeding={**PROCEEDING, "facts": facts}
    )

    assert outcome("MINOR", notice) == FAIL


def test_an_objection_of_the_commission_blocks_and_says_nothing_else():
    objected = replace(NOTHING_AGAINST, objection=True)
    (judged,) = rules.judge([RULES["NO_OBJECTION"]], red(), objected)

    assert judged.blocks
    assert judged.refusals == ("ART2_HUMAN_RIGHTS",)
    for word in ("protect", "refug", "asyl", "country"):
        assert word not in judged.finding.reason.casefold()


def test_what_nobody_asked_blocks_too():
    unasked = replace(NOTHING_AGAINST, objection=None)

    assert outcome("NO_OBJECTION", red(), unasked) == ASK
    assert rules.judge([RULES["NO_OBJECTION"]], red(), unasked)[0].blocks


def test_the_owner_s_release_is_not_judged_by_what_only_the_agency_knows():
    codes = {rule.code for rule in rules.for_release(conditions())}

    assert {"NO_OBJECTION", "NO_EARLIER_REFUSAL", "NO_OTHER_NOTICE"}.isdisjoint(codes)
    assert {"IDENTIFIERS", "PENALTY_THRESHOLD", "WARRANT", "ASSURANCES", "CIRCULATION"} <= codes


def test_who_sees_it_is_chosen_and_not_assumed():
    assert said("CIRCULATION", red(public_extract="", not_for=None)).missing == (
        ("public_extract", "not_for"),
    )


def test_a_matter_barred_by_time_fails_and_one_without_a_date_is_asked():
    assert outcome("NOT_TIME_BARRED", red_for(limitation_date="2026-11-02")) == FAIL
    assert outcome("NOT_TIME_BARRED", red_for(limitation_date=None)) == ASK


def test_a_trial_in_absence_and_the_death_penalty_are_put_to_the_reviewer():
    absent = sentenced(36, 30)
    absent["proceeding"]["in_absentia"] = True

    assert outcome("IN_PRESENCE", absent) == ASK
    assert outcome("NO_DEATH_PENALTY", charged(max_penalty="DEATH")) == FAIL


def test_a_second_reviewer_is_needed_for_sensitive_portfolios_and_earlier_refusals():
    because = rules.second_reviewer_because

    assert because(red(), NOTHING_AGAINST) == []
    assert because(red(portfolios=["CONSPIRACY"]), NOTHING_AGAINST) == ["PORTFOLIO"]
    assert because(red(), replace(NOTHING_AGAINST, earlier_refusals=1)) == ["EARLIER_REFUSAL"]
    assert because({}, NOTHING_KNOWN) == ["PORTFOLIO", "OBJECTION", "EARLIER_REFUSAL"]
