"""What a notice was refused for is asked of many offices as requests, in pieces and in disguise."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from exchange.models import Request
from exchange.requests import envelopes, sending
from kernel.errors import NotReady, WrongState
from notices.models import SafeguardRule
from notices.refusals import fingerprints
from notices.refusals.fingerprints import Person
from tests import systems
from tests.attacks import acts
from tests.exchange.conftest import STATEMENT, deliver_all, draft
from tests.plumbing.by_the_owner import by_the_owner

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def few_offices(db):
    """The tests' world has few offices: two may be asked without a review."""
    with by_the_owner():
        SafeguardRule.objects.filter(code="OFFICES_WITHOUT_REVIEW").update(number=2)


def test_more_offices_than_the_rule_allows_wait_for_the_reviewers(arun, anika, pierre):
    request = acts.sent(arun, anika, "PRT", "BRA", "KEN")

    assert request.status == "UNDER_REVIEW"
    assert set(request.recipients.values_list("status", flat=True)) == {"DRAFT"}
    deliver_all()
    assert not acts.arrived("request.sent")
    assert not Request.objects.visible_to(pierre).exists()


def test_as_many_as_the_rule_allows_leave(arun, anika):
    assert acts.sent(arun, anika, "PRT", "BRA").status == "SENT"


SPLIT = [
    {},
    {"number": "QM4815162"},
    {"number": "qm-481-51-62"},
    {"number": "QМ ٤٨١ ٥١٦٢"},
    {"name": "KASIMOF Timur", "number": "QM 48I5I62"},
    {"name": "PETROV Ivan"},
    {"number": ""},
    {"number": "", "name": "KASYMOW Timour"},
    {"number": "", "name": "КАСИМОВ Тимур"},
    {"number": "", "name": "KALIMOV Timur"},
    {"number": "", "name": "K.A.S.I.M.O.V T.i.m.u.r"},
    {"number": "", "name": "KASIMOVTimur"},
    {"number": "", "name": "timurkasimov"},
    {"number": "", "name": "КАСИМОВТИМУР"},
    {"number": "", "born": ""},
    {"number": "", "born": "1982-01-01"},
    {"number": "", "born": "1981-12-31"},
    {"type": "LOCATE"},
    {"type": "EXTRADITION", "number": ""},
    {"type": "SURRENDER_HANDOVER"},
    {"type": "LOCATE", "status": "PERSON_OF_INTEREST"},
    {"type": "LOCATE", "status": "POSSIBLE_THREAT"},
    {"status": "WITNESS"},  # who asks to arrest a witness asks to arrest
]


def test_split_into_several_requests_it_waits_from_the_next_office_on(arun, anika):
    acts.sent(arun, anika, "PRT", "BRA")

    for dressed in SPLIT:
        again = acts.sent(arun, anika, "KEN", **dressed)
        assert again.status == "UNDER_REVIEW", dressed
        sending.withdraw(again, by=arun)


def test_another_office_that_asks_for_the_same_person_counts_with_it(
    arun, anika, bela, amina, wanjiku
):
    acts.sent(arun, anika, "PRT", "BRA")
    request = acts.sent(amina, wanjiku, "QMB", name="KASIMOF Timur")

    assert request.status == "UNDER_REVIEW"


def test_the_same_offices_again_count_once(arun, anika):
    acts.sent(arun, anika, "PRT", "BRA")

    assert acts.sent(arun, anika, "BRA", "PRT", type="LOCATE").status == "SENT"


def test_met_by_name_once_and_by_document_once_it_is_one_person(arun, anika):
    acts.sent(arun, anika, "PRT", name="KASIMOV Timur", number="QM 481 5162")
    acts.sent(arun, anika, "BRA", name="PETROV Ivan", number="QM 481 5162")
    request = acts.sent(arun, anika, "KEN", name="PETROV Ivan", number="")

    assert request.status == "UNDER_REVIEW"


OTHERS = [
    {"name": "OKELLO James", "number": ""},
    {"name": "KASIMOV Timur", "number": "", "born": "1950-01-01"},
    {"name": "IVANOV Timur", "number": "QM 481 5163"},
]


def test_somebody_else_is_not_held(arun, anika):
    acts.sent(arun, anika, "PRT", "BRA")

    for other in OTHERS:
        assert acts.sent(arun, anika, "KEN", **other).status == "SENT", other


def test_a_missing_person_a_victim_and_a_witness_never_wait(arun, anika):
    for status in ("MISSING", "VICTIM", "WITNESS"):
        request = acts.sent(
            arun, anika, "PRT", "BRA", "KEN", type="LOCATE", status=status, facts={}
        )
        assert request.status == "SENT", status


