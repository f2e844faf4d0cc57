"""A change of an office's delivery: each step, by everybody, in each state."""

from datetime import timedelta

import pytest
from django.utils import timezone

from central_offices.keys_and_clients import endpoints
from central_offices.keys_and_clients.endpoints import endpoint_change_steps
from central_offices.models import CentralOffice
from tests import matrix
from tests.plumbing.by_the_owner import by_the_owner

pytestmark = pytest.mark.django_db
LIVES = [endpoint_change_steps]
# Beatriz, head of Lisbon, proposed it.
BY_ITS_HEAD = matrix.table(
    """
    confirm  | PENDING | CONFIRMED | adler benes
    decline  | PENDING | DECLINED  | adler benes
    withdraw | PENDING | WITHDRAWN | beatriz
    lapse    | PENDING | LAPSED    |
    """
)
BY_AN_ADMINISTRATOR = matrix.changed(
    BY_ITS_HEAD, confirm="beatriz", decline="beatriz benes", withdraw="adler"
)


def proposed(by, code, **fields):
    office = CentralOffice.objects.get(code=code)
    mode = "BROWSER" if code == "BRA" else "MAILBOX"
    change, _secret = endpoints.propose(office, mode, by=by)
    type(change).objects.filter(pk=change.pk).update(**fields)
    return change


def situations(people):
    def of(name, table, *given, **fields):
        row = proposed(*given, **fields)
        decided = {"decided_at": timezone.now(), "decided_by": people["joana"]}
        ends = dict.fromkeys(("CONFIRMED", "DECLINED", "WITHDRAWN", "LAPSED"), decided)
        yield matrix.Situation(name, endpoint_change_steps, row, table, ends)
        with by_the_owner():
            row.delete()

    adler, beatriz = people["adler"], people["beatriz"]
    yield from of("proposed by the head", BY_ITS_HEAD, beatriz, "PRT")
    yield from of("proposed by an administrator", BY_AN_ADMINISTRATOR, adler, "PRT")
    over = matrix.changed(BY_AN_ADMINISTRATOR, lapse="system")
    late = timezone.now() - timedelta(seconds=1)
    yield from of("that nobody decided for 7 days", over, adler, "PRT", lapses_at=late)


@matrix.SIZES
def test_a_step_of_a_change_is_open_where_and_to_whom_the_table_says(whole):
    matrix.check_all(situations, LIVES, whole=whole)
