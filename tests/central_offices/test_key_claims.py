"""Since when a key was in other hands: an earlier moment needs the Secretariat, and two persons."""

from datetime import timedelta

import pytest
from django.utils import timezone

from central_offices.keys_and_clients import key_claims, keys
from central_offices.models import CentralOffice, OfficeKey
from kernel.errors import NotPermitted, NotReady, WrongState
from ledger.models import Event, Message
from tests.exchange.conftest import deliver_all, sent
from tests.plumbing.by_the_owner import by_the_owner

pytestmark = pytest.mark.django_db
AGO = timedelta(hours=2)


def stolen(by, code: str = "PRT", **given) -> OfficeKey:
    """The office's key, two days old, called stolen by somebody."""
    rows = OfficeKey.objects.filter(office__code=code)
    with by_the_owner():
        rows.update(not_before=timezone.now() - timedelta(days=2))
    key = rows.get()
    keys.revoke(key, by=by, reason="COMPROMISED", **given)
    return key


def told() -> list[str | None]:
    rows = Message.objects.filter(type="office.key.revoked").order_by("sent_at")
    return [row.data["compromised_from"] for row in rows]


def send(browser, address: str, **given):
    once = browser.get(address).context["form"]["once"].value()
    return browser.post(address, {"once": once, **given})


def test_without_a_moment_a_stolen_key_is_stolen_from_now_on(beatriz):
    key = stolen(beatriz)

    assert key.compromised_from == key.revoked_at and key.claimed_from is None
    assert told() == [keys.as_text(key.revoked_at)]


def test_an_earlier_moment_is_written_down_and_does_not_count_yet(beatriz, adler, signed_in):
    since = timezone.now() - AGO
    key = stolen(beatriz, since=since)

    assert (key.compromised_from, key.claimed_from) == (key.revoked_at, since)
    assert told() == [keys.as_text(key.revoked_at)]
    assert key.kid in signed_in(adler).get("/approvals").text


def test_another_administrator_confirms_and_everybody_is_told_again(beatriz, adler, signed_in):
    since = timezone.now().replace(second=0, microsecond=0) - AGO
    key = stolen(beatriz, since=since)

    send(signed_in(adler), f"/offices/PRT/keys/{key.kid}/moment/confirm")

    key.refresh_from_db()
    assert (key.compromised_from, key.claimed_from) == (since, None)
    assert told() == [keys.as_text(key.revoked_at), keys.as_text(since)]
    assert Event.objects.get(verb="office_key.confirm_moment").actor == adler
    with pytest.raises(WrongState):
        key_claims.confirm(key, by=adler)


def test_nobody_confirms_alone_or_without_the_secretariat(beatriz, pierre, wanjiku, adler, benes):
    key = stolen(beatriz, since=timezone.now() - AGO)
    for nobody in (beatriz, pierre, wanjiku):
        for verb in (key_claims.confirm, lambda *a, **k: key_claims.decline(*a, reason="x", **k)):
            with pytest.raises(NotPermitted):
                verb(key, by=nobody)
    other = stolen(adler, "KEN", since=timezone.now() - AGO)
    with pytest.raises(NotPermitted):
        key_claims.confirm(other, by=adler)
    key_claims.confirm(other, by=benes)


def test_a_declined_moment_changes_nothing_and_waits_no_more(beatriz, adler, signed_in):
    key = stolen(beatriz, since=timezone.now() - AGO)
    send(signed_in(adler), f"/offices/PRT/keys/{key.kid}/moment/decline", reason="No sign of it")

    key.refresh_from_db()
    assert (key.compromised_from, key.claimed_from) == (key.revoked_at, None)
    assert Event.objects.get(verb="office_key.decline_moment").detail.body["reason"]
    assert key.kid not in signed_in(adler).get("/approvals").text


@pytest.mark.parametrize("reason", ["REPLACED", "CEASED"])
def test_a_moment_is_for_stolen_keys_and_in_the_past(reason, beatriz):
    key = OfficeKey.objects.get(office__code="PRT")
    with pytest.raises(NotReady):
        keys.revoke(key, by=beatriz, reason=reason, since=timezone.now() - AGO)
    with pytest.raises(NotReady):
        keys.revoke(key, by=beatriz, reason="COMPROMISED", since=timezone.now() + AGO)
    key.refresh_from_db()
    assert key.revoked_at is None


def test_a_head_names_the_moment_on_the_page(beatriz, signed_in):
    key = OfficeKey.objects.get(office__code="PRT")
    since = f"{timezone.now() - AGO:%Y-%m-%dT%H:%M}"
    page = f"/offices/PRT/keys/{key.kid}/revoke"
    send(signed_in(beatriz), page, reason="COMPROMISED", since=since)

    key.refresh_from_db()
    assert f"{key.claimed_from:%Y-%m-%dT%H:%M}" == since


def test_the_key_set_says_since_when(beatriz, client):
    key = stolen(beatriz)
    rows = client.get("/api/v1/offices/PRT/jwks/").json()["keys"]
    assert [row["compromised_from"] for row in rows] == [keys.as_text(key.revoked_at)]


def test_the_request_says_whether_its_signature_still_counts(amina, pierre, wanjiku, signed_in):
    row = sent(amina, "PRT")
    deliver_all()
    page = f"/requests/{row.reference}/"
    assert "may have" not in signed_in(pierre).get(page).text
    stolen(wanjiku, "KEN")
    assert "this was stored before, and counts" in signed_in(pierre).get(page).text
    early = timezone.now() - timedelta(days=1)
    with by_the_owner():
        OfficeKey.objects.filter(office__code="KEN").update(compromised_from=early)
    assert "the signature does not count" in signed_in(pierre).get(page).text
    assert CentralOffice.objects.get(code="KEN").keys.count() == 1
