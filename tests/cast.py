"""The cast: Amina files in Nairobi, Pierre sits in Lisbon, Sato reviews, Okello lacks clearance."""

import pytest
from django.test import Client
from rest_framework.test import APIClient

from tests import world


def _fixture(name: str):
    @pytest.fixture(name=name)
    def cast_member(db):
        return world.officer(name)

    return cast_member


for _name, *_ in world.CAST:
    globals()[_name] = _fixture(_name)


@pytest.fixture
def signed_in():
    """signed_in(officer) is a browser without JavaScript in which that officer has signed in."""

    def sign_in(officer) -> Client:
        client = Client()
        client.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in


@pytest.fixture
def over_api():
    """over_api(officer) calls the API with that officer's browser session."""

    def call_as(officer) -> APIClient:
        client = APIClient()
        client.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return call_as
