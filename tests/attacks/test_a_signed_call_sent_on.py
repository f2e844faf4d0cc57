"""A signed call was refused, or seen on its way: somebody sends it again, and to other offices."""

import json
import secrets

import pytest
from django.core.management import CommandError, call_command
from joserfc.util import urlsafe_b64decode

from central_offices.models import SignedCall
from exchange.models import Request
from ledger.models import Event, Message
from tests import systems
from tests.api import callers
from tests.exchange.conftest import deliver_all
from tests.plumbing.by_the_owner import by_the_owner
from tests.signatures import SALT, System, asking

ADDRESS = "/api/v1/requests/"
WORDS = {
    "type": "INFO",
    "recipients": ["PRT"],
    "title": "A car",
    "ask": "Whose car is it?",
    "legal_basis": "Agreement of 2019",
}


@pytest.fixture
def brasilia(db):
    return System("BRA")


def send(system: System, body, text: str, path: str = ADDRESS, salt: str = SALT, **headers):
    system.caller._credentials["HTTP_X_JWS_SALT"] = salt
    return system.caller.post(path, body, HTTP_X_JWS_SIGNATURE=text, **headers)


def test_a_call_that_was_refused_is_used_up_whatever_it_was_refused_for(brasilia):
    draft = WORDS | {"send": False}
    made = brasilia.post(ADDRESS, draft).json()
    nowhere = f"{ADDRESS}01a223b5-b569-7779-bccb-87e5b3764772/"
    calls = [
        (ADDRESS, WORDS | {"recipients": ["ZZZ"]}, {}, 400),
        (ADDRESS, WORDS | {"type": "NONE"}, {}, 400),
        (ADDRESS, WORDS | {"legal_basis": ""}, {}, 422),
        (ADDRESS, WORDS, {"HTTP_IDEMPOTENCY_KEY": "short"}, 400),
        (f"{nowhere}send/", {}, {}, 404),
        (f"{ADDRESS}{made['id']}/recall/", {"reason": "x"}, {}, 409),
        (f"{ADDRESS}{made['id']}/send/", {}, {"HTTP_IF_MATCH": '"old"'}, 412),
        ("/api/v1/mailbox/acks/", {"ids": ["x"]}, {}, 400),
        ("/api/v1/offices/", {}, {}, 403),
    ]
    for path, body, headers, status in calls:
        text = brasilia.signature("POST", path, body)
        first = send(brasilia, body, text, path, **headers)
        assert first.status_code == status, (path, first.content)
        again = send(brasilia, body, text, path)
        assert again.status_code == 403, (path, body)
        if path != "/api/v1/offices/":
            assert again.json()["code"] == "signature_refused", (path, body)
            assert "used before" in again.json()["detail"]
    assert Request.objects.count() == 1


def test_a_call_that_was_taken_is_used_up_as_before(brasilia):
    text = brasilia.signature("POST", ADDRESS, WORDS)
    assert send(brasilia, WORDS, text).status_code == 201
    assert "used before" in send(brasilia, WORDS, text).json()["detail"]
    assert SignedCall.objects.get().recipients_salt == SALT


def test_a_signature_that_is_not_good_uses_up_no_name(brasilia):
    jti = "used-by-nobody-0001"
    bad = brasilia.signature("POST", ADDRESS, WORDS, jti=jti)
    assert send(brasilia, WORDS | {"ask": "Whose house?"}, bad).status_code == 403
    assert send(brasilia, WORDS, bad).status_code == 201


def test_a_call_is_not_sent_on_to_others_than_it_was_signed_for(brasilia):
    others = [["QMA", "BRA"], ["PRT", "QMA"], [], ["KEN"], ["prt"], "PRT ", ["PRT,QMA"], [["PRT"]]]
    others += [{"PRT": 1}, [7], None, "", 0, False]
    for recipients in others:
        text = brasilia.signature("POST", ADDRESS, WORDS)
        refused = send(brasilia, WORDS | {"recipients": recipients}, text)
        assert (refused.status_code, refused.json()["code"]) == (403, "signature_refused"), (
            recipients
        )
    less = {name: value for name, value in WORDS.items() if name != "recipients"}
    assert send(brasilia, less, brasilia.signature("POST", ADDRESS, WORDS)).status_code == 403
    made = brasilia.post(ADDRESS, WORDS | {"send": False}).json()
    path = f"{ADDRESS}{made['id']}/"
    text = brasilia.signature("PATCH", path, {"recipients": ["KEN"]})
    changed = brasilia.caller.patch(path, {"recipients": ["QMA"]}, HTTP_X_JWS_SIGNATURE=text)
    assert changed.status_code == 403
    assert not Message.objects.exists()


