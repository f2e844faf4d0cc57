"""An arrest, a permission, a note at the change of a shift: each step, by everybody, each state."""

import pytest
from django.utils import timezone

from exchange.consent_lifecycle import consent_steps
from exchange.conversation import answering
from exchange.conversation.contributions import ContributionDraft
from exchange.custody_lifecycle import arrest_steps
from exchange.desk import shift_handover
from exchange.desk.shift_handover import handover_steps
from exchange.lifecycle import recipient_steps
from tests import matrix
from tests.exchange import test_consents
from tests.exchange.conftest import deliver_all, recipient, sent
from tests.exchange.test_desk_matrix import ANSWERS, ASKED, SYSTEM, clothes

pytestmark = pytest.mark.django_db
LIVES = [recipient_steps, arrest_steps, consent_steps, handover_steps]
ARREST = matrix.changed(ASKED, report_arrest=ANSWERS, report_arrest_later=ANSWERS)
# Lisbon holds somebody for Nairobi.
HELD = matrix.table(
    """
    correct        | HELD TIME_OVER         | HELD      | ANSWERS
    ring           | HELD                    |           | SYSTEM
    run_out        | HELD                    | TIME_OVER | SYSTEM
    receive_papers | HELD TIME_OVER         | PAPERS    | ANSWERS
    release        | HELD PAPERS TIME_OVER | RELEASED  | ANSWERS
    """,
    ANSWERS=ANSWERS,
    SYSTEM=SYSTEM,
)
# Nairobi asks Brasília whether it may pass on what Brasília answered.
PERMISSION = matrix.table(
    """
    grant    | ASKED   | GRANTED   | joana decider_bra
    refuse   | ASKED   | REFUSED   | joana decider_bra
    withdraw | GRANTED | WITHDRAWN | joana decider_bra
    """
)
NOT_ARRIVED = matrix.only(PERMISSION)
# Pierre leaves a note, restricted, to the next officer on duty in Lisbon.
NOTE = matrix.table("acknowledge | WRITTEN | ACKNOWLEDGED | beatriz")


def custody(people, held):
    now = timezone.now()
    dress = {"PAPERS": {"papers_at": now}, "RELEASED": {"released_at": now}}
    yield matrix.Situation("held", arrest_steps, held, HELD, dress)
    held.delete()
    yield matrix.Situation(
        "an arrest is asked for", recipient_steps, held.recipient, ARREST, clothes()
    )


def consent(people):
    amina, joana = people["amina"], people["joana"]
    request = sent(amina, "BRA")
    deliver_all()
    words = ContributionDraft(
        "The account was opened by a courier.", "A", "1", handling_codes=["H1", "H2"]
    )
    said = answering.answer(recipient(request, "BRA"), words, by=joana)
    deliver_all()
    row = test_consents.asked(said, amina, "PRT")
    decided = {"decided_by": joana, "decided_at": timezone.now()}
    dress = dict.fromkeys(("GRANTED", "REFUSED", "WITHDRAWN"), decided)
    yield matrix.Situation("asked", consent_steps, row, PERMISSION, dress)
    type(row).objects.filter(pk=row.pk).update(arrived_at=None)
    yield matrix.Situation("asked, on its way", consent_steps, row, NOT_ARRIVED, dress)


def note(people):
    row = shift_handover.write("Ring Nairobi at six.", by=people["pierre"], classification=1)
    taken = {"acknowledged_by": people["beatriz"], "acknowledged_at": timezone.now()}
    yield matrix.Situation("a note", handover_steps, row, NOTE, {"ACKNOWLEDGED": taken})


@matrix.SIZES
def test_a_step_is_open_where_and_to_whom_the_table_says(whole, held):
    def situations(people):
        yield from custody(people, held)
        yield from consent(people)
        yield from note(people)

    matrix.check_all(situations, LIVES, whole=whole)
