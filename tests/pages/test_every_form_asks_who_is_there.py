"""A step that begins to ask who is there is asked for on its form, with all that was typed."""

import pytest

from central_offices.accounts import proofs
from exchange.lifecycle import recipient_steps, request_steps
from tests import world
from tests.exchange.conftest import deliver_all, sent
from tests.notices.test_tour_of_a_notice import hidden

pytestmark = pytest.mark.django_db
TYPED = "Nothing of it is true any more"
MARKS = {"source_evaluation": "A", "information_evaluation": "1", "classification": "1"}


@pytest.fixture
def forms(amina, pierre):
    """(officer, table, step, address, what is typed): pages that do not ask beforehand."""
    request = sent(amina, "PRT")
    deliver_all()
    return [
        (pierre, recipient_steps, "ask", f"/requests/{request}/offices/PRT/ask", "text"),
        (amina, request_steps, "recall", f"/requests/{request}/recall", "reason"),
    ]


def test_a_form_whose_step_asks_shows_the_question_and_keeps_what_was_typed(
    forms, signed_in, monkeypatch
):
    for officer, table, step, address, field in forms:
        monkeypatch.setitem(table.steps, step, table.steps[step]._replace(proof=True))
        browser = signed_in(officer, proof=proofs.PROOF_SECONDS + 1)
        page = browser.get(address)
        assert page.status_code == 200 and 'name="proof"' not in page.text, address

        given = hidden(page.text) | MARKS | {field: TYPED}
        refused = browser.post(address, given)
        assert TYPED in refused.text, address
        assert "asks who is there" in refused.text, address
        assert 'name="proof"' in refused.text, address

        again = hidden(refused.text) | MARKS | {field: TYPED, "proof": world.PASSWORD}
        assert browser.post(address, again).status_code == 302, address