def test_the_digest_is_of_a_salt_that_nobody_can_leave_out(brasilia):
    for salt in ["", "short", "a" * 65, "with blanks in its middle", SALT + "0"]:
        text = brasilia.signature("POST", ADDRESS, WORDS, **asking(WORDS, salt))
        refused = send(brasilia, WORDS, text, salt=salt)
        if salt == SALT + "0":
            assert refused.status_code == 201, "one more letter is a salt like another"
            continue
        assert refused.status_code == 403, salt
    text = brasilia.signature("POST", ADDRESS, WORDS)
    other = send(brasilia, WORDS, text, salt=secrets.token_hex(16))
    assert "other recipients" in other.json()["detail"]


def test_a_call_without_a_word_of_its_recipients_is_refused_in_a_sentence(brasilia):
    text = brasilia.signature("POST", ADDRESS, WORDS, recipients=None)
    refused = send(brasilia, WORDS, text)
    assert refused.status_code == 403
    assert "member recipients" in refused.json()["detail"]
    assert Event.objects.filter(verb="api_client.refused").last().data["why"] == "recipients"
    text = brasilia.signature("POST", "/api/v1/mailbox/acks/", {"ids": []}, **asking(WORDS))
    idle = send(brasilia, {"ids": []}, text, "/api/v1/mailbox/acks/")
    assert idle.status_code == 403, "and none is named where nobody is asked"


def test_what_recipients_get_does_not_let_them_try_names(brasilia):
    salt = secrets.token_hex(16)
    body = WORDS | {"recipients": ["PRT", "KEN"]}
    text = brasilia.signature("POST", ADDRESS, body, **asking(body, salt))
    assert send(brasilia, body, text, salt=salt).status_code == 201
    deliver_all()

    lisbon = systems.calling(systems.register(System("PRT", registered=False).office, clearance=2))
    page = lisbon.get("/api/v1/mailbox/").content.decode()
    (kept,) = Message.objects.all()
    head, payload, _ = kept.signature["jws"].split(".")
    for part in [page, *(urlsafe_b64decode(one.encode()).decode() for one in (head, payload))]:
        assert salt not in part and "KEN" not in part
    said = json.loads(urlsafe_b64decode(head.encode()))["recipients"]
    assert said not in {asking({"recipients": one}, "")["recipients"] for one in [["KEN"], ["PRT"]]}


def test_whoever_checks_a_kept_message_is_told_where_it_did_not_belong(brasilia, capsys):
    body = WORDS | {"recipients": ["PRT", "KEN"]}
    assert brasilia.post(ADDRESS, body).status_code == 201
    deliver_all()
    (kept,) = Message.objects.all()
    call_command("verify_message", str(kept.pk))
    assert "It went to those whom the signed call names." in capsys.readouterr().out

    with by_the_owner():
        SignedCall.objects.update(recipients_salt="f" * 32)
    with pytest.raises(CommandError):
        call_command("verify_message", str(kept.pk))
    assert "BAD It went to others than those whom" in capsys.readouterr().out


def test_of_many_who_send_a_refused_call_at_once_one_is_heard(committed, live_server_url):
    brasilia = System("BRA")
    token = callers.token_of(brasilia.client, live_server_url)
    bad = WORDS | {"legal_basis": ""}
    text = brasilia.signature("POST", ADDRESS, bad)
    headers = {"X-JWS-Signature": text, "X-JWS-Salt": SALT}
    replies = callers.at_once(
        6, "POST", f"{live_server_url}{ADDRESS}", token, json=bad, headers=headers
    )
    assert sorted(one.status_code for one in replies) == [403] * 5 + [422]
    assert SignedCall.objects.count() == 1
    assert not Request.objects.exists()
