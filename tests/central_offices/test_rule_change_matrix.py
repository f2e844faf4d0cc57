"""A change of a rule: each step, by everybody, in each state."""

import pytest
from django.utils import timezone

from central_offices.dated_rules import changes
from central_offices.dated_rules.lifecycle import rule_change_steps
from tests import matrix
from tests.central_offices import rules

pytestmark = pytest.mark.django_db
LIVES = [rule_change_steps]
TABLE = matrix.table(
    """
    confirm  | PENDING | CONFIRMED | benes
    decline  | PENDING | DECLINED  | benes
    withdraw | PENDING | WITHDRAWN | adler
    expire   | PENDING | EXPIRED   |
    """
)
BY_THE_CLOCK = matrix.changed(TABLE, expire="system")


def situations(people):
    for table in (TABLE, BY_THE_CLOCK):
        row = rules.proposed(people["adler"])
        if table is BY_THE_CLOCK:
            row.expires_at = timezone.now()
            with matrix.by_the_owner():
                row.save()
        decided = {"decided_by": people["benes"], "decided_at": timezone.now()}
        dress = dict.fromkeys(("CONFIRMED", "DECLINED", "WITHDRAWN", "EXPIRED"), decided)
        yield matrix.Situation(str(table["expire"].who), rule_change_steps, row, table, dress)
        if table is TABLE:
            changes.withdraw(row, by=people["adler"])


@matrix.SIZES
def test_a_step_of_a_change_of_a_rule_is_open_where_and_to_whom_the_table_says(whole):
    matrix.check_all(situations, LIVES, whole=whole)
