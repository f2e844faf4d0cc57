"""What a new installation gets before anybody works with it."""

import pytest
from django.core.management import call_command
from django.db import connections

from central_offices.models import CentralOffice, Jurisdiction
from ledger.models import Destination

pytestmark = pytest.mark.django_db

FICTIONAL = {"QMA", "QMB", "QMC", "QMD"}


@pytest.fixture(autouse=True)
def one_transaction():
    """The command writes as the owner of the database; here it shares the test's transaction."""
    owner = connections["owner"]
    connections["owner"] = connections["default"]
    yield
    connections["owner"] = owner


def test_reference_data_are_complete_after_one_command_and_the_second_changes_nothing(capsys):
    call_command("seed_reference")
    offices = CentralOffice.objects.filter(kind="NATIONAL").exclude(code__in=FICTIONAL)
    assert offices.filter(joined_on__isnull=False).count() == 196
    assert Destination.objects.filter(office__in=offices).count() == 196
    CentralOffice.objects.filter(code="KEN").update(number=9999)
    before = counts()

    call_command("seed_reference")

    assert counts() == before
    assert CentralOffice.objects.get(code="KEN").number == 9999


def counts() -> list[int]:
    return [model.objects.count() for model in (CentralOffice, Jurisdiction, Destination)]
