"""Members, filters and files that nobody knows, or that come twice, change what is meant unseen."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.plumbing import force_instance
from rest_framework import serializers

from central_offices.models import CentralOffice
from exchange.models import Attachment, Request
from kernel.api.bodies import OnlyKnown
from tests import systems
from tests.exchange.conftest import deliver_all, sent
from tests.exchange.test_api import WORDS

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/requests/"
ACKS = "/api/v1/mailbox/acks/"


@pytest.fixture
def nairobi(db):
    return systems.calling(
        systems.register(CentralOffice.objects.get(code="KEN"), clearance=2),
        "+".join(systems.SCOPES),
    )


def pointers(reply) -> set[str]:
    assert reply.status_code == 400, reply.content
    return {one["pointer"] for one in reply.json()["errors"]}


def test_a_slip_of_the_pen_is_named_and_nothing_is_kept(nairobi):
    slips = {"classificaton": "CONFIDENTIAL", "urgncy": "FLASH", "subjects": [], "status": "SENT"}
    slips |= {"sender": "PRT", "recipient": "PRT", "": 1, "Title": "x", "title ": "x", "id": "1"}
    for name, value in slips.items():
        words = WORDS | {"recipients": ["PRT"], name: value}
        assert pointers(nairobi.post(ADDRESS, words)) == {f"#/{name}"}, name
    several = nairobi.post(ADDRESS, WORDS | {"recipients": ["ZZZ"], "a": 1, "b": 2})
    assert {"#/a", "#/b"} < pointers(several), "and what else is wrong with it"
    assert not Request.objects.exists()
    case = {"title": "A case", "portfolios": ["FRAUD"]}
    for more, pointer in [
        ({"level": "CONFIDENTIAL"}, "#/level"),
        ({"shares": [{"office": "PRT", "rol": "OBSERVER"}]}, "#/shares/0/rol"),
        (
            {"persons": [{"status_of_person": "SUSPECT", "person": {"identites": []}}]},
            "#/persons/0/person/identites",
        ),
    ]:
        assert pointer in pointers(nairobi.post("/api/v1/cases/", case | more))


def test_a_row_of_a_bulk_and_a_step_without_words_know_their_members_too(nairobi, amina):
    assert pointers(nairobi.post(f"{ADDRESS}bulk/", {"rows": [WORDS], "row": []})) >= {"#/row"}
    request = sent(amina, "PRT")
    for step in ["close", "recall", "send", "discard", "withdraw"]:
        reply = nairobi.post(f"{ADDRESS}{request.pk}/{step}/", {"reasn": "Closed in error."})
        assert "#/reasn" in pointers(reply), step
    assert Request.objects.get().status == "SENT"


def test_every_body_that_the_schema_describes_refuses_what_it_does_not_know():
    generator = SchemaGenerator()
    generator._initialise_endpoints()
    seen, loose = 0, set()
    for path, regex, method, view in generator._get_paths_and_endpoints():
        if method not in {"POST", "PATCH", "PUT"}:
            continue
        view.schema.path, view.schema.path_regex, view.schema.method = path, regex, method
        found = view.schema.get_request_serializer()
        for one in found.values() if isinstance(found, dict) else [found]:
            shape = force_instance(one) if one is not None else None
            seen += shape is not None
            loose |= {f"{method} {path}: {name}" for name in _loose(shape)}
    assert seen > 40
    assert not loose


def _loose(shape) -> set[str]:
    if isinstance(shape, serializers.ListSerializer | serializers.ListField):
        return _loose(shape.child)
    if not isinstance(shape, serializers.BaseSerializer):
        return set()
    inner = [field for field in shape.fields.values() if not field.read_only]
    own = set() if isinstance(shape, OnlyKnown) else {type(shape).__name__}
    return own.union(*(_loose(field) for field in inner))


def test_a_filter_that_there_is_not_is_named_by_every_list(nairobi, adler, over_api):
    lists = ["offices", "cases", "persons", "requests", "notices", "consents", "arrests", "jobs"]
    lists += ["portfolios", "key-issues", "instruments", "authorities", "mailbox", "performance"]
    lists += ["request-types", "time-limits", "grounds-of-refusal", "offences"]
    for name in lists:
        path = f"/api/v1/{name}/"
        if name != "performance":
            assert nairobi.get(path).status_code == 200, name
        for slip in ["subject", "statuss", "case_", "limt", "Status", "recipient-status"]:
            assert pointers(nairobi.get(path, {slip: "x"})) == {f"#/{slip}"}, (name, slip)
    assert pointers(nairobi.get("/api/v1/notices/", {"case": "KEN-2026-1"})) == {"#/case"}
    reviews = over_api(adler).get("/api/v1/request-reviews/", {"subject": "x"})
    assert pointers(reviews) == {"#/subject"}


def test_a_filter_that_comes_twice_is_named_where_one_is_looked_at(nairobi):
    twice = nairobi.get(f"{ADDRESS}?status=SENT&status=DRAFT")
    assert pointers(twice) == {"#/status"}
    many = nairobi.get("/api/v1/notices/?status=DRAFT&status=PUBLISHED&fields=id&fields=status")
    assert many.status_code == 200


def test_of_two_files_in_one_upload_none_is_lost_in_silence(nairobi):
    files = [SimpleUploadedFile(name, b"register extract") for name in ("a.txt", "b.txt")]
    reply = nairobi.post("/api/v1/attachments/", {"file": files}, format="multipart")
    assert pointers(reply) == {"#/file"}
    more = {"file": SimpleUploadedFile("c.txt", b"an extract"), "name": "another.txt"}
    assert pointers(nairobi.post("/api/v1/attachments/", more, format="multipart")) == {"#/name"}
    assert not Attachment.objects.exists()


def test_a_member_that_stands_twice_in_the_body_is_refused(nairobi):
    body = json.dumps(WORDS)[:-1] + ', "recipients": ["BRA"]}'
    reply = nairobi.generic("POST", ADDRESS, body, content_type="application/json")
    assert (reply.status_code, reply.json()["code"]) == (400, "parse_error")
    assert "twice" in reply.json()["detail"]
    assert not Request.objects.exists()


def test_confirming_nothing_is_no_confirmation(nairobi, joana):
    sent(joana, "KEN")
    deliver_all()
    cursor = nairobi.get("/api/v1/mailbox/").json()["cursor"]
    for path, name in [(ACKS, "up_to"), (f"{ACKS}take-back/", "after")]:
        assert pointers(nairobi.post(path, {})) == {"#/ids"}
        assert pointers(nairobi.post(path, {name: cursor})) == {"#/lane"}
        assert pointers(nairobi.post(path, {"lane": "NORMAL"})) == {f"#/{name}"}
        assert pointers(nairobi.post(path, {"ids": [], name: 1})) == {"#/lane"}
        assert nairobi.post(path, {"ids": []}).status_code == 200
    whole = nairobi.post(ACKS, {"lane": "NORMAL", "up_to": cursor})
    assert whole.json() == {"confirmed": 1}


def test_a_number_of_5000_digits_says_nothing_of_our_own_code(nairobi):
    digits = "9" * 5000
    for text in [digits, f"-{digits}", f"[{digits}]", digits[:101], f"{digits}.0", f"1e{digits}"]:
        body = json.dumps(WORDS)[:-1] + f', "until": {text}}}'
        reply = nairobi.generic("POST", ADDRESS, body, content_type="application/json")
        assert reply.status_code == 400, text[:20]
        for word in ["sys.", "set_int_max", "Traceback", "codec", "str_digits"]:
            assert word not in reply.content.decode(), text[:20]
    broken = nairobi.generic("POST", ADDRESS, b'{"title": "\xff"}', "application/json")
    assert broken.json()["detail"] == "The body is not text in UTF-8."
    for path in ["cases", "persons", "requests", "offices", "notices", "mailbox"]:
        reply = nairobi.get(f"/api/v1/{path}/", {"limit": digits})
        assert reply.status_code in (200, 400), path
        assert "set_int_max" not in reply.content.decode()


def test_the_scheme_of_a_token_is_read_in_any_case(joana):
    client = systems.register(joana.office)
    caller, text = systems.calling(client), systems.token(client)
    for scheme in ["Bearer", "bearer", "BEARER", "bEaReR", "Bearer  "]:
        caller.credentials(HTTP_AUTHORIZATION=f"{scheme} {text}")
        assert caller.get(ADDRESS).status_code == 200, scheme
    for other in [f"Bearer{text}", f"Token {text}", text, f"bearer {text}x", "bearer", "bearer "]:
        caller.credentials(HTTP_AUTHORIZATION=other)
        assert caller.get(ADDRESS).status_code in (401, 403), other
