"""Cases and persons over the API: filed, found, changed; versions, repeats, problems."""

import pytest

from cases.models import Case, CaseEntry, Subject
from ledger.models import Event
from tests import world
from tests.cases import browsing, factories

pytestmark = pytest.mark.django_db

WHY = {"headers": {"X-Purpose": "LOCATE"}}
CASE = {
    "title": "Lantern Quay",
    "portfolios": ["FRAUD", "MONEY_LAUNDERING"],
    "classification": "RESTRICTED",
    "handling_codes": ["H0"],
    "summary": "Invoices for goods that never sailed.",
    "shares": [{"office": "PRT", "role": "CONTRIBUTOR"}],
    "persons": [
        {
            "status_of_person": "SUSPECT",
            "person": {
                "sex": "M",
                "identities": [
                    {"as_written": "Щербаков Дмитрий", "birth": "1979-07", "birth_country": "SUHH"},
                    {"as_written": "Dmitri Sherbakoff", "label": "ALIAS"},
                ],
                "nationalities": [{"country": "XXA", "status": "CLAIMED"}],
                "documents": [{"kind": "PASSPORT", "number": "AK0912817"}],
            },
        }
    ],
}


@pytest.fixture
def api(amina, over_api):
    return over_api(amina)


def test_a_case_with_a_person_is_filed_in_one_call_and_found_by_name(api):
    answer = api.post("/api/v1/cases/", CASE)

    assert answer.status_code == 201, answer.json()
    made = answer.json()
    assert made["reference"].startswith("KEN-") and made["status"] == "OPEN"
    assert made["shares"] == [{"office": "PRT", "role": "CONTRIBUTOR"}]
    assert answer["Location"] == f"/api/v1/cases/{made['id']}/"
    assert answer["ETag"] == f'"{made["id"]}.{made["version"]}"'

    found = api.get("/api/v1/cases/?q=Shcherbakov", **WHY).json()
    assert [row["id"] for row in found["results"]] == [made["id"]]
    person = api.get("/api/v1/persons/?q=Shcherbakov", **WHY).json()["results"][0]
    assert person["score"] > 0.8
    assert [row["as_written"] for row in person["identities"]] == [
        "Щербаков Дмитрий",
        "Dmitri Sherbakoff",
    ]
    assert person["identities"][0]["birth_earliest"] == "1979-07-01"
    assert person["cases"][0]["reference"] == made["reference"]


