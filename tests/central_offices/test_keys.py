"""Offices' keys: made, registered, renewed and revoked, and never told in private."""

import json
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from central_offices.keys_and_clients import keys
from central_offices.models import AccessChange, OfficeKey
from central_offices.two_persons import changes
from kernel import acting
from kernel.errors import NotPermitted, NotReady, WrongState
from ledger.models import Event, EventDetail, Message
from tests import persons
from tests.exchange.conftest import deliver_all, sent
from tests.plumbing.by_the_owner import by_the_owner
from tests.signatures import System, pair, proof

pytestmark = pytest.mark.django_db
PEM = (Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def public(key) -> str:
    return json.dumps(key.as_dict(private=False))


def private(key) -> str:
    return json.dumps(key.as_dict(private=True))


def held(office) -> OfficeKey:
    return OfficeKey.objects.in_force().filter(office=office, held_by="SYSTEM").first()


@pytest.mark.parametrize("form", ["JWK", "PEM"])
def test_a_head_proposes_the_public_key_of_the_office_s_system(
    form, adler, beatriz, lisbon, signed_in
):
    key = pair()
    text = public(key) if form == "JWK" else key.public_key.public_bytes(*PEM).decode()
    page = f"/offices/{lisbon.code}/keys/register"
    browser = signed_in(beatriz)
    once = browser.get(page).context["form"]["once"].value()

    shown = browser.get(page).text
    assert "iisa-key+jws" in shown and "&quot;office&quot;:&quot;PRT&quot;" in shown
    answer = browser.post(page, {"public_key": text, "proof": proof("PRT", key), "once": once})

    assert answer.status_code == 302
    assert not OfficeKey.objects.filter(kid=key.thumbprint()).exists()
    changes.confirm(AccessChange.objects.get(), by=adler)
    row = OfficeKey.objects.get(kid=key.thumbprint())
    assert (row.office, row.held_by, row.sealed_private) == (lisbon, "OFFICE", None)
    assert row.public_jwk == key.as_dict(private=False)
    assert row.kid in browser.get(f"/offices/{lisbon.code}/").content.decode()
    assert Event.objects.get(verb="office_key.register").data["kid"] == row.kid


@pytest.mark.parametrize("form", ["JWK", "PEM", "broken JWK"])
def test_a_private_key_is_refused_and_left_nowhere(form, beatriz, lisbon, signed_in, caplog):
    key = pair()
    secret = key.as_dict(private=True)["d"]
    text = private(key)
    if form == "PEM":
        raw = key.private_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        text, secret = raw.decode(), raw.decode().splitlines()[1]
    elif form == "broken JWK":
        text = text[:-1]
    page, browser = f"/offices/{lisbon.code}/keys/register", signed_in(beatriz)
    once = browser.get(page).context["form"]["once"].value()

    answer = browser.post(page, {"public_key": text, "once": once})

    assert "This is a private key" in answer.content.decode()
    assert secret not in answer.content.decode() + caplog.text
    assert not OfficeKey.objects.filter(held_by="OFFICE").exists()
    told = str(list(Event.objects.values_list("data", flat=True)))
    assert secret not in told + str(list(EventDetail.objects.values_list("body", flat=True)))


UNHEARD_OF = "-----BEGIN PUBLIC KEY-----\nMAswBQYDKgMEAwIAAQ==\n-----END PUBLIC KEY-----"


@pytest.mark.parametrize(
    "text", ["", "no key", "{}", '{"kty": "OKP", "crv": "X25519", "x": "AA"}', UNHEARD_OF]
)
def test_what_is_no_ed25519_key_is_refused(text, adler, lisbon):
    with pytest.raises(NotReady, match="no public Ed25519 key"):
        persons.register_key(lisbon, text, by=adler)


def test_an_rsa_key_and_a_key_registered_before_are_refused(adler, lisbon, nairobi):
    rsa = generate_private_key(65537, 2048).public_key().public_bytes(*PEM).decode()
    with pytest.raises(NotReady, match="no public Ed25519 key"):
        persons.register_key(lisbon, rsa, by=adler)
    key = pair()
    persons.register_key(lisbon, public(key), by=adler)
    with pytest.raises(NotReady, match="registered before"):
        persons.register_key(nairobi, public(key), by=adler)


def test_only_administrators_and_the_own_head_manage_keys(
    adler, beatriz, pierre, wanjiku, lisbon, signed_in
):
    for officer in (pierre, wanjiku):
        with pytest.raises(NotPermitted):
            persons.register_key(lisbon, public(pair()), by=officer)
        with pytest.raises(NotPermitted):
            keys.renew(lisbon, by=officer)
        with pytest.raises(NotPermitted):
            keys.revoke(held(lisbon), by=officer, reason="CEASED")
        assert signed_in(officer).get("/offices/PRT/keys/register").status_code == 403
        assert "keys/renew" not in signed_in(officer).get("/offices/PRT/").content.decode()
    assert "keys/renew" in signed_in(beatriz).get("/offices/PRT/").content.decode()
    assert "keys/renew" in signed_in(adler).get("/offices/PRT/").content.decode()


def test_a_system_never_registers_a_key_for_itself(lisbon):
    system = System("PRT", registered=False).client.officer
    with pytest.raises(NotPermitted):
        persons.register_key(lisbon, public(pair()), by=system)


def test_a_revocation_is_told_to_every_office_in_the_urgent_lane(adler, lisbon):
    key = persons.register_key(lisbon, public(pair()), by=adler)

    keys.revoke(key, by=adler, reason="COMPROMISED", note="The server was stolen.")

    message = Message.objects.get(type="office.key.revoked")
    assert (message.lane, message.sender.code) == ("URGENT", "AGY")
    assert {"KEN", "PRT", "BRA", "QMA", "QMB"} <= set(message.recipients)
    assert message.data["kid"] == key.kid and message.data["reason"] == "COMPROMISED"
    assert "stolen" not in json.dumps(message.data)
    deliver_all()
    with pytest.raises(WrongState):
        keys.revoke(key, by=adler, reason="CEASED")


def test_after_renewing_messages_are_signed_with_the_new_key(beatriz, pierre, lisbon):
    old = held(lisbon)
    sent(pierre, "KEN")
    keys.renew(lisbon, by=beatriz)
    sent(pierre, "KEN")

    first, second = Message.objects.order_by("sent_at")
    assert (first.signature["kid"], second.signature["kid"]) == (old.kid, held_newest(lisbon).kid)
    assert first.signature["kid"] != second.signature["kid"]
    for message in (first, second):
        call_command("verify_message", str(message.pk))


def held_newest(office) -> OfficeKey:
    rows = OfficeKey.objects.in_force().filter(office=office, held_by="SYSTEM")
    return rows.order_by("-created_at").first()


def test_an_office_whose_only_key_was_revoked_gets_a_new_one_with_the_next_message(
    beatriz, pierre, lisbon
):
    keys.revoke(held(lisbon), by=beatriz, reason="COMPROMISED")
    sent(pierre, "KEN")

    message = Message.objects.get(type="request.sent")
    assert message.signature["kid"] == held(lisbon).kid
    event = Event.objects.get(verb="office_key.create")
    assert (event.chain, event.data["held_by"]) == ("SYSTEM", "SYSTEM")


def test_a_private_key_opens_only_in_its_own_row(lisbon, nairobi):
    ours, theirs = held(lisbon), held(nairobi)
    OfficeKey.objects.filter(pk=ours.pk).update(sealed_private=theirs.sealed_private)

    with pytest.raises(keys.KeyUnusable):
        keys.lend({lisbon.pk})


@pytest.mark.parametrize("way", ["SYSTEM", "OFFICE"])
def test_no_private_key_leaves_by_any_exit(way, lisbon, adler, beatriz, signed_in, over_api):
    if way == "OFFICE":
        persons.register_key(lisbon, public(pair()), by=adler)
    pen = keys.lend({lisbon.pk})[lisbon.pk]
    secret = pen.key.as_dict(private=True)["d"]
    exits = [
        signed_in(beatriz).get("/offices/PRT/"),
        over_api(beatriz).get("/api/v1/offices/PRT/"),
        over_api(beatriz).get("/api/v1/offices/PRT/jwks/"),
        over_api(beatriz).get("/api/v1/jwks/"),
    ]
    for answer in exits:
        assert answer.status_code == 200
        assert secret not in answer.content.decode()
    assert all('"d"' not in answer.content.decode() for answer in exits[1:])
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(t::text, '') FROM central_offices_officekey t")
        assert secret not in cursor.fetchone()[0]
    assert secret not in repr(pen)


def test_the_database_refuses_a_key_without_sense(lisbon):
    row = held(lisbon)
    for wrong in (
        {"not_after": row.not_before},
        {"sealed_private": None},
        {"revoked_at": row.not_before},
        {"public_jwk": {"kty": "OKP", "d": "x"}},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            OfficeKey.objects.filter(pk=row.pk).update(**wrong)


def test_everybody_reads_the_public_keys_of_an_office_with_their_validity(client, lisbon, adler):
    key = persons.register_key(lisbon, public(pair()), by=adler)
    keys.revoke(key, by=adler, reason="REPLACED")

    answer = client.get("/api/v1/offices/PRT/jwks/")

    rows = {row["held_by"]: row for row in answer.json()["keys"]}
    assert set(rows) == {"SYSTEM", "OFFICE"}
    assert rows["OFFICE"]["revoked_reason"] == "REPLACED" and rows["OFFICE"]["revoked_at"]
    assert rows["SYSTEM"]["alg"] == "Ed25519" and rows["SYSTEM"]["revoked_at"] is None
    assert client.get("/api/v1/offices/XYZ/jwks/").status_code == 404
    every = {row["office"] for row in client.get("/api/v1/jwks/").json()["keys"]}
    assert {"AGY", "KEN", "PRT"} <= every


def test_a_key_that_has_run_out_is_followed_by_a_new_one(lisbon):
    long_ago = timezone.now() - timedelta(days=800)
    rows = OfficeKey.objects.filter(office=lisbon)
    with by_the_owner():
        rows.update(not_before=long_ago, not_after=long_ago + timedelta(days=730))
    with acting.acting_as(acting.PUBLIC):
        pens = keys.lend({lisbon.pk})

    assert held(lisbon).kid == pens[lisbon.pk].kid
    assert rows.count() == 2


def test_a_last_day_at_the_end_of_all_calendars_is_refused(beatriz, signed_in):
    browser = signed_in(beatriz)
    page = browser.get("/offices/PRT/keys/register")
    once = page.context["form"]["once"].value()

    key = pair()
    given = {"public_key": public(key), "proof": proof("PRT", key), "once": once}
    given["last_day"] = "2199-12-31"
    page = browser.post("/offices/PRT/keys/register", given)

    assert "Choose a last day in the next five years." in page.content.decode()
