"""The table of conditions, and the sentences for refusals and cancellations."""

from datetime import date

from cases.reference import EXCLUSION_CATEGORIES
from kernel.tables import LANGUAGES, in_force
from notices.conditions.rules import AGENCY_ONLY, PREDICATES, misfits
from notices.models.refusal_reasons import EXCLUSION_REFUSAL, CancelReason, RefusalReason
from notices.reference import cancel_sentences, conditions, refusal_sentences

RULES = conditions()


def test_every_automatic_condition_names_a_predicate_that_takes_its_parameters():
    for rule in RULES:
        assert (rule.kind == "AUTOMATIC") == bool(rule.predicate), rule.code
        if rule.kind == "AUTOMATIC":
            assert rule.predicate in PREDICATES, rule.code
            assert not misfits(rule), rule.code


def test_every_predicate_is_used():
    assert {rule.predicate for rule in RULES if rule.predicate} == set(PREDICATES)
    assert set(PREDICATES) >= AGENCY_ONLY


def test_only_a_rule_blocks_and_people_are_asked():
    assert all(rule.severity in {"BLOCK", "ASK", "INFO"} for rule in RULES)
    assert all(rule.severity == "ASK" for rule in RULES if rule.kind == "HUMAN")


def test_conditions_have_a_place_an_article_and_wordings_in_all_six_languages():
    assert len({rule.rank for rule in RULES}) == len({rule.code for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule.article, rule.code
        assert rule.certainty in {"READ", "GENERAL", "OWN"}, rule.code
        assert set(rule.wording) == set(LANGUAGES), rule.code


def test_all_seven_elements_of_neutrality_are_asked():
    assert sum(rule.article.startswith("RPD art. 34(3)") for rule in RULES) == 7


def test_all_conditions_are_in_force_today():
    assert in_force(RULES, date.today()) == list(RULES)


def test_a_condition_proposes_reasons_of_refusal_that_exist():
    for rule in RULES:
        assert set(rule.parameters["refusals"]) <= set(RefusalReason.values), rule.code


def test_every_excluded_offence_leads_to_a_reason_of_refusal():
    assert set(EXCLUSION_REFUSAL) == set(EXCLUSION_CATEGORIES)


def test_every_reason_has_its_sentence_in_all_six_languages():
    for reasons, sentences in (
        (RefusalReason, refusal_sentences()),
        (CancelReason, cancel_sentences()),
    ):
        assert list(sentences) == list(reasons.values)
        assert all(set(wording) == set(LANGUAGES) for wording in sentences.values())
