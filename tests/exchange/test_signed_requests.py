"""What an office's own system signs: kept with the message, and checked by whoever gets it."""

import base64
import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from central_offices.keys_and_clients import keys
from central_offices.models import CentralOffice, OfficeKey, SignedCall
from exchange.models import RefusalGround
from exchange.requests import sending
from kernel.signed_writes import is_signed
from ledger.models import Message
from ledger.verification import messages as verification
from tests import systems
from tests.exchange.conftest import deliver_all, draft, person, recipient, sent
from tests.signatures import System

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/requests/"
WORDS = {
    "type": "INFO",
    "recipients": ["KEN", "PRT"],
    "title": " A car ",
    "ask": "Whose car is it? Чья?",
    "legal_basis": "Agreement of 2019",
    "classification": "RESTRICTED",
    "handling": ["H2", "H1"],
}


@pytest.fixture
def brasilia(db):
    return System("BRA")


def key_set() -> dict:
    rows = keys.jwks(OfficeKey.objects.select_related("office"))["keys"]
    return {row["kid"]: row for row in rows}


def delivered_to(code: str) -> list[dict]:
    deliver_all()
    office = CentralOffice.objects.get(code=code)
    caller = systems.calling(systems.register(office, clearance=2))
    return caller.get("/api/v1/mailbox/").json()["messages"]


def good(message: dict) -> bool:
    findings = verification.check(message, key_set())
    return len(findings) > 3 and all(finding.good for finding in findings)


def test_a_request_filed_by_a_system_carries_the_signature_of_that_system(brasilia):
    reply = brasilia.post(ADDRESS, WORDS)
    assert reply.status_code == 201, reply.content

    (message,) = delivered_to("KEN")
    assert message["signature"]["held_by"] == "OFFICE"
    assert message["signature"]["kid"] == brasilia.kept.kid
    assert good(message)


def test_acknowledging_answering_and_refusing_are_signed_by_the_system(brasilia, amina):
    first, second = sent(amina, "BRA"), sent(amina, "BRA")
    deliver_all()
    answer = {"text": "A bakery. ", "source_evaluation": "A", "information_evaluation": "2"}
    ground = RefusalGround.objects.in_force().first().code
    refusal = {"text": "Not here.", "ground": ground, "contact": "desk@example.test"}

    assert brasilia.post(f"{ADDRESS}{first.pk}/acknowledge/").status_code == 200
    assert brasilia.post(f"{ADDRESS}{first.pk}/answer/", answer).status_code == 200
    assert brasilia.post(f"{ADDRESS}{second.pk}/refuse/", refusal).status_code == 200

    messages = delivered_to("KEN")
    types = {"request.acknowledged", "request.answered", "request.refused"}
    assert {row["type"] for row in messages} == types
    assert {row["signature"]["held_by"] for row in messages} == {"OFFICE"}
    assert all(good(row) for row in messages)


def test_an_answer_that_says_it_betrays_nobody_is_signed_by_the_system(
    brasilia, amina, mutua, case_of_amina
):
    person_ = person(case_of_amina, "Ilse Kern", amina)
    words = {"type": "MIGRATION_STATUS", "case": case_of_amina, "subject_ids": [person_.pk]}
    request = draft(amina, "BRA", **words, necessity="The visa is said to be false.")
    sending.send(request, by=amina)
    sending.approve(request, by=mutua, digest=request.content_digest)
    deliver_all()
    answer = {"text": "He entered on 4 May.", "nothing_on_asylum": True}
    answer |= {"source_evaluation": "A", "information_evaluation": "2"}

    assert brasilia.post(f"{ADDRESS}{request.pk}/answer/", answer).status_code == 200

    (message,) = delivered_to("KEN")
    assert message["signature"]["held_by"] == "OFFICE" and good(message)


def test_what_people_write_in_the_browser_is_signed_with_the_key_held_here(amina):
    sent(amina, "PRT")

    (message,) = delivered_to("PRT")

    assert message["signature"]["held_by"] == "SYSTEM"
    assert good(message)
    said = " ".join(finding.words for finding in verification.check(message, key_set()))
    assert "Signed by KEN" in said and "held by the agency's system" in said


