"""OAuth clients that know nothing of us learn how to ask for a token, from us or by a refusal."""

import pytest
from django.conf import settings

from central_offices.models import CentralOffice
from tests import systems

pytestmark = pytest.mark.django_db
PLACE = "/.well-known/oauth-authorization-server"


def test_the_metadata_says_where_and_how(client):
    told = client.get(PLACE).json()

    assert told["issuer"] == settings.PUBLIC_URL.rstrip("/"), "as RFC 8414 3.3 compares it"
    assert told["token_endpoint"] == f"{told['issuer']}/oauth/token/"
    assert told["token_endpoint_auth_methods_supported"] == ["client_secret_basic"]
    assert told["grant_types_supported"] == ["client_credentials"]
    assert set(systems.SCOPES) < set(told["scopes_supported"])


def test_a_client_that_sends_its_secret_in_the_body_is_told_what_to_send(client):
    kenya = systems.register(CentralOffice.objects.get(code="KEN"))
    pair = {"client_id": kenya.application.client_id, "client_secret": systems.SECRET}
    form = {"grant_type": "client_credentials"} | pair

    for answer in (client.post("/oauth/token/", form), client.post("/oauth/token", form)):
        assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
        assert "HTTP Basic (client_secret_basic)" in answer.json()["error_description"]
        assert systems.SECRET not in answer.content.decode()


def test_which_of_the_reasons_it_was_is_not_said(client):
    """Nobody learns by trying which ids there are."""
    kenya = systems.register(CentralOffice.objects.get(code="KEN"))
    told = set()
    for name in (kenya.application.client_id, "client-of-nobody"):
        answer = client.post(
            "/oauth/token/",
            {"grant_type": "client_credentials"},
            headers={"Authorization": systems.basic(name, "another secret")},
        )
        assert answer.status_code == 401
        told.add(answer.content)
    assert len(told) == 1 and b"another one" in told.pop()


def test_another_grant_is_refused_with_the_one_that_is_taken(client):
    kenya = systems.register(CentralOffice.objects.get(code="KEN"))
    answer = client.post(
        "/oauth/token/",
        {"grant_type": "password", "username": "amina@demo.example", "password": "x"},
        headers={"Authorization": systems.basic(kenya.application.client_id, systems.SECRET)},
    )
    assert answer.json() == {
        "error": "unsupported_grant_type",
        "error_description": "Send grant_type=client_credentials.",
    }
