"""What filing a case costs, and that its answer and its rows are what they would be otherwise."""

from functools import partial
from threading import Barrier

from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from cases import sharing
from cases.drafts import ShareDraft
from cases.models import Case, CaseShare, NameKey, Subject
from cases.search import name_keys
from kernel import acting
from kernel.counters import last_numbers
from kernel.models import IdempotencyKey
from ledger.models import Event
from tests import world
from tests.cases import factories
from tests.cases.test_api_of_cases import CASE
from tests.kernel.racing import Lane

ADDRESS = "/api/v1/cases/"
PERSON = {
    "status_of_person": "SUSPECT",
    "person": {"identities": [{"as_written": "Kwame Alberberg"}]},
}
MINIMAL = {"title": "Lantern Quay", "portfolios": ["FRAUD"], "persons": []}
WITH_PERSON = MINIMAL | {"persons": [PERSON]}
TWO = CASE["persons"] + [PERSON, PERSON]
# Who asks and with which rights, codes, number, case, portfolios, answer, event; a person besides.
BUDGET = {"minimal": (MINIMAL, 12), "a person": (WITH_PERSON, 16), "shared": (CASE, 28)}
UNCOUNTED = ("SAVEPOINT", "RELEASE", "SELECT set_config")
KEY = {"Idempotency-Key": "b1946ac9-2492-4d23-9bf6-0123456789ab"}


def asked(queries: CaptureQueriesContext) -> list[str]:
    said = [query["sql"] for query in queries.captured_queries]
    return [sql for sql in said if not sql.startswith(UNCOUNTED)]


def caller() -> APIClient:
    client = APIClient()
    backend = "central_offices.sign_in.who_acts.OfficerBackend"
    client.force_login(world.officer("amina"), backend=backend)
    return client


def test_filing_takes_few_statements_however_many_persons(db, amina, over_api):
    api = over_api(amina)
    assert api.post(ADDRESS, MINIMAL).status_code == 201
    for name, (body, most) in BUDGET.items():
        with CaptureQueriesContext(connection) as queries:
            assert api.post(ADDRESS, body).status_code == 201
        assert len(asked(queries)) <= most, (name, asked(queries))

    with CaptureQueriesContext(connection) as one:
        api.post(ADDRESS, CASE)
    with CaptureQueriesContext(connection) as three:
        api.post(ADDRESS, CASE | {"persons": TWO})
    assert len(asked(three)) == len(asked(one))


def test_a_key_costs_two_statements_more(db, amina, over_api):
    api = over_api(amina)
    api.post(ADDRESS, MINIMAL)
    with CaptureQueriesContext(connection) as without:
        api.post(ADDRESS, MINIMAL)
    with CaptureQueriesContext(connection) as keyed:
        api.post(ADDRESS, MINIMAL, headers=KEY)

    assert len(asked(keyed)) == len(asked(without)) + 2


def test_the_answer_is_what_reading_the_case_answers(db, amina, over_api):
    api = over_api(amina)
    full = CASE | {
        "persons": TWO,
        "portfolios": ["MONEY_LAUNDERING", "FRAUD"],
        "shares": [{"office": "PRT", "role": "CONTRIBUTOR"}, {"office": "BRA"}],
    }
    for body in (MINIMAL, WITH_PERSON, full, MINIMAL | {"classification": "CONFIDENTIAL"}):
        filed = api.post(ADDRESS, body)
        assert filed.status_code == 201, filed.json()
        read = api.get(filed["Location"], headers={"X-Reason": "I filed it."})

        assert filed.json() == read.json()
        assert read["ETag"].startswith(filed["ETag"].rstrip('"'))


def test_what_is_written_at_once_is_what_the_rules_would_write(db, amina, over_api):
    case = Case._base_manager.get(pk=over_api(amina).post(ADDRESS, CASE).json()["id"])

    assert sharing.wrongly_seen([case.pk]) == []
    (subject,) = Subject._base_manager.filter(case_subjects__case=case)
    assert name_keys.wrongly_seen([subject.pk]) == [] and subject.seen_at
    columns = "name", "normalised", "keys", "birth_earliest", "birth_latest", "seen_at"
    rows = NameKey._base_manager.filter(subject=subject).order_by("id").values_list(*columns)
    at_once = list(rows)
    with acting.acting_as(amina):
        name_keys.write(subject)
    assert at_once and list(rows.all()) == at_once


def test_the_last_role_of_an_office_that_is_named_twice_counts(db, amina, pierre):
    shares = [ShareDraft(pierre.office, role) for role in ("OBSERVER", "CONTRIBUTOR")]
    case = factories.case(amina, shares=shares)

    assert [row.role for row in CaseShare._base_manager.filter(case=case)] == ["CONTRIBUTOR"]


def test_a_case_that_is_being_filed_holds_up_no_other_of_the_office(committed):
    amina = world.officer("amina")
    factories.case(amina)  # the first number of a year is waited for

    with acting.acting_as(amina):
        first = factories.case(amina)
        others = [Lane(lambda: factories.case(world.officer("amina"))).result() for _ in range(2)]

    references = [case.reference for case in (first, *others)]
    assert [text.rsplit("-", 1)[1] for text in references] == ["000002", "000003", "000004"]
    filed = Event.objects.filter(verb="case.open").order_by("seq")
    assert list(filed.values_list("seq", flat=True)) == [1, 2, 3, 4]
    assert filed[3].subject_id == first.pk


def test_one_key_at_the_same_moment_files_one_case(committed):
    clients, gate = [caller(), caller()], Barrier(2)

    def post(client):
        gate.wait()
        return client.post(ADDRESS, WITH_PERSON, headers=KEY)

    lanes = [Lane(partial(post, client)) for client in clients]
    first, second = (lane.result() for lane in lanes)

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert ("Idempotent-Replayed" in first) != ("Idempotent-Replayed" in second)
    assert (Case._base_manager.count(), Subject._base_manager.count()) == (1, 1)


def test_a_refused_filing_leaves_nothing_but_its_refusal(committed):
    client = caller()
    client.post(ADDRESS, MINIMAL)
    cases, events = Case._base_manager.count(), Event.objects.count()
    nobody = {"status_of_person": "SUSPECT", "person": {"identities": []}}

    refused = client.post(ADDRESS, MINIMAL | {"persons": [PERSON, nobody]}, headers=KEY)

    assert refused.status_code == 422, refused.json()
    assert (Case._base_manager.count(), Subject._base_manager.count()) == (cases, 0)
    assert (Event.objects.count(), IdempotencyKey.objects.count()) == (events, 0)
    assert list(last_numbers("case/KEN").values()) == [1]
    assert client.post(ADDRESS, MINIMAL, headers=KEY).json()["reference"].endswith("-000002")
