"""What tests about accounts need: a colleague to act on, and somebody newly invited."""

import pytest

from central_offices.accounts import invitations
from central_offices.keys_and_clients import clients
from central_offices.models import CentralOffice

WORDS = "correct horse battery staple"


@pytest.fixture
def lisbon(db):
    return CentralOffice.objects.get(code="PRT")


@pytest.fixture
def nairobi(db):
    return CentralOffice.objects.get(code="KEN")


@pytest.fixture
def secretariat(db):
    return CentralOffice.objects.get(code="AGY")


@pytest.fixture
def invited(adler, nairobi):
    """(officer, link) of somebody who was invited to Nairobi and has not come in."""
    return invitations.invite(
        by=adler, email="New.Comer@office.test", name="New Comer", office=nairobi, clearance=1
    )


@pytest.fixture
def system(adler, nairobi):
    """(client, secret) of Nairobi's own system, with every scope."""
    return clients.create(
        nairobi,
        by=adler,
        name="Nairobi case system",
        clearance=1,
        scopes=clients.SCOPES,
        purposes=["INFORMATION", "ARREST"],
        default_purpose="INFORMATION",
    )


def token_of(link: str) -> str:
    return link.rstrip("/").rsplit("/", 1)[1]
