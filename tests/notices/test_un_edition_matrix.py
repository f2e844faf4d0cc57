"""An edition of the UN list: each step, by everybody, in each state."""

import pytest
from django.utils import timezone

from notices.un_list.editions import un_edition_steps
from tests import matrix
from tests.notices.un_files import confirmed

pytestmark = pytest.mark.django_db
LIVES = [un_edition_steps]
# Adler uploaded it, Sato confirmed it. Benes and the novice administer and review as well;
# Lindqvist only confirms reviews, and no system keeps the list.
CONFIRMED = matrix.table(
    """
    propose  | CHECKED                    | PROPOSED  | adler
    confirm  | PROPOSED                   | CONFIRMED | sato benes novice
    decline  | PROPOSED                   | DECLINED  | sato benes novice
    withdraw | CHECKED PROPOSED CONFIRMED | WITHDRAWN | adler
    load     | CONFIRMED                  | LOADED    | sato
    lapse    | CONFIRMED                  | LAPSED    | sato
    """
)


def situations(people):
    loaded = {"LOADED": {"loaded_at": timezone.now()}}
    yield matrix.Situation(
        "uploaded and confirmed", un_edition_steps, confirmed(), CONFIRMED, loaded
    )


@matrix.SIZES
def test_a_step_of_an_edition_is_open_where_and_to_whom_the_table_says(whole):
    matrix.check_all(situations, LIVES, whole=whole)
