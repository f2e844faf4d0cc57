"""An agreement on a deputy office: each step, by everybody, in each state."""

from datetime import timedelta

import pytest
from django.utils import timezone

from central_offices.agreements import deputy_offices
from central_offices.agreements.deputy_lifecycle import deputy_office_steps
from central_offices.models import CentralOffice
from tests import matrix

pytestmark = pytest.mark.django_db
LIVES = [deputy_office_steps]
# Wanjiku, head of Nairobi, proposes that Lisbon approves for it.
BY_THE_OFFICE = matrix.table(
    """
    agree    | PROPOSED | AGREED    | beatriz
    decline  | PROPOSED | DECLINED  | beatriz
    withdraw | PROPOSED | WITHDRAWN | wanjiku
    end      | AGREED   | ENDED     | wanjiku beatriz
    """
)
BY_THE_DEPUTY = matrix.changed(
    BY_THE_OFFICE, agree="wanjiku", decline="wanjiku", withdraw="beatriz"
)


def situations(people):
    nairobi, lisbon = (CentralOffice.objects.get(code=code) for code in ("KEN", "PRT"))
    today = timezone.now().date()
    for name, by, other, table in (
        ("proposed by the office", people["wanjiku"], people["beatriz"], BY_THE_OFFICE),
        ("proposed by the deputy", people["beatriz"], people["wanjiku"], BY_THE_DEPUTY),
    ):
        row = deputy_offices.propose(
            nairobi, lisbon, by=by, valid_from=today, valid_to=today + timedelta(days=9)
        )
        decided = {"decided_by": other, "decided_at": timezone.now()}
        dress = {
            "AGREED": decided,
            "DECLINED": decided,
            "ENDED": decided | {"ended_by": by, "ended_at": timezone.now()},
        }
        yield matrix.Situation(name, deputy_office_steps, row, table, dress)
        deputy_offices.withdraw(row, by=by)


@matrix.SIZES
def test_a_step_of_a_deputy_office_is_open_where_and_to_whom_the_table_says(whole):
    matrix.check_all(situations, LIVES, whole=whole)
