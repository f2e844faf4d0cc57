"""The officers of the demo, and the system of one office. All invented."""

import json
import os
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from joserfc.jwk import OKPKey
from oauth2_provider.models import get_application_model

from central_offices import roles
from central_offices.keys_and_clients import clients, keys
from central_offices.models import (
    ApiClient,
    CentralOffice,
    OfficeKey,
    Officer,
    Purpose,
    Role,
    RoleGrant,
)
from central_offices.two_persons import commissioning
from kernel import acting

WORDS = ["amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "heron", "inlet", "kelp"]


@dataclass(frozen=True)
class Member:
    """Somebody to sign in as: the key in the tour, name, office and roles."""

    key: str
    name: str
    office: str
    roles: tuple[str, ...]
    language: str = "en"


CAST = [
    Member("amina", "Amina Wanjiru", "KEN", (Role.OFFICER,)),
    Member("james", "James Mutua", "KEN", (Role.SUPERVISOR, Role.DUTY_OFFICER)),
    Member("grace", "Grace Njoroge", "KEN", (Role.HEAD,)),
    Member("pierre", "Pierre Fontes", "PRT", (Role.OFFICER, Role.DUTY_OFFICER)),
    Member("beatriz", "Beatriz Nunes", "PRT", (Role.HEAD,)),
    Member("joana", "Joana Prado", "BRA", (Role.OFFICER, Role.DUTY_OFFICER)),
    Member("layla", "Layla Haddad", "JOR", (Role.OFFICER, Role.DUTY_OFFICER), "ar"),
    Member("bela", "Bela Novak", "QMB", (Role.HEAD,)),
    Member("arun", "Arun Vale", "QMA", (Role.OFFICER,)),
    Member("anika", "Anika Stern", "QMA", (Role.HEAD,)),
    Member("greta", "Greta Maron", "QMC", (Role.HEAD,)),
    Member("omar", "Omar Sadeh", "QMC", (Role.OFFICER, Role.DUTY_OFFICER)),
    Member("sato", "Keiko Sato", "AGY", (Role.REVIEWER,)),
    Member("lindqvist", "Nils Lindqvist", "AGY", (Role.REVIEWER, Role.SECOND_REVIEWER)),
    Member("adler", "Miriam Adler", "AGY", (Role.ADMINISTRATOR, Role.POLICY_EDITOR)),
    Member("benes", "Tomas Benes", "AGY", (Role.ADMINISTRATOR, Role.POLICY_EDITOR)),
    Member("okoye", "Ada Okoye", "CCF", (Role.OVERSIGHT,)),
    Member("halim", "Sana Halim", "CCF", (Role.OVERSIGHT,)),
]


def make() -> tuple[dict[str, Officer], dict[str, Any]]:
    """Create the cast with random passwords: the officers by key, and what demo.json says."""
    offices = {row.code: row for row in CentralOffice.objects.all()}
    people, written = {}, []
    for member in CAST:
        password = _password()
        people[member.key] = _officer(member, offices[member.office], password)
        written.append(
            {
                "role": ", ".join(str(Role(role).label) for role in member.roles),
                "office": member.office,
                "name": member.name,
                "email": people[member.key].email,
                "password": password,
            }
        )
    systems = [client(offices["BRA"]), client(offices["PRT"], signs=True)]
    return people, {"officers": written, "api_clients": systems}


def _officer(member: Member, office: CentralOffice, password: str) -> Officer:
    officer = Officer(
        email=f"{member.key}@demo.example",
        name=member.name,
        office=office,
        clearance=2,
        language=member.language,
        valid_from=since(),
    )
    officer.set_password(password)
    with acting.acting_as(roles.system()):
        officer.save()
        for role in member.roles:
            RoleGrant.objects.create(officer=officer, office=office, role=role, valid_from=since())
        officer.refresh_rights()
    return officer


def client(office: CentralOffice, *, signs: bool = False) -> dict[str, Any]:
    """An OAuth2 client for the office's own system, and a key for it to sign with.

    Once the key is registered, every call about requests must be signed: `signs` says so.
    """
    pair = OKPKey.generate_key("Ed25519", auto_kid=True)
    if signs:
        _register(office, pair)
    secret = secrets.token_urlsafe(32)
    application = get_application_model()(
        name=f"{office.code} case system",
        client_type="confidential",
        authorization_grant_type="client-credentials",
        client_secret=secret,
    )
    with acting.acting_as(roles.system()):
        application.save()
        ApiClient.objects.create(
            officer=_system(office),
            application=application,
            name=application.name,
            purposes=list(Purpose.values),
            scopes=list(clients.SCOPES),
            valid_from=since(),
        )
    return {
        "office": office.code,
        "client_id": application.client_id,
        "client_secret": secret,
        "signing_key": pair.as_dict(private=True),
        "signs": signs,
    }


def _register(office: CentralOffice, pair: OKPKey) -> None:
    public = {name: pair.as_dict(private=False)[name] for name in ("kty", "crv", "x")}
    OfficeKey.objects.create(
        office=office,
        kid=pair.thumbprint(),
        public_jwk=public,
        held_by=OfficeKey.Holder.OFFICE,
        not_before=since().replace(microsecond=0),
        not_after=since().replace(microsecond=0) + keys.LIFETIME,
    )


def _system(office: CentralOffice) -> Officer:
    system = Officer.objects.create(
        email=f"api@{office.code.lower()}.iisa.invalid",
        name=f"{office} case system",
        kind=Officer.Kind.SYSTEM,
        office=office,
        clearance=2,
        valid_from=since(),
        password="!",
    )
    RoleGrant.objects.create(officer=system, office=office, role=Role.SYSTEM, valid_from=since())
    system.refresh_rights()
    return system


def since() -> datetime:
    """Everybody of the demo has been there for a month, and counts where several decide."""
    return timezone.now() - timedelta(days=30)


def commission(cast: dict[str, Officer]) -> None:
    """Its two administrators have put the installation into service."""
    row = commissioning.installation()
    commissioning.propose(row, by=cast["adler"])
    commissioning.commission(row, by=cast["benes"])


def _password() -> str:
    words = [secrets.choice(WORDS) for _ in range(3)]
    return "-".join([*words, str(secrets.randbelow(9000) + 1000)])


def write(content: dict[str, Any]) -> None:
    """Keep the accounts where only the operator reads them."""
    path = settings.AGENCY_DATA / "demo.json"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump(content, file, indent=1)