def test_what_is_older_than_the_days_of_the_rule_counts_no_more(arun, anika):
    first = acts.sent(arun, anika, "PRT", "BRA")
    long_ago = timezone.now() - timedelta(days=91)
    Request.objects.filter(pk=first.pk).update(sent_at=long_ago)

    assert acts.sent(arun, anika, "KEN").status == "SENT"


def test_held_requests_and_withdrawn_ones_do_not_count_against_the_next(arun, anika):
    held = acts.sent(arun, anika, "PRT", "BRA", "KEN")
    assert acts.sent(arun, anika, "PRT").status == "SENT"
    sending.withdraw(held, by=arun)

    assert acts.sent(arun, anika, "BRA").status == "SENT"


def test_a_purpose_does_not_make_another_type_ask_for_an_arrest(arun):
    case, subject = acts.person(arun)
    words = {"case": case, "subject_ids": [subject.pk], "facts": STATEMENT}
    for purpose in ("ARREST", "LOCATE"):
        with pytest.raises(NotReady, match="doesn’t serve to arrest or locate"):
            sending.send(draft(arun, "PRT", "BRA", "KEN", purpose=purpose, **words), by=arun)


def test_changing_the_type_later_changes_nothing(arun, anika):
    acts.sent(arun, anika, "PRT", "BRA")
    case, subject = acts.person(arun)
    request = draft(arun, "KEN", case=case, subject_ids=[subject.pk], necessity="He flees.")
    kind = acts.drafted(arun, "KEN").type
    sending.revise(request, by=arun, type=kind, facts={"OFFENCE": "x", "WARRANT": "y"} | STATEMENT)
    sending.send(request, by=arun)
    sending.approve(request, by=anika, digest=request.content_digest)

    assert request.status == "UNDER_REVIEW"
    with pytest.raises(WrongState):
        sending.revise(request, by=arun, subject_ids=[])


def test_without_the_statement_it_does_not_leave(arun):
    for type in ("ARREST_PROVISIONAL", "LOCATE", "EXTRADITION", "SURRENDER_HANDOVER"):
        request = acts.drafted(arun, "PRT", type=type, facts={"ARTICLES_2_3": " "})
        with pytest.raises(NotReady, match="articles 2 and 3"):
            sending.send(request, by=arun)


def test_a_bulk_is_no_way_round(arun, anika):
    system = systems.calling(systems.register(arun.office))
    acts.sent(arun, anika, "PRT", "BRA")
    case, subject = acts.person(arun)
    body = {
        "type": "ARREST_PROVISIONAL",
        "recipients": ["KEN"],
        "title": "x",
        "ask": "Arrest him.",
        "case": case.reference,
        "subject_ids": [str(subject.pk)],
        "legal_basis": "x",
        "necessity": "x",
        "facts": {"OFFENCE": "x", "WARRANT": "y"} | STATEMENT,
    }
    filed = system.post("/api/v1/requests/", body).json()
    request = Request.objects.get(pk=filed["id"])
    sending.approve(request, by=anika, digest=request.content_digest)

    assert request.status == "UNDER_REVIEW"
    told = system.get(f"/api/v1/requests/{request.pk}/").json()
    assert told["review"]["under_review"] and not told["review"]["coercive_measures"]
    assert told["review"]["due"] and told["review"]["reasons"] == []
    assert "hold" not in told["actions"] and "withdraw" in told["actions"]


def test_some_wait_by_chance_so_that_waiting_says_nothing_of_the_person(arun, anika, pierre):
    rule = SafeguardRule.objects.filter(code="SAMPLED_PER_HUNDRED")
    lot = fingerprints.lot(Person((), (("KASIMOV Timur", (None, None)),)))
    with by_the_owner():
        rule.update(number=lot)
    assert acts.sent(arun, anika, "PRT").status == "SENT"

    with by_the_owner():
        rule.update(number=lot + 1)
    drawn = acts.sent(arun, anika, "PRT", born="", number="")
    again = acts.sent(arun, anika, "BRA", name="Timur KASIMOV")

    assert (drawn.status, again.status) == ("UNDER_REVIEW", "UNDER_REVIEW")
    assert acts.review(drawn).because == ["SAMPLE"]
    assert "SAMPLE" not in json.dumps(envelopes.request_data(drawn))
    assert acts.sent(arun, anika, "PRT", type="LOCATE", status="MISSING").status == "SENT"


def test_about_as_many_are_drawn_as_the_rule_says():
    lots = [fingerprints.lot(Person((), ((f"NAME{n} Ana", (None, None)),))) for n in range(400)]

    assert 60 < sum(lot < 25 for lot in lots) < 145
