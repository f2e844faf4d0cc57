"""Notices over the API: an office's system reads and drafts, and never decides."""

import pytest
from drf_spectacular.generators import SchemaGenerator

from notices.models import Notice
from notices.workflow import drafting, releasing
from tests import systems
from tests.notices import drafts

pytestmark = pytest.mark.django_db


@pytest.fixture
def system(amina):
    return systems.calling(systems.register(amina.office), "notices")


def body(case, subject, **more) -> dict:
    return {
        "colour": "RED",
        "case": case.reference,
        "person": str(subject.pk),
        "second_language": "fr",
        "judicial": {
            "kind": "PROSECUTION",
            "jurisdiction": "KEN",
            "warrant_reference": "44/2026",
            "warrant_issuer": "Chief Magistrate’s Court",
            "warrant_issued_on": "2026-03-02",
            "issuer_is_judicial": True,
            "extradition_will_be_sought": True,
            "coordinated_with_extradition_authority": True,
            "authority_is_competent": True,
            "charges": [
                {
                    "title": "Armed robbery",
                    "law": "Penal Code",
                    "article": "s. 296",
                    "max_penalty": "MONTHS",
                    "max_penalty_months": 120,
                }
            ],
        },
        "facts": {
            "facts": "Between January and June 2025 the person robbed nine banks with a gun.",
            "facts_place": "Mombasa",
            "facts_from": "2025-01",
            "international_interest": "The proceeds were carried to three other countries.",
        },
        "action": {"action": "Locate and arrest."},
        "restrictions": {"classification": "RESTRICTED", "handling": ["H2"], "not_for": []},
        "public_extract": {"choice": "NONE"},
    } | more


def test_a_system_files_a_draft_and_a_person_submits_it(amina, wanjiku, system):
    case, subject = drafts.person(amina)

    made = system.post("/api/v1/notices/", body(case, subject), format="json")
    assert made.status_code == 201, made.json()
    assert "edit" in made.json()["actions"] and "submit" not in made.json()["actions"]
    refused = system.post(f"{made['Location']}submit/")
    assert (refused.status_code, refused.json()["code"]) == (403, "not_permitted")

    notice = Notice.objects.get(pk=made.json()["id"])
    drafting.submit(notice, by=amina)
    releasing.release(notice, by=wanjiku)
    assert notice.status == "REQUESTED"


@pytest.mark.parametrize(
    "step, sent",
    [
        ("release", {"sha256": "0" * 64}),
        ("claim", {}),
        ("publish", {}),
        ("refuse", {"reasons": ["OTHER"], "explanation": "No."}),
        ("confirm", {"sha256": "0" * 64}),
        ("answers", {"answers": []}),
        ("withdraw", {}),
        ("suspend", {"reason": "x", "until": "2027-01-01"}),
        ("send-back", {"reason": "x"}),
    ],
)
def test_a_system_never_decides(amina, wanjiku, sato, system, step, sent):
    notice = drafts.submitted(amina)

    refused = system.post(f"/api/v1/notices/{notice.pk}/{step}/", sent, format="json")

    assert refused.status_code == 403
    assert refused["Content-Type"] == "application/problem+json"
    assert refused.json()["code"] == "not_permitted"
    notice.refresh_from_db()
    assert notice.status == "NATIONAL_REVIEW"


def test_a_head_releases_over_the_api_what_was_read_and_the_author_cannot(amina, wanjiku, over_api):
    notice = drafts.submitted(amina)
    address = f"/api/v1/notices/{notice.pk}/"
    digest = {"sha256": notice.current_version.sha256}

    assert over_api(amina).post(f"{address}release/", digest).status_code == 403
    assert over_api(wanjiku).post(f"{address}release/", {"sha256": "0" * 64}).status_code == 412
    released = over_api(wanjiku).post(f"{address}release/", digest)
    assert released.json()["status"] == "REQUESTED"


def test_reviewers_work_over_the_api_as_in_the_browser(amina, wanjiku, sato, over_api):
    notice = drafts.requested(amina, wanjiku)
    address, caller = f"/api/v1/notices/{notice.pk}/", over_api(sato)

    assert caller.post(f"{address}claim/").json()["status"] == "UNDER_REVIEW"
    items = caller.post(f"{address}answers/", {"answers": []}).json()
    answers = [
        {"condition": item["condition"], "result": "PASS", "comment": "Seen."} for item in items
    ]
    refused = caller.post(f"{address}publish/")
    assert refused.status_code == 422 and refused.json()["errors"]
    caller.post(f"{address}answers/", {"answers": answers})
    assert caller.post(f"{address}publish/").json()["status"] == "PUBLISHED"