def test_a_search_without_a_purpose_is_refused_and_one_with_it_recorded(api):
    factories.case(world.officer("amina"), people=["Daniel Okello"])

    refused = api.get("/api/v1/persons/?q=Okello")
    assert (refused.status_code, refused.json()["code"]) == (400, "purpose_required")

    api.get("/api/v1/persons/?q=Okello", **WHY)
    event = Event.objects.get(verb="subject.search")
    assert event.purpose == "LOCATE"
    assert event.detail.body == {"criteria": {"q": ["Okello"]}}
    assert "Okello" not in str(event.data) and len(event.data["shown"]) == 1


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"title": ""}, "#/title"),
        ({"portfolios": []}, "#/portfolios"),
        ({"portfolios": ["NOTHING"]}, "#/portfolios"),
        ({"offences": ["NOTHING"]}, "#/offences"),
        ({"classification": "SECRET"}, "#/classification"),
        ({"persons": [{"status_of_person": "SUSPECT", "person": {"identities": [{}]}}]},
         "#/persons/0/person/identities/0/as_written"),
        ({"persons": [{"status_of_person": "SUSPECT", "person": {"identities": [
            {"as_written": "X", "birth": "01/02/1979"}]}}]},
         "#/persons/0/person/identities/0/birth"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_pointed_at(change, pointer, api):
    answer = api.post("/api/v1/cases/", CASE | change)

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    pointers = [error["pointer"] for error in answer.json()["errors"]]
    assert any(found.startswith(pointer) for found in pointers), pointers


def test_the_same_key_files_one_case_and_is_answered_alike(api):
    key = {"HTTP_IDEMPOTENCY_KEY": "a-key-of-our-own"}

    first = api.post("/api/v1/cases/", CASE, **key)
    second = api.post("/api/v1/cases/", CASE, **key)

    assert Case.objects.count() == 1
    assert first.json() == second.json()
    assert second["Idempotent-Replayed"] == "true"
    other = api.post("/api/v1/cases/", CASE | {"title": "Another"}, **key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


def test_a_change_needs_the_version_that_was_read(api, amina):
    case = factories.case(amina)
    url = f"/api/v1/cases/{case.pk}/"
    tag = api.get(url)["ETag"]

    assert api.patch(url, {"title": "New"}).status_code == 428
    done = api.patch(url, {"title": "New"}, HTTP_IF_MATCH=tag)
    assert (done.status_code, done.json()["title"]) == (200, "New")
    assert done["ETag"] != tag
    stale = api.patch(url, {"title": "Newer"}, HTTP_IF_MATCH=tag)
    assert (stale.status_code, stale.json()["code"]) == (412, "stale")


def test_a_record_of_a_person_is_changed_in_part(api, amina):
    factories.case(amina, people=[factories.person("Daniel Okello", birth="1979")])
    subject = Subject.objects.get()
    url = f"/api/v1/persons/{subject.pk}/"

    done = api.patch(
        url,
        {"nationalities": [{"country": "XXA", "status": "CONFIRMED"}], "height_cm": 181},
        HTTP_IF_MATCH=api.get(url)["ETag"],
    )

    assert done.status_code == 200, done.json()
    now = done.json()
    assert now["identities"][0]["birth"] == "1979"
    assert now["nationalities"] == [{"country": "XXA", "status": "CONFIRMED"}]
    assert now["height_cm"] == 181


def test_the_steps_offered_are_those_that_work(api, amina):
    case = factories.case(amina)
    url = f"/api/v1/cases/{case.pk}/"
    assert {"activate", "close", "share"} <= set(api.get(url).json()["actions"])

    closed = api.post(f"{url}close/", {"reason": "Solved"})
    assert (closed.status_code, closed.json()["status"]) == (200, "CLOSED")
    assert "close" not in closed.json()["actions"]

    again = api.post(f"{url}close/", {"reason": "Solved"})
    assert (again.status_code, again.json()["code"]) == (409, "wrong_state")
    assert again.json()["detail"] == "Cannot close: this case is closed."


def test_who_only_reads_is_told_so_with_403(amina, pierre, over_api):
    case = factories.case(amina)
    reader = over_api(pierre)
    over_api(amina).post(f"/api/v1/cases/{case.pk}/share/", {"office": "PRT"})

    refused = reader.post(f"/api/v1/cases/{case.pk}/close/", {"reason": "x"})

    assert (refused.status_code, refused.json()["code"]) == (403, "not_permitted")
    ended = over_api(amina).post(f"/api/v1/cases/{case.pk}/end-share/", {"office": "PRT"})
    assert ended.json()["shares"] == []
    assert reader.get(f"/api/v1/cases/{case.pk}/").status_code == 404


def test_a_note_sent_twice_under_one_key_is_written_once(api, amina):
    case = factories.case(amina)
    for _ in range(2):
        api.post(
            f"/api/v1/cases/{case.pk}/notes/",
            {"text": "Hearing moved"},
            HTTP_IDEMPOTENCY_KEY="note-0001",
        )

    assert CaseEntry.objects.count() == 1


def test_a_person_is_put_into_a_case_by_its_reference_with_a_photograph(api, amina):
    case = factories.case(amina)

    made = api.post(
        "/api/v1/persons/",
        {
            "case": case.reference,
            "status_of_person": "MISSING",
            "identities": [{"as_written": "欧阳娜娜"}],
        },
    )
    assert made.status_code == 201, made.json()
    url = f"/api/v1/persons/{made.json()['id']}/"
    with_photo = api.post(f"{url}photos/", {"file": browsing.picture()}, format="multipart")
    assert with_photo.status_code == 201, with_photo.json()
    shown = api.get(with_photo.json()["photos"][0]["url"])
    assert shown["Content-Type"] == "image/jpeg"


def test_a_case_that_is_not_yours_cannot_be_added_to(amina, pierre, over_api):
    case = factories.case(amina)

    answer = over_api(pierre).post(
        "/api/v1/persons/",
        {"case": case.reference, "status_of_person": "VICTIM",
         "identities": [{"as_written": "X Y"}]},
    )  # fmt: skip

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "#/case"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("status=ACTIVE", {"second"}),
        ("portfolio=TERRORISM", {"second"}),
        ("portfolio=FRAUD&portfolio=TERRORISM", {"first", "second"}),
        ("office=ken", {"first", "second"}),
        ("office=PRT", set()),
        ("level=0", {"first"}),
        ("offence=terrorist_bombing", set()),
        ("opened_from=2020-01-01", {"first", "second"}),
        ("opened_to=2020-01-01", set()),
        ("status=ACTIVE&level=0", set()),
    ],
)
def test_lists_are_narrowed_down_and_combined(query, found, api, amina):
    from cases import lifecycle
    from policies.models import Portfolio

    factories.case(amina, "first", classification=0)
    second = factories.case(amina, "second", portfolios=[Portfolio.objects.get(pk="TERRORISM")])
    lifecycle.activate(second, by=amina)

    rows = api.get(f"/api/v1/cases/?{query}").json()["results"]

    assert {row["title"] for row in rows} == found


def test_a_value_that_no_filter_knows_is_refused(api):
    answer = api.get("/api/v1/cases/?status=NOTHING")

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
