"""What only tests of the ledger need."""

import pytest
from django.db import connections

from ledger.delivery import receipts
from ledger.models import Destination
from tests.ledger.hooks import hooked


@pytest.fixture
def owner_sql(committed):
    """owner_sql(statement) is run by somebody who holds the database owner's password."""

    def run(statement: str) -> None:
        with connections["owner"].cursor() as cursor:
            cursor.execute(statement)

    return run


@pytest.fixture
def lisbon(db):
    return Destination.objects.select_related("office").get(office__code="PRT")


@pytest.fixture
def effects(monkeypatch):
    """Message types that these tests may give an effect."""
    for name in ("_arrivals", "_arrivals_of_many", "_deaths", "_locks"):
        monkeypatch.setattr(receipts, name, {})
    return receipts


@pytest.fixture
def hook(db, receiver):
    """Lisbon's destination, which receives by webhook; `hook.secret` is its secret."""
    row, secret = hooked("PRT", receiver.url)
    row.secret = secret
    return row
