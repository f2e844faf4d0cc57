"""A head hands out a token or recovery codes to an officer who has no telephone."""

import base64

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.core import mail
from django.test import Client

from central_offices.accounts import hand_out
from kernel.errors import NotPermitted, NotReady
from ledger.models import Event
from tests import world
from tests.notices.test_tour_of_a_notice import hidden

pytestmark = pytest.mark.django_db
SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def shown(seed: str = SEED) -> str:
    counter = next(auth.yield_hotp_counters_from_time())
    return auth.format_hotp_value(auth.hotp_value(seed, counter))


def test_the_codes_are_shown_once_and_told_to_the_officer(
    wanjiku, otieno, signed_in, settings, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    at_work, head = signed_in(otieno), signed_in(wanjiku)
    at_work.get("/")
    address = f"/officers/{otieno.pk}/codes"
    assert address in head.get(f"/officers/{otieno.pk}/").text

    with django_capture_on_commit_callbacks(execute=True):
        page = head.post(address, hidden(head.get(address).text))

    codes = [value for _, value in page.context["shown"]]
    assert len(set(codes)) == 10 and page.headers["Cache-Control"].count("no-store") == 1
    assert at_work.get("/").status_code == 302
    (message,) = mail.outbox
    assert message.to == [otieno.email] and not any(code in message.body for code in codes)
    event = Event.objects.get(verb="officer.hand_out_codes")
    assert event.actor == wanjiku and event.data == {}
    assert not any(code in head.get(f"/officers/{otieno.pk}/").text for code in codes)


def test_earlier_codes_are_void(wanjiku, otieno):
    first = hand_out.codes(otieno, by=wanjiku)
    second = hand_out.codes(otieno, by=wanjiku)

    assert not set(first) & set(second)
    row = Authenticator.objects.get(user=otieno).wrap()
    assert not row.validate_code(first[0]) and row.validate_code(second[0])


@pytest.mark.parametrize("written", [SEED, "jbsw y3dp ehpk 3pxp jbsw y3dp ehpk 3pxp", "hex"])
def test_the_token_signs_its_officer_in(wanjiku, otieno, written):
    seed = base64.b32decode(SEED).hex() if written == "hex" else written
    hand_out.token(otieno, by=wanjiku, seed=seed, code=shown())
    otieno.set_password(world.PASSWORD)
    otieno.save(update_fields=["password"])
    browser = Client()
    first = browser.post("/accounts/login/", {"login": otieno.email, "password": world.PASSWORD})

    assert first.url.startswith("/accounts/2fa/authenticate/")
    assert browser.post(first.url, {"code": shown()}).status_code == 302
    assert browser.get("/").status_code == 200


@pytest.mark.parametrize("seed", ["", "x", "JBSWY3DP", "!" * 32, "0123", "1" * 31])
def test_no_token_without_a_seed_that_fits(wanjiku, otieno, seed):
    with pytest.raises(NotReady):
        hand_out.token(otieno, by=wanjiku, seed=seed, code="123456")


def test_a_wrong_code_keeps_the_form_and_no_token(wanjiku, otieno, signed_in):
    head, address = signed_in(wanjiku), f"/officers/{otieno.pk}/token"
    refused = head.post(address, hidden(head.get(address).text) | {"seed": SEED, "code": "000000"})
    assert "does not show this code" in refused.text
    assert not Authenticator.objects.filter(user=otieno).exists()


def test_nobody_but_the_own_head_hands_out(
    wanjiku, otieno, amina, mutua, beatriz, pierre, adler, auditor, signed_in
):
    for by, officer in (
        *((wanjiku, wanjiku), (wanjiku, pierre), (beatriz, otieno)),
        *((amina, otieno), (mutua, otieno), (adler, otieno), (auditor, otieno)),
    ):
        with pytest.raises(NotPermitted):
            hand_out.codes(officer, by=by)
        with pytest.raises(NotPermitted):
            hand_out.token(officer, by=by, seed=SEED, code=shown())
        for name in ("codes", "token"):
            assert signed_in(by).get(f"/officers/{officer.pk}/{name}").status_code in (403, 404)
    assert not Authenticator.objects.exists()
