"""The review of a request: each step, by everybody, in each state."""

from datetime import timedelta

import pytest
from django.utils import timezone

from exchange.models import RequestReview
from exchange.review_lifecycle import review_steps
from tests import matrix
from tests.exchange.conftest import draft
from tests.exchange.test_flash import WORDS as FLASH

pytestmark = pytest.mark.django_db
LIVES = [review_steps]
REVIEWERS = "sato lindqvist"
# Amina asks; nobody has looked at it.
WAITING = matrix.table(
    """
    release   | WAITING          | RELEASED  | REVIEWERS
    propose   | WAITING          | PROPOSED  | REVIEWERS
    disagree  | PROPOSED         | WAITING   | lindqvist
    refuse    | PROPOSED         | REFUSED   | lindqvist
    withdraw  | WAITING PROPOSED | WITHDRAWN | NAIROBI SYSTEM
    tell_head | WAITING PROPOSED |           | SYSTEM
    """,
    REVIEWERS=REVIEWERS,
    NAIROBI="amina otieno wanjiku mutua client_ken",
    SYSTEM="system system_ken",
)
# Lindqvist proposed to refuse it: nobody is left who confirms.
PROPOSED_BY_HER = matrix.changed(WAITING, disagree="", refuse="")


def situations(people):
    request, now = draft(people["amina"], "PRT", **FLASH), timezone.now()
    row = RequestReview.objects.create(
        request=request,
        because=["OFFICES"],
        offices_asked=6,
        began_at=now,
        due_at=now + timedelta(hours=1),
    )

    def of(name, table, first):
        open_ = {"decided_at": None, "decided_by": None}
        ground = {"first_reviewer": first, "reasons": ["ART3_POLITICAL"], "explanation": "No."}
        decided = {"decided_at": now, "decided_by": people["auditor"]}
        dress = {
            "WAITING": open_ | ground,
            "PROPOSED": open_ | ground,
            "RELEASED": decided,
            "REFUSED": ground | decided,
            "WITHDRAWN": decided,
        }
        RequestReview.objects.filter(pk=row.pk).update(first_reviewer=first)
        return matrix.Situation(name, review_steps, row, table, dress)

    yield of("Sato proposed, or would", WAITING, people["sato"])
    yield of("Lindqvist proposed, or would", PROPOSED_BY_HER, people["lindqvist"])


@matrix.SIZES
def test_a_step_of_a_review_is_open_where_and_to_whom_the_table_says(whole):
    matrix.check_all(situations, LIVES, whole=whole)
