"""Offices' own systems in tests: an API client with its system officer, and its token."""

import base64

from django.contrib.auth.hashers import make_password
from oauth2_provider.models import get_application_model
from rest_framework.test import APIClient

from central_offices.models import ApiClient, CentralOffice, Officer, Role, RoleGrant
from kernel import acting
from tests.plumbing.by_the_owner import by_the_owner
from tests.world import LONG_AGO

SECRET = "a-secret-for-tests-only-0123456789"
HASH = make_password(SECRET)  # once: Argon2 is slow on purpose
SCOPES = ["cases", "requests", "notices", "reference"]


def register(office: CentralOffice, *, clearance: int = 1, name: str = "System") -> ApiClient:
    """An API client of the office, with the office's own rights and no more."""
    number = ApiClient.objects.count() + 1
    officer = Officer(
        email=f"client-{number}@{office.code.lower()}.iisa.invalid",
        name=f"{name} of {office.city}",
        kind=Officer.Kind.SYSTEM,
        office=office,
        clearance=clearance,
        valid_from=LONG_AGO,
    )
    officer.set_unusable_password()
    with by_the_owner():
        officer.save()
    with acting.acting_as(officer):
        with by_the_owner():
            RoleGrant.objects.create(
                officer=officer, office=office, role=Role.SYSTEM, valid_from=LONG_AGO
            )
        officer.refresh_rights()
        application = get_application_model().objects.create(
            name=officer.name,
            client_id=f"client-{number}",
            client_secret=HASH,
            client_type="confidential",
            authorization_grant_type="client-credentials",
        )
        return ApiClient.objects.create(
            officer=officer,
            application=application,
            name=name,
            scopes=SCOPES,
            valid_from=LONG_AGO,
        )


def give(officer: Officer, role: Role) -> None:
    """The role in the officer's own office, held for a year."""
    with acting.acting_as(officer):
        with by_the_owner():
            RoleGrant.objects.create(
                officer=officer, office=officer.office, role=role, valid_from=LONG_AGO
            )
        officer.refresh_rights()


def basic(name: str, secret: str) -> str:
    """The Authorization header of these credentials."""
    return "Basic " + base64.b64encode(f"{name}:{secret}".encode()).decode()


def token(client: ApiClient, scope: str = "requests") -> str:
    """The token endpoint's answer to the client."""
    reply = APIClient().post(
        "/oauth/token/",
        f"grant_type=client_credentials&scope={scope}",
        content_type="application/x-www-form-urlencoded",
        HTTP_AUTHORIZATION=basic(client.application.client_id, SECRET),
    )
    assert reply.status_code == 200, reply.content
    return reply.json()["access_token"]


def calling(client: ApiClient, scope: str = "requests") -> APIClient:
    """A caller that sends the client's token with every request."""
    caller = APIClient()
    caller.credentials(HTTP_AUTHORIZATION=f"Bearer {token(client, scope)}")
    return caller
