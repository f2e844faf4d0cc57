"""What tests about accounts need: a colleague to act on, and somebody newly invited."""

import pytest
from django.core import mail

from central_offices.keys_and_clients import clients
from central_offices.models import CentralOffice
from tests import persons

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
def invited(adler, nairobi, settings, django_capture_on_commit_callbacks):
    """(officer, link) of somebody who was invited to Nairobi and has not come in."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with django_capture_on_commit_callbacks(execute=True):
        officer = persons.invite(
            by=adler, email="New.Comer@office.test", name="New Comer", office=nairobi, clearance=1
        )
    link = persons.link_of(officer)
    mail.outbox.clear()
    return officer, link


@pytest.fixture
def system(adler, nairobi):
    """(client, secret) of Nairobi's own system, with every scope."""
    return persons.make_client(
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
