"""A request with an office that is asked: each step, by everybody, in each state."""

import pytest
from django.utils import timezone

from exchange.conversation import transfers
from exchange.lifecycle import recipient_steps
from exchange.models import RefusalGround, Request
from exchange.transfer_lifecycle import new_transfer_steps, transfer_steps
from tests import matrix
from tests.exchange.conftest import deliver_all, recipient, sent

pytestmark = pytest.mark.django_db
LIVES = [recipient_steps, new_transfer_steps, transfer_steps]
ASKS, ANSWERS = "amina otieno wanjiku mutua client_ken", "pierre beatriz client_prt"
SYSTEM = "system system_ken"
GROUPS = {
    "BEFORE": "DELIVERED ACKNOWLEDGED ASSIGNED",
    "WORK": "DELIVERED ACKNOWLEDGED ASSIGNED IN_PROGRESS PARTIAL",
    "OPEN": "DELIVERED ACKNOWLEDGED ASSIGNED IN_PROGRESS PARTIAL DEFERRED",
    "LATE": "IN_PROGRESS PARTIAL DEFERRED CLARIFICATION ANSWERED",
    "ASKS": ASKS,
    "ANSWERS": ANSWERS,
    "SYSTEM": SYSTEM,
}
# Amina asks Lisbon for information, restricted.
ASKED = matrix.table(
    """
    dispatch            | DRAFT                      | QUEUED          | ASKS
    deliver             | QUEUED                     | DELIVERED       | SYSTEM
    give_up             | QUEUED                     | UNDELIVERABLE   | SYSTEM
    resend              | UNDELIVERABLE              | QUEUED          | ASKS adler benes
    acknowledge         | DELIVERED                  | ACKNOWLEDGED    | ANSWERS
    assign              | BEFORE                     | ASSIGNED        | ANSWERS
    put_back            | ASSIGNED                   | ACKNOWLEDGED    | ANSWERS
    reassign            | IN_PROGRESS PARTIAL DEFERRED CLARIFICATION |  | ANSWERS
    start               | BEFORE DEFERRED            | IN_PROGRESS     | ANSWERS
    answer_partly       | OPEN                       | PARTIAL         | ANSWERS
    answer              | OPEN                       | ANSWERED        | ANSWERS
    refuse              | OPEN                       | REFUSED         | ANSWERS
    refer               | OPEN                       | REFUSED         | ANSWERS
    defer               | OPEN                       | DEFERRED        | ANSWERS
    ask                 | WORK                       | CLARIFICATION   | ANSWERS
    clarify             | CLARIFICATION              | IN_PROGRESS     | ASKS
    ask_again           | ANSWERED REFUSED CLOSED    | IN_PROGRESS     | ASKS
    need_authorisation  | WORK                       | IN_PROGRESS     | ANSWERS
    report_arrest       | BEFORE IN_PROGRESS         | IN_PROGRESS     |
    report_arrest_later | PARTIAL DEFERRED CLARIFICATION ANSWERED CLOSED RECALL_TOO_LATE | |
    come_back           | DEFERRED                   | IN_PROGRESS     | SYSTEM
    count_absence       | QUEUED                     |                 | SYSTEM
    close_quietly       | ANSWERED REFUSED           | CLOSED          | SYSTEM
    recall              | BEFORE QUEUED UNDELIVERABLE | RECALLED       | ASKS SYSTEM
    recall_late         | LATE                       | RECALL_TOO_LATE | ASKS SYSTEM
    confirm_destroyed   | RECALL_TOO_LATE            | RECALLED        | ANSWERS
    close               | ANSWERED REFUSED UNDELIVERABLE | CLOSED      | ASKS
    """,
    **GROUPS,
)
RECALLED = matrix.changed(ASKED, ask_again="")
IN_PIERRES_HANDS = matrix.table(
    """
    offer   | OPEN CLARIFICATION | | pierre
    call    | OPEN CLARIFICATION | | beatriz
    consult | OPEN CLARIFICATION | | pierre beatriz
    """,
    **GROUPS,
)
IN_NOBODYS_HANDS = matrix.changed(IN_PIERRES_HANDS, offer="", call="")
# Pierre offers it to Beatriz.
PASSED = matrix.table(
    """
    accept   | OFFERED ASKED | ACCEPTED  | beatriz
    decline  | OFFERED ASKED | DECLINED  | beatriz
    withdraw | OFFERED ASKED | WITHDRAWN | pierre
    lapse    | OFFERED ASKED | LAPSED    | system system_ken
    """
)
TO_WHO_CANNOT = matrix.changed(PASSED, accept="", decline="")


def situations(people):
    amina, pierre, beatriz = (people[name] for name in ("amina", "pierre", "beatriz"))
    row = recipient(sent(amina, "PRT"), "PRT")
    deliver_all()
    dress = clothes()
    yield matrix.Situation("information", recipient_steps, row, ASKED, dress)
    yield matrix.Situation("in nobody's hands", new_transfer_steps, row, IN_NOBODYS_HANDS, dress)
    type(row).objects.filter(pk=row.pk).update(assigned_to=pierre)
    yield matrix.Situation("in Pierre's hands", new_transfer_steps, row, IN_PIERRES_HANDS, dress)
    yield from passed(row, pierre, beatriz, people["tiago"])
    Request.objects.filter(pk=row.request_id).update(status="RECALLED")
    yield matrix.Situation("recalled", recipient_steps, row, RECALLED, dress)


def passed(row, pierre, beatriz, tiago):
    type(row).objects.filter(pk=row.pk).update(status="ASSIGNED", acknowledged_at=timezone.now())
    row.refresh_from_db()
    offer = transfers.offer(row, by=pierre, to=beatriz, note="I am away.")
    kinds = {"OFFERED": {"kind": "TRANSFER", "decided_at": None}}
    kinds |= {"ASKED": {"kind": "CALL", "decided_at": None}, "DECLINED": {"reply": "No."}}
    ended = {"decided_at": timezone.now()}
    kinds = {name: ended | kinds.get(name, {}) for name in type(offer).Status.values}
    yield matrix.Situation("offered", transfer_steps, offer, PASSED, kinds)
    type(offer).objects.filter(pk=offer.pk).update(to=tiago)
    yield matrix.Situation("to whom it is hidden", transfer_steps, offer, TO_WHO_CANNOT, kinds)


def clothes():
    """The values that the table's constraints demand of a request in each state."""
    now = timezone.now()
    ground = RefusalGround.objects.in_force().first()
    return {
        "*": {"delivered_at": now, "acknowledged_at": now},
        "REFUSED": {"refusal_ground": ground, "refusal_contact": "Lisbon, +351"},
        "DEFERRED": {"deferred_until": now},
        "CLARIFICATION": {"paused_at": now},
    }


@matrix.SIZES
def test_a_step_of_an_office_that_is_asked_is_open_where_and_to_whom_the_table_says(whole):
    matrix.check_all(situations, LIVES, whole=whole)
