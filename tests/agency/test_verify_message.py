"""`verify_message`: says who signed what, when and with which key, and finds what is not so."""

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from joserfc.util import urlsafe_b64decode, urlsafe_b64encode

from central_offices.keys_and_clients import keys
from central_offices.models import OfficeKey
from kernel import acting
from ledger.models import InboxMessage, Message
from ledger.signatures import jws
from tests import systems
from tests.exchange.conftest import deliver_all, sent
from tests.plumbing.by_the_owner import by_the_owner
from tests.signatures import System
from tests.world import officer

pytestmark = pytest.mark.django_db
WORDS = {
    "type": "INFO",
    "recipients": ["KEN"],
    "title": "A car",
    "ask": "Whose car is it?",
    "legal_basis": "Agreement of 2019",
}


@pytest.fixture
def saved(amina, tmp_path):
    """The files that Lisbon's system saved from its mailbox, and the keys that it fetched."""
    sent(amina, "PRT")
    return save("PRT", tmp_path)


def save(code: str, folder):
    deliver_all()
    office = officer({"PRT": "pierre", "KEN": "amina"}[code]).office
    caller = systems.calling(systems.register(office, clearance=2))
    answer, key_set = folder / "mailbox.json", folder / "keys.json"
    answer.write_text(json.dumps(caller.get("/api/v1/mailbox/").json()))
    key_set.write_text(json.dumps(caller.get("/api/v1/jwks/").json()))
    return answer, key_set


def verify(*args: str, capsys) -> str:
    call_command("verify_message", *args)
    return capsys.readouterr().out


def refuse(*args: str, capsys) -> str:
    with pytest.raises(CommandError):
        call_command("verify_message", *args)
    return capsys.readouterr().out


def changed(path, change) -> str:
    content = json.loads(path.read_text())
    change(content)
    path.write_text(json.dumps(content))
    return str(path)


def test_a_message_kept_here_is_verified_by_its_id_with_its_receipts(amina, capsys):
    sent(amina, "PRT", "BRA")
    deliver_all()

    said = verify(str(Message.objects.get().pk), capsys=capsys)

    assert "Signed by KEN on" in said and "held by the agency's system" in said
    assert "stored for PRT at" in said and "stored for BRA at" in said
    assert "Everything is as it was signed." in said


def test_a_time_that_no_calendar_knows_is_told_and_stops_nothing(saved, capsys):
    def late(content):
        head, body, signature = content["messages"][0]["signature"]["jws"].split(".")
        header = json.loads(urlsafe_b64decode(head.encode())) | {"iat": 2**39}
        head = urlsafe_b64encode(json.dumps(header).encode()).decode()
        content["messages"][0]["signature"]["jws"] = f"{head}.{body}.{signature}"

    answer, key_set = saved
    told = refuse(changed(answer, late), "--keys", str(key_set), capsys=capsys)

    assert "iat must be a whole number of seconds" in told


def test_a_saved_mailbox_is_verified_without_asking_the_database(
    saved, capsys, django_assert_num_queries
):
    answer, key_set = saved
    with django_assert_num_queries(0):
        said = verify(str(answer), "--keys", str(key_set), capsys=capsys)

    assert "Signed by KEN on" in said and "Receipt by AGY: stored for PRT" in said


def test_a_single_envelope_is_verified_too(saved, tmp_path, capsys):
    answer, key_set = saved
    one = tmp_path / "one.json"
    one.write_text(json.dumps(json.loads(answer.read_text())["messages"][0]))

    assert "member by member" in verify(str(one), "--keys", str(key_set), capsys=capsys)


@pytest.mark.parametrize(
    "change, told",
    [
        (lambda m: m["data"].update(ask="Whose boat?"), "data differs"),
        (lambda m: m["data"]["facts"].update(PLATE="X"), "data differs"),
        (lambda m: m.update(sent_at="2026-01-01T00:00:00Z"), "sent_at differs"),
        (lambda m: m.update(sender="BRA"), "but BRA sent the message"),
        (lambda m: m.update(handling=["H3"]), "handling differs"),
        (lambda m: m.update(signature=None), "The message is not signed."),
        (lambda m: m["signature"].update(held_by="OFFICE"), "The signature proves nothing."),
        (lambda m: m.update(recipients=["BRA"]), "It is not for this message."),
        (lambda m: m.update(seq=7), "It is not for this message."),
        (lambda m: m["signature"].update(jws="a.b.c"), "The header is not readable."),
    ],
)
def test_what_was_changed_is_named(change, told, saved, capsys):
    answer, key_set = saved
    path = changed(answer, lambda content: change(content["messages"][0]))

    assert told in refuse(path, "--keys", str(key_set), capsys=capsys)


@pytest.mark.parametrize("part", [0, 1, 2])
def test_a_changed_letter_in_the_signature_is_found(part, saved, capsys):
    answer, key_set = saved

    def spoil(content) -> None:
        signature = content["messages"][0]["signature"]
        parts = signature["jws"].split(".")
        letter = "B" if parts[part][20] == "A" else "A"
        parts[part] = parts[part][:20] + letter + parts[part][21:]
        signature["jws"] = ".".join(parts)

    assert "BAD" in refuse(changed(answer, spoil), "--keys", str(key_set), capsys=capsys)


def test_a_changed_receipt_is_found(saved, capsys):
    answer, key_set = saved

    def swap(content) -> None:
        (pk,) = content["receipts"]
        content["receipts"][pk] = content["messages"][0]["signature"]["jws"]

    said = refuse(changed(answer, swap), "--keys", str(key_set), capsys=capsys)
    assert "The receipt proves nothing." in said