@pytest.mark.parametrize("member", ["data", "sent_at", "sender", "thread", "classification", "id"])
def test_a_message_that_was_changed_on_the_way_is_not_the_one_that_was_signed(member, amina):
    sent(amina, "PRT")
    (message,) = delivered_to("PRT")

    if member == "data":
        message["data"]["ask"] += "?"
    else:
        message[member] = "CONFIDENTIAL" if member == "classification" else "PRT"

    assert not good(message)


@pytest.mark.parametrize(
    "member", ["title", "ask", "necessity", "facts", "urgency", "tags", "attachments"]
)
def test_what_the_hub_would_put_into_a_signed_request_is_found(member, brasilia):
    brasilia.post(ADDRESS, WORDS)
    (message,) = delivered_to("KEN")
    put = {"facts": {"PLATE": "X"}, "urgency": "FLASH", "attachments": [{"id": "x"}]}
    put["tags"] = ["CYBER"]

    message["data"][member] = put.get(member, "Something else")

    assert not good(message)


def test_a_signature_does_not_tell_who_else_was_asked(brasilia, amina):
    brasilia.post(ADDRESS, WORDS)
    sent(amina, "BRA", "PRT")
    deliver_all()

    for message in Message.objects.all():
        _head, payload, _signature = message.signature["jws"].split(".")
        said = base64.urlsafe_b64decode(payload + "==").decode()
        assert "recipients" not in said and "PRT" not in said


def test_a_draft_that_is_sent_later_is_vouched_for_by_this_system(brasilia):
    made = brasilia.post(ADDRESS, WORDS | {"send": False}).json()
    assert brasilia.post(f"{ADDRESS}{made['id']}/send/").status_code == 200

    (message,) = delivered_to("KEN")
    assert message["signature"]["held_by"] == "SYSTEM"
    assert good(message)


def test_the_order_of_members_in_the_body_does_not_matter(brasilia):
    other = dict(reversed(WORDS.items()))
    text = brasilia.signature("POST", ADDRESS, WORDS)

    assert brasilia.caller.post(ADDRESS, other, HTTP_X_JWS_SIGNATURE=text).status_code == 201


def test_a_repeated_call_is_signed_anew_and_answered_as_before(brasilia):
    first, second = [brasilia.post(ADDRESS, WORDS, HTTP_IDEMPOTENCY_KEY="car-4711") for _ in "ab"]

    assert first.json() == second.json()
    assert second["Idempotent-Replayed"] == "true"


def test_what_was_refused_for_its_content_is_signed_anew_when_it_is_sent_again(brasilia):
    text = brasilia.signature("POST", ADDRESS, WORDS)
    short = {"HTTP_IDEMPOTENCY_KEY": "short", "HTTP_X_JWS_SIGNATURE": text}
    assert brasilia.caller.post(ADDRESS, WORDS, **short).status_code == 400
    assert SignedCall.objects.get().jws.count(".") == 2

    again = brasilia.caller.post(ADDRESS, WORDS, HTTP_X_JWS_SIGNATURE=text)
    assert again.json()["code"] == "signature_refused"
    assert brasilia.post(ADDRESS, WORDS).status_code == 201


def test_confirming_the_mailbox_is_signed_and_kept(brasilia, amina):
    sent(amina, "BRA")
    deliver_all()
    taken = brasilia.caller.get("/api/v1/mailbox/").json()
    body = {"lane": "NORMAL", "up_to": taken["cursor"]}

    assert brasilia.post("/api/v1/mailbox/acks/", body).json() == {"confirmed": 1}
    assert SignedCall.objects.get().key == brasilia.kept
    unsigned = brasilia.caller.post("/api/v1/mailbox/acks/", body)
    assert unsigned.json()["code"] == "signature_required"


def test_an_office_without_a_key_of_its_own_need_not_sign():
    caller = System("BRA", registered=False).caller

    assert caller.post(ADDRESS, WORDS).status_code == 201
    assert Message.objects.get().signature["held_by"] == "SYSTEM"


