"""What only tests of the ledger need."""

import pytest
from django.db import connections


@pytest.fixture
def owner_sql(committed):
    """owner_sql(statement) is run by somebody who holds the database owner's password."""

    def run(statement: str) -> None:
        with connections["owner"].cursor() as cursor:
            cursor.execute(statement)

    return run
