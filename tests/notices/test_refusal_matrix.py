"""What is kept of a refusal: each step, by everybody, in each state."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kernel.ids import new_id
from notices.models import Refusal
from notices.refusals.keeping import refusal_steps
from tests import matrix

pytestmark = pytest.mark.django_db
LIVES = [refusal_steps]
KEPT = matrix.table(
    """
    extend | KEPT |       | auditor member
    end    | KEPT | ENDED | auditor member
    lapse  | KEPT | ENDED | system
    """
)


def situations(people):
    now = timezone.now()
    row = Refusal.objects.create(
        source="NOTICE", source_id=new_id(), kept_until=now + timedelta(days=1)
    )
    by_nobody = {"ended_at": None, "ended_by": None}
    dress = {"KEPT": by_nobody, "ENDED": {"ended_at": now, "ended_by": people["auditor"]}}
    yield matrix.Situation("what is kept of a refusal", refusal_steps, row, KEPT, dress)


@matrix.SIZES
def test_a_step_is_open_where_and_to_whom_the_table_says(whole):
    matrix.check_all(situations, LIVES, whole=whole)
