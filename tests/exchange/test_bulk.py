"""Many requests in one call: each is taken like a POST of its own, once, whatever happens."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from central_offices.accounts import staff
from central_offices.keys_and_clients import clients
from central_offices.models import CentralOffice
from exchange.api import bulk_worker
from exchange.models import BulkRow, Request
from kernel.jobs import running
from kernel.models import Job
from ledger.models import Message
from tests import persons, systems
from tests.exchange.test_api import WORDS
from tests.plumbing.settle import until

BULK = "/api/v1/requests/bulk/"


def row(number: int, **more) -> dict:
    return WORDS | {"client_id": f"boat-{number}", "title": f"Boat {number}"} | more


@pytest.fixture
def brasilia(db):
    return systems.calling(systems.register(CentralOffice.objects.get(code="BRA")))


def send(caller, rows, **headers) -> str:
    """File the bulk, have its job done, and return where the results are."""
    answer = caller.post(BULK, {"rows": rows}, **headers)
    assert answer.status_code == 202, answer.content
    running.run(answer.json()["job"])
    return answer.json()["results"]


def results(caller, address: str, **query) -> list[dict]:
    found, page = [], caller.get(address, query).json()
    while page["next"]:
        found, page = found + page["results"], caller.get(page["next"]).json()
    return found + page["results"]


@pytest.mark.django_db
def test_a_bulk_is_a_job_with_a_result_for_each_row(brasilia):
    answer = brasilia.post(BULK, {"rows": [row(n) for n in range(3)]})

    assert answer.status_code == 202
    job = brasilia.get(answer["Location"] + "?fields=status,done,total").json()
    assert job == {"status": "WAITING", "done": 0, "total": 3} or job["status"] == "WAITING"
    running.run(answer.json()["job"])
    assert brasilia.get(answer["Location"]).json()["status"] == "DONE"
    found = results(brasilia, answer.json()["results"], limit=2)
    assert [(one["number"], one["client_id"], one["status"]) for one in found] == [
        (n + 1, f"boat-{n}", "FILED") for n in range(3)
    ]
    references = list(Request.objects.order_by("created_at").values_list("reference", flat=True))
    assert [one["reference"] for one in found] == references
    assert set(Request.objects.values_list("status", flat=True)) == {"SENT"}


@pytest.mark.django_db
def test_what_is_wrong_with_a_row_is_told_as_for_a_post_and_stops_no_other(brasilia):
    wrong = [
        row(1, recipients=["XYZ"], urgency="NOW"),
        row(2, type="LOCATE"),
        {"client_id": "boat-3"},
        row(4, facts="none"),
    ]

    found = results(brasilia, send(brasilia, [*wrong, row(5)]))

    assert [one["status"] for one in found] == ["REFUSED"] * 4 + ["FILED"]
    for one, sent in zip(found, wrong, strict=False):
        alone = {name: value for name, value in sent.items() if name != "client_id"}
        single = brasilia.post("/api/v1/requests/", alone)
        told = single.json()
        assert one["problem"] == {n: told[n] for n in told if n not in ("instance", "request_id")}
    assert Request.objects.count() == 1


@pytest.mark.django_db
def test_an_id_of_the_office_files_one_request_in_however_many_bulks(brasilia):
    first = results(brasilia, send(brasilia, [row(1)]))
    again = results(brasilia, send(brasilia, [row(1), row(2)]))
    other = results(brasilia, send(brasilia, [row(1, title="Another boat")]))

    assert [one["status"] for one in again] == ["REPEATED", "FILED"]
    assert again[0]["request"] == first[0]["request"]
    assert (other[0]["status"], other[0]["problem"]["code"]) == ("REFUSED", "client_id_reused")
    assert Request.objects.count() == 2


@pytest.mark.django_db
def test_a_refused_row_may_be_sent_again_under_its_id(brasilia):
    send(brasilia, [row(1, type="LOCATE")])

    assert results(brasilia, send(brasilia, [row(1)]))[0]["status"] == "FILED"


@pytest.mark.django_db
def test_the_same_bulk_with_the_same_key_is_one_job(brasilia):
    key = {"headers": {"Idempotency-Key": "bulk-of-monday"}}

    assert send(brasilia, [row(1)], **key) == send(brasilia, [row(1)], **key)
    assert Job.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("rows", "pointer"),
    [
        ([], "#/rows"),
        ([row(1), row(1)], "#/rows/1/client_id"),
        ([WORDS], "#/rows/0/client_id"),
        ([row(1, client_id="x" * 81)], "#/rows/0/client_id"),
        ([row(1), "boat"], "#/rows/1"),
        ([row(1, ask="a\0b")], "#/rows/0"),
        ([row(n) for n in range(1001)], "#/rows"),
    ],
)
def test_a_bulk_that_cannot_be_read_is_refused_whole(rows, pointer, brasilia):
    answer = brasilia.post(BULK, {"rows": rows})

    assert answer.status_code == 400, answer.content
    assert answer.json()["errors"][0]["pointer"] == pointer
    assert not Job.objects.exists()


@pytest.mark.django_db
def test_results_are_for_whoever_sent_the_bulk(brasilia, joana, arun, over_api):
    address = send(brasilia, [row(1)])

    for caller in (over_api(joana), over_api(arun)):
        there, nowhere = (
            caller.get(address),
            caller.get(f"{BULK}{'0' * 8}-0000-7000-8000-{'0' * 12}/"),
        )
        assert (there.status_code, nowhere.status_code) == (404, 404)
    assert over_api(arun).get(f"/api/v1/jobs/{Job.objects.get().pk}/").status_code == 404


@pytest.mark.django_db
def test_who_may_not_send_may_not_send_many(auditor, over_api):
    assert over_api(auditor).post(BULK, {"rows": [row(1)]}).status_code == 403


def test_a_worker_that_is_killed_leaves_the_rest_to_the_next_and_nothing_is_filed_twice(
    committed, celery_worker
):
    caller = systems.calling(systems.register(CentralOffice.objects.get(code="BRA")))
    answer = caller.post(BULK, {"rows": [row(n) for n in range(60)]})
    job = Job.objects.get(pk=answer.json()["job"])
    waiting = BulkRow.objects.filter(status="WAITING")
    until(lambda: 0 < waiting.count() < 55, "some rows are filed")

    celery_worker.kill()
    left = waiting.count()
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    celery_worker.start()
    for pk in running.due():
        running.run(pk)
    until(lambda: Job.objects.get(pk=job.pk).status == "DONE", "the bulk is done")

    assert 0 < left < 60, "the worker died in the middle"
    assert Request.objects.count() == Message.objects.count() == 60
    assert set(BulkRow.objects.values_list("status", flat=True)) == {"FILED"}
    assert Job.objects.get(pk=job.pk).done == 60


@pytest.mark.django_db
def test_half_a_surrogate_pair_is_refused_like_any_character_that_cannot_be_kept(brasilia):
    body = json.dumps({"rows": [row(1, ask="a\ud800b")]})

    answer = brasilia.post(BULK, body, content_type="application/json")

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "#/rows/0")


@pytest.mark.django_db
def test_whoever_lost_the_right_meanwhile_files_nothing_more(amina, over_api, adler):
    filed = over_api(amina).post(BULK, {"rows": [row(1), row(2)]}).json()
    staff.disable(amina, by=adler, reason="Left the service")

    running.run(filed["job"])

    assert not Request.objects.exists()
    assert set(BulkRow.objects.values_list("status", flat=True)) == {"REFUSED"}


@pytest.mark.django_db
def test_whoever_moved_meanwhile_files_nothing_for_either_office(amina, over_api, adler):
    filed = over_api(amina).post(BULK, {"rows": [row(1)]}).json()
    lisbon = CentralOffice.objects.get(code="PRT")
    persons.move(amina, lisbon, by=adler, clearance=2, reason="Seconded")
    persons.give_role(amina, "OFFICER", by=adler)

    running.run(filed["job"])

    assert not Request.objects.exists()
    assert BulkRow.objects.get().problem["status"] == 403


@pytest.mark.django_db
def test_a_client_that_is_revoked_between_two_rows_files_no_more(adler):
    client = systems.register(CentralOffice.objects.get(code="BRA"))
    filed = systems.calling(client).post(BULK, {"rows": [row(1), row(2)]}).json()
    first, second = BulkRow.objects.order_by("number")

    job = Job.objects.get(pk=filed["job"])
    bulk_worker._settle(first.pk, job.owner_id)
    clients.revoke(client, by=adler, reason="Lost")
    bulk_worker._settle(second.pk, job.owner_id)

    assert Request.objects.count() == 1
    assert BulkRow.objects.get(pk=second.pk).status == "REFUSED"
