"""The life of a case: each step, by everybody, in each state."""

import pytest
from django.utils import timezone

from cases import lifecycle, sharing
from tests import matrix
from tests.cases import factories

pytestmark = pytest.mark.django_db
LIVES = [lifecycle.case_steps]
# Amina's case, restricted: Lisbon contributes to it, Brasília reads it.
TABLE = matrix.table(
    """
    activate       | OPEN SUSPENDED                 | ACTIVE    | OWNERS
    suspend        | OPEN ACTIVE                    | SUSPENDED | OWNERS
    close          | OPEN ACTIVE SUSPENDED         | CLOSED    | OWNERS
    reopen         | CLOSED                          | ACTIVE    | OWNERS
    archive        | CLOSED                          | ARCHIVED  | wanjiku
    edit           | OPEN ACTIVE SUSPENDED         |           | OWNERS
    lower_level    | OPEN ACTIVE SUSPENDED CLOSED |           | wanjiku
    share          | OPEN ACTIVE SUSPENDED CLOSED |           | OWNERS
    end_share      | *                               |           | OWNERS
    invite         | OPEN ACTIVE SUSPENDED CLOSED |           | OWNERS
    end_invitation | *                               |           | OWNERS
    add_person     | OPEN ACTIVE SUSPENDED         |           | OWNERS LISBON
    add_note       | OPEN ACTIVE SUSPENDED CLOSED |           | OWNERS LISBON
    add_document   | OPEN ACTIVE SUSPENDED         |           | OWNERS LISBON
    """,
    OWNERS="amina otieno wanjiku mutua client_ken",
    LISBON="pierre beatriz client_prt",
)
CLOSED = {"closed_at": timezone.now()}


def situations(people):
    case = factories.case(people["amina"])
    sharing.share(case, people["pierre"].office, by=people["amina"], role="CONTRIBUTOR")
    sharing.share(case, people["joana"].office, by=people["amina"])
    dress = {"CLOSED": CLOSED, "ARCHIVED": CLOSED}
    yield matrix.Situation("a case", lifecycle.case_steps, case, TABLE, dress)


@matrix.SIZES
def test_a_step_of_a_case_is_open_where_and_to_whom_the_table_says(whole):
    matrix.check_all(situations, LIVES, whole=whole)
