"""What an office named in its call is left out in silence: files, and persons of a request."""

from uuid import uuid4

import pytest

from central_offices.models import CentralOffice
from exchange.models import Request
from ledger.models import Message
from tests import systems
from tests.cases import factories
from tests.exchange.conftest import deliver_all, person, sent
from tests.exchange.test_signed_requests import ADDRESS, WORDS, uploaded
from tests.signatures import System

pytestmark = pytest.mark.django_db


@pytest.fixture
def brasilia(db):
    return System("BRA")


def send(system: System, body, files, path: str = ADDRESS):
    text = system.signature("POST", path, body, files=files)
    return system.caller.post(path, body, HTTP_X_JWS_SIGNATURE=text)


def test_a_call_that_names_other_files_than_it_attaches_is_refused(brasilia):
    one, two = uploaded(brasilia, b"register extract"), uploaded(brasilia, b"another one")
    right = {one["id"]: one["sha256"]}
    both = right | {two["id"]: two["sha256"]}
    wrong = [
        {one["id"]: "0" * 64},
        {one["id"]: two["sha256"]},
        {one["id"]: one["sha256"].upper()},
        {one["id"]: ""},
        {two["id"]: one["sha256"]},
        {str(uuid4()): one["sha256"]},
        both,
        right | {"": one["sha256"]},
        {},
    ]
    body = WORDS | {"attachments": [one["id"]]}
    for files in wrong:
        refused = send(brasilia, body, files)
        assert (refused.status_code, refused.json()["code"]) == (403, "signature_refused"), files
    for attached in [[], [two["id"]], [one["id"], two["id"]]]:
        refused = send(brasilia, WORDS | {"attachments": attached}, right)
        assert refused.status_code == 403, attached
    assert send(brasilia, WORDS, right).status_code == 403
    assert send(brasilia, body | {"send": False}, wrong[0]).status_code == 403, "a draft too"
    assert not Request.objects.exists() and not Message.objects.exists()
    assert send(brasilia, body, right).status_code == 201
    assert Message.objects.get().signature["held_by"] == "OFFICE"


def test_steps_without_files_take_no_digests_of_any(brasilia, amina):
    request = sent(amina, "BRA")
    deliver_all()
    path = f"{ADDRESS}{request.pk}/acknowledge/"
    assert send(brasilia, {}, {str(uuid4()): "0" * 64}, path).status_code == 403
    assert send(brasilia, {}, None, path).status_code == 200


def test_a_person_who_is_not_in_the_case_is_named_and_never_left_out(amina, arun):
    case_of_amina = factories.case(amina)
    nairobi = systems.calling(systems.register(CentralOffice.objects.get(code="KEN"), clearance=2))
    inside = person(case_of_amina, "Ilse Kern", amina)
    alone = person(None, "Stranger", amina)
    foreign = person(factories.case(arun), "Foreign", arun)
    case = {"case": case_of_amina.reference}
    bad = [
        case | {"subject_ids": [str(uuid4())]},
        case | {"subject_ids": [str(alone.pk)]},
        case | {"subject_ids": [str(foreign.pk)]},
        case | {"subject_ids": [str(inside.pk), str(uuid4())]},
        {"subject_ids": [str(inside.pk)]},
        {"case": None, "subject_ids": [str(inside.pk)]},
    ]
    before = Request.objects.count()
    for words in bad:
        for send_it in (True, False):
            reply = nairobi.post(ADDRESS, WORDS | {"recipients": ["PRT"], "send": send_it} | words)
            assert reply.status_code == 400, words
            (error,) = reply.json()["errors"]
            assert (error["pointer"], error["code"]) == ("#/subject_ids", "does_not_exist")
    assert Request.objects.count() == before


def test_no_change_of_a_draft_leaves_a_person_out(amina):
    case_of_amina = factories.case(amina)
    nairobi = systems.calling(systems.register(CentralOffice.objects.get(code="KEN"), clearance=2))
    inside = person(case_of_amina, "Ilse Kern", amina)
    words = {"case": case_of_amina.reference, "subject_ids": [str(inside.pk)], "send": False}
    made = nairobi.post(ADDRESS, WORDS | {"recipients": ["PRT"]} | words)
    assert made.status_code == 201, made.content
    path = f"{ADDRESS}{made.json()['id']}/"
    for change in [{"case": None}, {"subject_ids": [str(uuid4())]}]:
        changed = nairobi.patch(path, change, HTTP_IF_MATCH=made["ETag"])
        assert changed.status_code == 400, change
        assert changed.json()["errors"][0]["pointer"] == "#/subject_ids"
    whole = nairobi.patch(path, {"case": None, "subject_ids": []}, HTTP_IF_MATCH=made["ETag"])
    assert whole.status_code == 200


def test_what_lacks_persons_names_the_member_that_they_are_given_in():
    brasilia = System("BRA", registered=False)
    for type in ["LOCATE", "ARREST_PROVISIONAL"]:
        reply = brasilia.caller.post(ADDRESS, WORDS | {"type": type, "recipients": ["PRT"]})
        assert reply.status_code == 422, reply.content
        assert "#/subject_ids" in {one["pointer"] for one in reply.json()["errors"]}
