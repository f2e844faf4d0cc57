"""Somebody with the application's database role writes second factors."""

import json
import logging

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import connection

from central_offices.sign_in import second_factors
from kernel import sealing
from tests import world

pytestmark = pytest.mark.django_db


def code_of(secret: str) -> str:
    counter = next(iter(auth.yield_hotp_counters_from_time()))
    return auth.format_hotp_value(auth.hotp_value(secret, counter))


def half_in(client, officer):
    """Signed in by password, before the second step."""
    given = {"login": officer.email, "password": world.PASSWORD}
    reply = client.post("/accounts/login/", given)
    assert reply.status_code == 302 and "2fa" in reply["Location"]
    return reply["Location"]


def written(pk: int, statement: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE mfa_authenticator SET {statement} WHERE id = %s", [*values, pk])
        assert cursor.rowcount == 1


FORGERIES = {
    "the sealed secret of a colleague": lambda mine, theirs: ("data = %s", json.dumps(mine.data)),
    "only the seed of a colleague": lambda mine, theirs: (
        "data = jsonb_set(data, '{secret}', %s)",
        json.dumps(mine.data["secret"]),
    ),
    "a secret in clear": lambda mine, theirs: (
        "data = jsonb_set(data, '{secret}', '\"JBSWY3DPEHPK3PXP\"')",
    ),
    "a seal that nobody opens": lambda mine, theirs: (
        "data = jsonb_set(data, '{secret}', '\"sealed:AAAA\"')",
    ),
    "no seal": lambda mine, theirs: ("data = data - 'secret'",),
    "no mark": lambda mine, theirs: ("data = data - 'mark'",),
    "a mark of nothing": lambda mine, theirs: ("data = jsonb_set(data, '{mark}', '7')",),
    "nothing": lambda mine, theirs: ("data = '{}'",),
    "a list": lambda mine, theirs: ("data = '[]'",),
    "a word": lambda mine, theirs: ("data = '\"x\"'",),
    "a passkey": lambda mine, theirs: ("type = 'webauthn'",),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_factor_that_was_written_from_outside_opens_nothing_and_says_so(
    name, client, amina, joana, caplog
):
    secret = generate_totp_secret()
    mine = TOTP.activate(joana, secret).instance
    theirs = TOTP.activate(amina, generate_totp_secret()).instance
    at = half_in(client, amina)
    written(theirs.pk, *FORGERIES[name](mine, theirs))
    with caplog.at_level(logging.ERROR):
        for path in (at, at):
            reply = client.post(path, {"code": code_of(secret)})
            assert reply.status_code == 200, name
    assert "changed from outside" in reply.text
    assert "was not saved by this system" in caplog.text
    assert client.get("/cases/").status_code == 302


def test_a_row_of_another_kind_is_not_ours(amina):
    row = TOTP.activate(amina, generate_totp_secret()).instance
    written(row.pk, "type = 'recovery_codes', data = data || '{\"seed\": \"x\"}'")
    assert not second_factors.is_ours(Authenticator.objects.get(pk=row.pk))


def test_the_row_of_a_colleague_is_not_mine_when_it_is_moved(client, amina, joana):
    secret = generate_totp_secret()
    row = TOTP.activate(joana, secret).instance
    written(row.pk, "user_id = %s", amina.pk)
    at = half_in(client, amina)
    assert "changed from outside" in client.post(at, {"code": code_of(secret)}).text


def test_what_was_written_from_outside_is_not_made_good_by_saving_it(amina, joana):
    mine = TOTP.activate(joana, generate_totp_secret()).instance
    theirs = TOTP.activate(amina, generate_totp_secret()).instance
    written(theirs.pk, "data = %s", json.dumps(mine.data))
    row = Authenticator.objects.get(pk=theirs.pk)
    row.record_usage()
    row.save()
    assert not second_factors.is_ours(Authenticator.objects.get(pk=theirs.pk))
    with pytest.raises(sealing.NotOurs):
        second_factors.rotate()


def test_a_passkey_that_somebody_put_beside_mine_signs_nobody_in(client, amina):
    secret = generate_totp_secret()
    TOTP.activate(amina, secret)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO mfa_authenticator (user_id, type, data, created_at) VALUES "
            """(%s, 'webauthn', '{"name": "Mine", "credential": {"x": 1}}', now())""",
            [amina.pk],
        )
    row = Authenticator.objects.get(user=amina, type="webauthn").wrap()
    assert not row.authenticator_data.credential_data and row.name == "?"
    at = half_in(client, amina)
    assert client.get(at).status_code == 200
    assert "changed from outside" in client.post(at, {"code": code_of(secret)}).text


def test_a_used_recovery_code_is_not_made_good_again(amina):
    codes = RecoveryCodes.activate(amina)
    first = codes.generate_codes()[0]
    assert Authenticator.objects.get(user=amina).wrap().validate_code(first)
    written(codes.instance.pk, "data = jsonb_set(data, '{used_mask}', '0')")
    assert not second_factors.is_ours(Authenticator.objects.get(user=amina))
    assert Authenticator.objects.get(user=amina).wrap().get_unused_codes() == []


def test_what_was_set_up_properly_goes_on_working(client, amina):
    secret = generate_totp_secret()
    TOTP.activate(amina, secret)
    reply = client.post(half_in(client, amina), {"code": code_of(secret)})
    assert reply.status_code == 302
    assert client.get("/cases/").status_code == 200