def test_a_receipt_that_an_office_signed_with_its_own_key_is_no_receipt(saved, capsys):
    """The system holds a key for every office; only the Secretariat's attests what was stored."""
    answer, key_set = saved
    with acting.acting_as(acting.PUBLIC):
        pen = keys.lend({officer("pierre").office_id})[officer("pierre").office_id]

    def forge(content) -> None:
        ((pk, receipt),) = content["receipts"].items()
        said = urlsafe_b64decode(receipt.split(".")[1].encode())
        header = {"kid": pen.kid, "typ": jws.RECEIPT, "iss": pen.office, "jti": "1"}
        header["iat"] = int(pen.at.timestamp())
        content["receipts"][pk] = jws.sign(said, header, pen.key)

    said = refuse(changed(answer, forge), "--keys", str(key_set), capsys=capsys)
    assert "BAD Receipt by PRT" in said


def test_a_receipt_under_a_key_without_validity_is_found(saved, capsys):
    answer, key_set = saved

    def spoil(content) -> None:
        for row in content["keys"]:
            if row["office"] == "AGY":
                del row["not_after"]

    said = refuse(str(answer), "--keys", changed(key_set, spoil), capsys=capsys)
    assert "The key of the receipt is not of the agreed shape." in said


def test_the_receipt_of_another_message_is_found(amina, tmp_path, capsys):
    sent(amina, "PRT")
    sent(amina, "PRT", title="Another")
    answer, key_set = save("PRT", tmp_path)

    def swap(content) -> None:
        first, second = content["receipts"]
        told = content["receipts"]
        told[first], told[second] = told[second], told[first]

    said = refuse(changed(answer, swap), "--keys", str(key_set), capsys=capsys)
    assert "It is not for this message." in said


@pytest.mark.parametrize(
    "change, told",
    [
        ({"x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}, "does not fit what was signed"),
        ({"office": "PRT"}, "The key is one of PRT"),
        ({"not_after": "2020-01-02T00:00:00Z", "not_before": "2020-01-01T00:00:00Z"}, "not valid"),
        (
            {"revoked_at": "2020-01-01T00:00:00Z", "revoked_reason": "CEASED"},
            "The key had been revoked",
        ),
        (
            {"revoked_at": "2099-01-01T00:00:00Z", "revoked_reason": "COMPROMISED"},
            "nothing signed with it counts",
        ),
        ({"kid": "another"}, "is not in the key set"),
        ({"kty": "RSA"}, "The key is not one for Ed25519."),
        ({"not_before": None}, "not of the agreed shape"),
        ({"not_after": "tomorrow"}, "not of the agreed shape"),
    ],
)
def test_a_key_that_does_not_count_is_named(change, told, saved, capsys):
    answer, key_set = saved

    def spoil(content) -> None:
        for row in content["keys"]:
            if row["office"] == "KEN":
                row.update(change)

    path = changed(key_set, spoil)
    assert told in refuse(str(answer), "--keys", path, capsys=capsys)


def test_what_was_signed_before_a_key_was_replaced_goes_on_counting(amina, adler, capsys):
    sent(amina, "PRT")
    message, row = Message.objects.get(), OfficeKey.objects.get(office__code="KEN")
    with by_the_owner():
        OfficeKey.objects.update(not_before=row.not_before - timedelta(days=1))
    keys.revoke(row, by=adler, reason="REPLACED")
    later = OfficeKey.objects.get(pk=row.pk).revoked_at + timedelta(seconds=2)
    with by_the_owner():
        OfficeKey.objects.filter(pk=row.pk).update(revoked_at=later)

    assert "it was revoked later" in verify(str(message.pk), capsys=capsys)

    with by_the_owner():
        OfficeKey.objects.filter(pk=row.pk).update(revoked_reason="COMPROMISED")
    assert "nothing signed with it counts" in refuse(str(message.pk), capsys=capsys)


def test_what_an_office_s_system_signed_is_compared_with_its_message(capsys, tmp_path):
    assert System("BRA").post("/api/v1/requests/", WORDS).status_code == 201
    answer, key_set = save("KEN", tmp_path)
    files = (str(answer), "--keys", str(key_set))

    said = verify(*files, capsys=capsys)
    assert "held by the office's own system" in said
    assert "The message says what was signed in the call POST /api/v1/requests/." in said

    changed(answer, lambda content: content["messages"][0]["data"].update(ask="Whose boat?"))
    assert "says otherwise than the signed call" in refuse(*files, capsys=capsys)


@pytest.mark.parametrize("text", ["", "[]", "{}", "no json", '{"messages": [1]}'])
def test_a_file_that_is_no_message_is_said_to_be_none(text, tmp_path, capsys):
    path = tmp_path / "x.json"
    path.write_text(text)

    refuse(str(path), capsys=capsys)


def test_a_message_that_is_not_there_is_said_to_be_missing(capsys):
    refuse("0190a0a0-0000-7000-8000-000000000000", capsys=capsys)


def test_a_receipt_is_kept_with_what_was_stored_and_cannot_be_changed_here(amina):
    sent(amina, "PRT")
    deliver_all()

    assert InboxMessage.objects.get().receipt.count(".") == 2
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege('iisa_app', 'ledger_inboxmessage', 'UPDATE'),"
            " has_table_privilege('iisa_app', 'central_offices_signedcall', 'DELETE')"
        )
        assert cursor.fetchone() == (False, False)