def test_a_change_needs_the_version_it_is_based_on(amina, system):
    notice = drafts.red(amina)
    address = f"/api/v1/notices/{notice.pk}/"
    tag = system.get(address)["ETag"]
    change = {"action": {"action": "Locate only."}}

    assert system.patch(address, change, format="json").status_code == 428
    assert (
        system.patch(address, change, format="json", headers={"If-Match": tag}).status_code == 200
    )
    stale = system.patch(address, change, format="json", headers={"If-Match": tag})
    assert stale.status_code == 412


def test_the_same_draft_sent_twice_is_one(amina, system):
    case, subject = drafts.person(amina)
    key = {"Idempotency-Key": "draft-0001"}

    first = system.post("/api/v1/notices/", body(case, subject), format="json", headers=key)
    second = system.post("/api/v1/notices/", body(case, subject), format="json", headers=key)

    assert first.json()["id"] == second.json()["id"]
    assert Notice.objects.count() == 1


def test_a_published_notice_is_looked_up_by_its_reference(amina, wanjiku, sato, pierre, over_api):
    notice = drafts.published(amina, wanjiku, sato)

    found = over_api(pierre).get(f"/api/v1/notices/?reference={notice.slug}").json()["results"]

    assert [row["id"] for row in found] == [str(notice.pk)]


def test_a_name_is_searched_for_a_purpose(amina, wanjiku, sato, pierre, over_api):
    notice = drafts.published(amina, wanjiku, sato)
    caller = over_api(pierre)

    assert caller.get("/api/v1/notices/?q=Ibrahim").json()["code"] == "purpose_required"
    found = caller.get("/api/v1/notices/?q=Ibrahim Ali", headers={"X-Purpose": "ARREST"})
    assert [row["id"] for row in found.json()["results"]] == [str(notice.pk)]


def test_a_person_of_another_office_cannot_be_named(amina, arun, system):
    case, _subject = drafts.person(amina)
    _case, other = drafts.person(arun)

    refused = system.post("/api/v1/notices/", body(case, other), format="json")

    assert refused.status_code == 400
    assert refused.json()["errors"][0]["pointer"] == "#/person"


def test_a_paper_is_asked_for_and_fetched_over_the_api(amina, wanjiku, sato, carried):
    notice = drafts.published(amina, wanjiku, sato)
    caller = systems.calling(systems.register(amina.office), "notices")

    asked = caller.post(f"/api/v1/notices/{notice.pk}/papers/", {}, format="json")
    assert asked.status_code == 202 and asked.json()["status"] == "WAITING"
    carried()
    rows = caller.get(f"/api/v1/notices/{notice.pk}/papers/").json()
    ready = next(row for row in rows if row["id"] == asked.json()["id"])
    pdf = b"".join(caller.get(ready["href"]).streaming_content)
    assert pdf.startswith(b"%PDF-")


@pytest.fixture(scope="module")
def schema():
    return SchemaGenerator().get_schema(request=None, public=True)


@pytest.mark.parametrize(
    ("step", "asked"),
    [
        ("claim", None),
        ("release", {"sha256"}),
        ("refuse", {"reasons", "explanation"}),
        ("suspend", {"reason", "until"}),
        ("cancel", {"reason", "code"}),
    ],
)
def test_the_schema_says_what_a_step_asks(schema, step, asked):
    body = schema["paths"][f"/api/v1/notices/{{id}}/{step}"]["post"].get("requestBody")

    if asked is None:
        assert body is None
    else:
        name = body["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[-1]
        assert set(schema["components"]["schemas"][name]["properties"]) == asked


def test_a_list_costs_the_same_statements_for_one_notice_and_for_many(
    amina, wanjiku, sato, pierre, over_api, django_assert_max_num_queries
):
    caller = over_api(pierre)
    drafts.published(amina, wanjiku, sato)
    caller.get("/api/v1/notices/")
    with django_assert_max_num_queries(14) as one:
        caller.get("/api/v1/notices/")
    for _ in range(4):
        drafts.published(amina, wanjiku, sato)
    with django_assert_max_num_queries(len(one)):
        assert len(caller.get("/api/v1/notices/").json()["results"]) == 5
