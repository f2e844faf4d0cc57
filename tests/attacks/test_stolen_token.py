"""A token was stolen, the signing key was not: nothing is written, filed, shared or confirmed."""

import hashlib
from collections import Counter

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import get_resolver

from cases.models import Case
from exchange.models import Attachment
from ledger.models import Delivery, Event
from tests import systems
from tests.exchange.conftest import deliver_all, sent
from tests.signatures import System

pytestmark = pytest.mark.django_db
ACKS = "/api/v1/mailbox/acks/"
BACK = "/api/v1/mailbox/acks/take-back/"
FILED = {"title": "A case of the thief", "portfolios": ["FRAUD"]}


@pytest.fixture
def brasilia(db):
    """A system whose office has a key; `caller` calls with its token alone, good for everything."""
    system = System("BRA")
    whole = systems.token(system.client, "+".join(systems.SCOPES))
    system.come_in(whole)
    return system


def test_the_thief_empties_the_mailbox_for_good(brasilia, amina):
    sent(amina, "BRA")
    deliver_all()
    brasilia.caller.get("/api/v1/mailbox/")

    for body in ({"lane": "NORMAL", "up_to": 1}, {"lane": "NORMAL", "up_to": 9999999999}):
        refused = brasilia.caller.post(ACKS, body)
        assert (refused.status_code, refused.json()["code"]) == (403, "signature_required")
    assert not Delivery.objects.filter(confirmed_at__isnull=False).exists()


def test_no_write_of_the_api_is_open_to_a_token_alone(brasilia):
    """Every address of the API, every method that writes: 403 before anything is looked at."""
    done = Event.objects.exclude(verb="api_client.refused")
    before = done.count()
    open_to_the_thief, codes = [], Counter()
    for pattern in _addresses():
        for method in ("post", "put", "patch", "delete"):
            answer = getattr(brasilia.caller, method)(pattern, {}, format="json")
            codes[answer.json()["code"] if answer.status_code == 403 else answer.status_code] += 1
            if answer.status_code not in {401, 403, 404, 405}:
                open_to_the_thief.append((method, pattern, answer.status_code))
    assert codes["signature_required"] > 100, codes
    assert not open_to_the_thief
    assert not Case.objects.exists() and not Attachment.objects.exists()
    assert done.count() == before


def _addresses() -> list[str]:
    found = []
    for pattern in get_resolver("agency.api.urls").reverse_dict.values():
        for template, names in pattern[0]:
            values = dict.fromkeys(names, "01a223b5-b569-7779-bccb-87e5b3764772")
            found.append("/api/v1/" + template % values)
    read_only = ("/api/v1/docs/",)
    return sorted({one for one in found if "format" not in one and one not in read_only})


def test_files_and_cases_are_refused_unsigned_and_taken_signed(brasilia):
    assert brasilia.caller.post("/api/v1/cases/", FILED, format="json").status_code == 403
    filed = brasilia.post("/api/v1/cases/", FILED)
    assert filed.status_code == 201, filed.json()

    content = b"%PDF-1.4\n1 0 obj\n<< >>\nendobj\ntrailer\n<< >>\n%%EOF\n"
    named = {"file": {"sha256": hashlib.sha256(content).hexdigest()}}
    said = {"good": named, "of another file": {"file": {"sha256": "0" * 64}}, "of nothing": {}}
    for name, body in said.items():
        signature = brasilia.signature("POST", "/api/v1/attachments/", body)
        upload = {"file": SimpleUploadedFile("a.pdf", content)}
        answer = brasilia.caller.post(
            "/api/v1/attachments/", upload, format="multipart", HTTP_X_JWS_SIGNATURE=signature
        )
        wanted = 201 if name == "good" else 403
        assert answer.status_code == wanted, (name, answer.content)


def test_an_ack_reaches_no_further_than_what_was_taken(brasilia, amina):
    for _ in range(3):
        sent(amina, "BRA")
    deliver_all()
    taken = brasilia.caller.get("/api/v1/mailbox/?lane=NORMAL&limit=2").json()

    refused = brasilia.post(ACKS, {"lane": "NORMAL", "up_to": taken["cursor"] + 1})
    assert (refused.status_code, refused.json()["code"]) == (422, "not_ready")
    assert f"up to {taken['cursor']}" in refused.json()["detail"]
    confirmed = brasilia.post(ACKS, {"lane": "NORMAL", "up_to": taken["cursor"]})
    assert confirmed.json() == {"confirmed": 2}


def test_a_wrong_ack_is_taken_back_and_the_messages_come_again_in_their_order(brasilia, amina):
    for _ in range(3):
        sent(amina, "BRA")
    deliver_all()
    first = brasilia.caller.get("/api/v1/mailbox/?lane=NORMAL").json()
    brasilia.post(ACKS, {"lane": "NORMAL", "up_to": first["cursor"]})
    assert brasilia.caller.get("/api/v1/mailbox/").json()["messages"] == []

    assert brasilia.post(BACK, {"lane": "NORMAL", "after": 0}).json() == {"taken_back": 3}
    assert brasilia.post(BACK, {"lane": "NORMAL", "after": 0}).json() == {"taken_back": 0}
    again = brasilia.caller.get("/api/v1/mailbox/").json()["messages"]
    assert [row["id"] for row in again] == [row["id"] for row in first["messages"]]
    assert Event.objects.filter(verb="mailbox.take_back_acks").count() == 2


def test_another_office_takes_back_nothing_of_ours(brasilia, amina):
    sent(amina, "BRA")
    deliver_all()
    taken = brasilia.caller.get("/api/v1/mailbox/").json()
    ids = [row["id"] for row in taken["messages"]]
    brasilia.post(ACKS, {"ids": ids})

    assert System("PRT").post(BACK, {"ids": ids}).json() == {"taken_back": 0}
    assert brasilia.caller.get("/api/v1/mailbox/").json()["messages"] == []
