"""The cast: Amina files in Nairobi, Pierre sits in Lisbon, Sato reviews, Okello lacks clearance."""

import time

import pytest
from django.contrib.auth import user_logged_in
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


BACKEND = "central_offices.sign_in.who_acts.OfficerBackend"


def come_in(client: Client, officer, proof: int | None = 0) -> None:
    """Sign the officer in, who showed so many seconds ago who it is; None: never at all."""

    def show(request, **kwargs) -> None:
        """Into the session while it is made: to open and save it once more costs as much."""
        at = time.time() - proof
        methods = [{"method": method, "at": at} for method in ("password", "mfa")]
        request.session["account_authentication_methods"] = methods
        request.session["account_authentication_methods_user"] = str(officer.pk)

    if proof is not None:
        user_logged_in.connect(show)
    try:
        client.force_login(officer, backend=BACKEND)
    finally:
        user_logged_in.disconnect(show)


@pytest.fixture
def signed_in():
    """signed_in(officer) is a browser without JavaScript in which that officer has signed in.

    The officer has just shown who it is, unless `proof` says how many seconds ago.
    """

    def sign_in(officer, proof: int | None = 0) -> Client:
        client = Client()
        come_in(client, officer, proof)
        return client

    return sign_in


@pytest.fixture
def over_api():
    """over_api(officer) calls the API with that officer's browser session."""

    def call_as(officer, proof: int | None = 0) -> APIClient:
        client = APIClient()
        come_in(client, officer, proof)
        return client

    return call_as
