"""A request with the office that asks: each step, by everybody, in each state."""

from datetime import timedelta

import pytest
from django.utils import timezone

from exchange.lifecycle import request_steps
from exchange.models import RequestReview
from tests import matrix
from tests.exchange.conftest import draft
from tests.exchange.test_flash import WORDS as FLASH

pytestmark = pytest.mark.django_db
LIVES = [request_steps]
READ_THE_STATE = ("confirm", "leave_unapproved", "ask_deputy")
NAIROBI = "amina otieno wanjiku mutua client_ken"
SYSTEM = "system system_ken"
REVIEWERS = "sato lindqvist"
# Amina's request for information, restricted: it needs no second person.
ALONE = matrix.table(
    """
    send             | DRAFT            | SENT             | NAIROBI
    send_flash       | DRAFT            | SENT             |
    confirm          | SENT             |                  |
    leave_unapproved | SENT             |                  |
    submit           | DRAFT            | PENDING_APPROVAL |
    approve          | PENDING_APPROVAL | SENT             |
    ask_deputy       | PENDING_APPROVAL |                  |
    hold             | DRAFT            | UNDER_REVIEW     | NAIROBI
    hold_approved    | PENDING_APPROVAL | UNDER_REVIEW     |
    let_pass         | UNDER_REVIEW     | SENT             | REVIEWERS
    refuse_in_review | UNDER_REVIEW     | REFUSED          | REVIEWERS
    withdraw         | UNDER_REVIEW     | DISCARDED        | NAIROBI
    recall_refused   | SENT             | RECALLED         |
    send_back        | PENDING_APPROVAL | DRAFT            | NAIROBI
    revise           | DRAFT            |                  | NAIROBI
    discard          | DRAFT            | DISCARDED        | NAIROBI
    recall           | SENT             | RECALLED         | NAIROBI
    recall_by_system | SENT             | RECALLED         | SYSTEM
    close            | SENT             | CLOSED           | NAIROBI
    close_quietly    | SENT             | CLOSED           | SYSTEM
    reopen           | CLOSED           | SENT             | NAIROBI
    """,
    NAIROBI=NAIROBI,
    SYSTEM=SYSTEM,
    REVIEWERS=REVIEWERS,
)
BY_TWO = matrix.changed(ALONE, send="", hold="", submit=NAIROBI)
OF_A_SUPERVISOR = matrix.changed(BY_TWO, approve="wanjiku mutua", hold_approved="wanjiku mutua")
OF_THE_HEAD = matrix.changed(BY_TWO, approve="wanjiku", hold_approved="wanjiku")
OWN_OF_THE_HEAD = matrix.changed(
    OF_THE_HEAD, approve="", hold_approved="", ask_deputy="amina otieno wanjiku mutua"
)
AT_ONCE = matrix.changed(OF_THE_HEAD, send_flash="mutua")
UNAPPROVED = matrix.changed(AT_ONCE, confirm="wanjiku", leave_unapproved=SYSTEM)
REVIEWED = matrix.changed(AT_ONCE, recall_refused=REVIEWERS)
SAID_SO = matrix.changed(UNAPPROVED, leave_unapproved="")


def situations(people):
    amina, wanjiku, mutua = (people[name] for name in ("amina", "wanjiku", "mutua"))
    locate = {"type": "LOCATE", "necessity": "He flees."}
    freeze = FLASH | {"urgency": "NORMAL"}

    def of(name, table, row, **fields):
        type(row).objects.filter(pk=row.pk).update(**fields)
        sent = {"sent_at": timezone.now(), "content_digest": "a" * 64}
        dress = dict.fromkeys(("SENT", "CLOSED", "RECALLED"), sent)
        return matrix.Situation(name, request_steps, row, table, dress, READ_THE_STATE)

    yield of("nobody else is needed", ALONE, draft(amina, "PRT"))
    yield of("a supervisor approves", OF_A_SUPERVISOR, draft(amina, "PRT", **locate))
    yield of("the head approves", OF_THE_HEAD, draft(amina, "PRT", **freeze))
    yield of("the head wrote it", OWN_OF_THE_HEAD, draft(wanjiku, "PRT", **freeze))
    flash = draft(mutua, "PRT", **FLASH)
    yield of("it may leave at once", AT_ONCE, flash)
    now = timezone.now()
    yield of("it left unapproved", UNAPPROVED, flash, approval_due=now)
    yield of("everybody knows", SAID_SO, flash, unapproved_at=now)
    approved = {"approved_by": wanjiku, "approved_at": now}
    yield of("it was approved afterwards", AT_ONCE, flash, unapproved_at=None, **approved)
    clock = {"began_at": now, "due_at": now + timedelta(hours=1)}
    RequestReview.objects.create(
        request=flash, because=["OFFICES"], offices_asked=6, left_before=True, **clock
    )
    yield of("it left under review", REVIEWED, flash)


@matrix.SIZES
def test_a_step_of_a_request_is_open_where_and_to_whom_the_table_says(whole):
    matrix.check_all(situations, LIVES, whole=whole)
