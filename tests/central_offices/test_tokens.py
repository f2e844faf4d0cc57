"""The token endpoint: client credentials by HTTP Basic, ten minutes, and nothing else."""

import pytest
from oauth2_provider.models import get_access_token_model

from central_offices.keys_and_clients import clients
from central_offices.models import ApiClient, Officer
from ledger.models import Event
from tests.cases.factories import case as filed
from tests.central_offices.systems import ask, calling, token
from tests.world import PASSWORD

pytestmark = pytest.mark.django_db


def test_a_client_gets_a_token_for_ten_minutes_and_calls_as_its_office(system, amina):
    client, secret = system
    answer = ask(client.application.client_id, secret)

    assert answer.status_code == 200
    assert answer.json()["expires_in"] == 600
    assert answer.json()["scope"].split() == sorted(clients.SCOPES)
    case = filed(by=amina, classification=1)
    found = calling(answer.json()["access_token"]).get("/api/v1/cases/").json()["results"]
    assert [row["reference"] for row in found] == [case.reference]


def test_secret_and_token_are_kept_as_digests_only(system):
    client, secret = system
    text = token(system)

    assert secret not in client.application.client_secret
    row = get_access_token_model().objects.get()
    assert text not in row.token and text not in row.token_checksum


@pytest.mark.parametrize(
    "spoil", ["secret", "unknown", "revoked", "disabled", "address", "no_client"]
)
def test_every_refusal_of_a_token_looks_alike_and_is_written_down(spoil, system, adler):
    client, secret = system
    client_id = client.application.client_id
    if spoil == "secret":
        secret = "wrong"
    elif spoil == "unknown":
        client_id = "nobody"
    elif spoil == "revoked":
        clients.revoke(client, by=adler, reason="End of contract")
    elif spoil == "disabled":
        Officer.objects.filter(pk=client.officer_id).update(is_active=False)
    elif spoil == "address":
        ApiClient.objects.update(ip_allow=["192.0.2.0/24"])
    else:
        ApiClient.objects.all().delete()

    answer = ask(client_id, secret)

    assert answer.status_code == 401
    told = answer.json()
    assert told.pop("error_description").startswith(
        "The id or the secret is another one, the client"
    )
    assert told == {"error": "invalid_client"}
    event = Event.objects.get(verb="api_client.refused")
    assert event.denied and event.actor is None
    assert event.chain == ("PUBLIC" if spoil in ("unknown", "no_client") else "KEN")


@pytest.mark.parametrize(
    "form",
    [
        {"grant_type": "password", "username": "amina@office.test", "password": "x"},
        {"grant_type": "authorization_code", "code": "x"},
        {"grant_type": "refresh_token", "refresh_token": "x"},
        {"grant_type": "urn:ietf:params:oauth:grant-type:device_code"},
        {"grant_type": ""},
        {"scope": "administer"},
    ],
)
def test_there_is_one_way_to_a_token(form, system, amina):
    client, secret = system
    answer = ask(client.application.client_id, secret, **form)

    assert answer.status_code in (400, 401)
    assert "access_token" not in answer.json()


def test_the_right_password_of_an_officer_tells_a_client_nothing(system, amina):
    client, secret = system
    form = {"grant_type": "password", "username": amina.email}
    right = ask(client.application.client_id, secret, **form, password=PASSWORD)
    wrong = ask(client.application.client_id, secret, **form, password="wrong")

    assert (right.status_code, right.content) == (wrong.status_code, wrong.content)