def test_people_of_an_office_with_a_key_go_on_without_one(brasilia, joana, over_api):
    assert over_api(joana).post(ADDRESS, WORDS).status_code == 201


def test_a_step_of_an_answer_by_hand_stays_with_the_one_who_signed_it(brasilia, amina, joana):
    request = sent(amina, "BRA")
    deliver_all()
    brasilia.post(f"{ADDRESS}{request.pk}/start/")

    assert recipient(request, "BRA").status == "IN_PROGRESS"
    assert draft(amina, "BRA").status == "DRAFT"
    assert Message.objects.get(type="request.in_progress").signature["held_by"] == "OFFICE"


def uploaded(system: System, content: bytes) -> dict:
    """A text file that the system sends, signed by its digest."""
    path, digest = "/api/v1/attachments/", hashlib.sha256(content).hexdigest()
    signature = system.signature("POST", path, {"file": {"sha256": digest}})
    body = {"file": SimpleUploadedFile("extract.txt", content)}
    return system.caller.post(path, body, format="multipart", HTTP_X_JWS_SIGNATURE=signature).json()


@pytest.mark.parametrize("told", ["all", "none", "another"])
def test_files_are_vouched_for_only_by_their_digests(told, brasilia, amina):
    request = sent(amina, "BRA")
    deliver_all()
    upload = uploaded(brasilia, b"register extract")
    answer = {"text": "See it.", "source_evaluation": "A", "information_evaluation": "2"}
    answer["attachments"] = [upload["id"]]
    path = f"{ADDRESS}{request.pk}/answer/"
    files = {"all": {upload["id"]: upload["sha256"]}, "none": None, "another": {upload["id"]: "0"}}
    text = brasilia.signature("POST", path, answer, files=files[told])

    reply = brasilia.caller.post(path, answer, HTTP_X_JWS_SIGNATURE=text)
    assert reply.status_code == (403 if told == "another" else 200)
    if told == "another":
        assert not delivered_to("KEN")
        return
    (message,) = delivered_to("KEN")
    assert message["signature"]["held_by"] == ("OFFICE" if told == "all" else "SYSTEM")
    assert good(message)
    message["data"]["attachments"][0]["sha256"] = "f" * 64
    assert not good(message)


def test_people_of_both_sides_see_whose_signature_stands_under_it(brasilia, amina, signed_in):
    request = sent(amina, "BRA")
    deliver_all()
    answer = {"text": "A bakery.", "source_evaluation": "A", "information_evaluation": "2"}
    brasilia.post(f"{ADDRESS}{request.pk}/answer/", answer)
    deliver_all()

    page = signed_in(amina).get(f"/requests/{request.reference}/").content.decode()

    assert "Signed for Kenya with the key held by this system" in page
    assert "Signed by the own system of Brazil" in page
    answered = Message.objects.get(type="request.answered")
    assert f"/requests/{request}/messages/{answered.pk}" in page


def test_the_schema_names_the_signature_where_it_is_demanded_and_nowhere_else(client):
    paths = client.get("/api/v1/schema/", {"format": "json"}).json()["paths"]
    named = {
        (path, method): any(p["name"] == "X-JWS-Signature" for p in what.get("parameters", []))
        for path, operations in paths.items()
        for method, what in operations.items()
        if isinstance(what, dict)
    }

    assert named[ADDRESS.rstrip("/"), "post"] and not named[ADDRESS.rstrip("/"), "get"]
    for (path, method), is_named in named.items():
        demanded = method != "get" and is_signed(path)
        assert is_named == demanded, (path, method)


@pytest.mark.parametrize("path", ["/api/v1/requests/", "/api/v1/consents/"])
def test_options_is_answered_without_a_signature(path, brasilia):
    answer = brasilia.caller.options(path)

    assert (answer.status_code, "POST" in answer["Allow"]) == (200, True)
    assert "actions" not in answer.json()
    assert brasilia.caller.post(path, {}).status_code == 403
