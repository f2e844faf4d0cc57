"""The life of an edition of the key issues: each step, by everybody, in each state."""

import pytest
from django.utils import timezone

from policies import lifecycle, writing
from tests import matrix

pytestmark = pytest.mark.django_db
LIVES = [lifecycle.edition_steps]
# Adler wrote it.
TABLE = matrix.table(
    """
    submit    | DRAFT     | SUBMITTED | adler benes
    send_back | SUBMITTED | DRAFT     | adler benes
    approve   | SUBMITTED | APPROVED  | benes
    reopen    | APPROVED  | DRAFT     | adler benes
    publish   | APPROVED  | PUBLISHED | benes
    discard   | DRAFT     | DISCARDED | adler benes
    """
)


def situations(people):
    edition = writing.begin(2027, by=people["adler"], languages=["en"])
    now = timezone.now()
    approved = {"approved_by": people["benes"], "approved_at": now, "approved_sha256": "a" * 64}
    published = approved | {"published_by": people["benes"], "published_at": now}
    dress = {"APPROVED": approved, "PUBLISHED": published}
    yield matrix.Situation("an edition", lifecycle.edition_steps, edition, TABLE, dress)


@matrix.SIZES
def test_a_step_of_an_edition_is_open_where_and_to_whom_the_table_says(whole):
    matrix.check_all(situations, LIVES, whole=whole)
