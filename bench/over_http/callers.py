"""Who asks: an officer with a session, an office's system with a token, or anybody."""

import uuid
from datetime import timedelta
from typing import Any

from bench.world import loading
from bench.world.rows import columns_of, line_of

Headers = dict[str, str]
PURPOSE, SCOPES = "INFORMATION", "cases requests notices reference"


def anybody() -> Headers:
    return {"Accept-Encoding": "gzip"}


def officer(email: str) -> Headers:
    """A browser in which this officer came in and said why it searches."""
    from django.test import Client

    from central_offices.models import Officer

    client = Client(HTTP_HOST="127.0.0.1")
    backend = "central_offices.sign_in.who_acts.OfficerBackend"
    client.force_login(Officer.objects.get(email=email), backend=backend)
    client.post("/cases/purpose", {"purpose": PURPOSE, "next": "/cases/"})
    cookies = "; ".join(f"{name}={one.value}" for name, one in client.cookies.items())
    return anybody() | {"Cookie": cookies}


def system(office: Any) -> Headers:
    """An office's own system, registered for the bench, with a token for a day."""
    token = _token(_registered(office))
    return anybody() | {"Authorization": f"Bearer {token}", "X-Purpose": PURPOSE}


def _registered(office: Any) -> Any:
    """A client that two persons would have registered: its rows are copied in."""
    from django.utils import timezone
    from oauth2_provider.models import get_application_model

    from central_offices.models import ApiClient, Officer, Role, RoleGrant

    application, copier = get_application_model(), loading.Copier(loading.url())
    one = Officer(pk=copier.next_key(Officer), email=f"{uuid.uuid4().hex}@world.example")
    one.name, one.kind, one.password, one.clearance = "Measured", "SYSTEM", "!", 2
    one.office_id, since = office.pk, timezone.now()
    known = application(pk=copier.next_key(application), client_type="confidential")
    known.authorization_grant_type = "client-credentials"
    known.created = known.updated = since
    client = ApiClient(officer_id=one.pk, application_id=known.pk, name="Measured")
    client.purposes, client.scopes = [PURPOSE], SCOPES.split()
    grant = RoleGrant(officer_id=one.pk, office_id=office.pk, role=Role.SYSTEM, valid_from=since)
    for row in (one, known, client, grant):
        model = type(row)
        copier.copy({f"{model._meta.db_table} ({columns_of(model)})": [line_of(row)]})
    copier.close()
    Officer.objects.get(pk=one.pk).refresh_rights()
    return client


def _token(client: Any) -> str:
    from django.utils import timezone
    from oauth2_provider.models import get_access_token_model

    from central_offices.api import tokens

    text = uuid.uuid4().hex
    row = get_access_token_model()(
        token=text, application_id=client.application_id, scope=" ".join(client.scopes),
        expires=timezone.now() + timedelta(days=1),
    )  # fmt: skip
    row.save()
    tokens.mark(row)
    return text
