"""What shows the words of a request is a reading: written down, and asked about if confidential."""

import pytest

from exchange.requests import sending
from ledger.models import Event
from tests.exchange.conftest import deliver_all, draft, sent

pytestmark = pytest.mark.django_db
STEPS = ["answer", "refuse", "defer", "ask", "authorise", "assign"]
FACTS = {"ACCOUNT": "PT50 0002", "AMOUNT": "EUR 20,000", "WARRANT": "44/2026"}


def readings(officer) -> int:
    return Event.objects.filter(verb="request.view", actor=officer).count()


@pytest.mark.parametrize("step", STEPS)
def test_the_form_of_an_answer_shows_what_was_asked(step, amina, pierre, signed_in):
    request = sent(amina, "PRT")
    deliver_all()

    page = signed_in(pierre).get(f"/requests/{request}/offices/PRT/{step}")

    assert request.ask in page.content.decode().replace("&#x27;", "'")
    assert readings(pierre) == 1


@pytest.mark.parametrize("step", STEPS)
def test_a_confidential_request_is_not_read_on_the_form_of_its_answer(
    step, amina, pierre, signed_in
):
    request = sent(amina, "PRT", classification=2)
    deliver_all()

    page = signed_in(pierre).get(f"/requests/{request}/offices/PRT/{step}")

    assert request.ask not in page.content.decode() and "Reason" in page.content.decode()
    assert readings(pierre) == 0


def test_a_confidential_request_is_not_approved_unread(amina, wanjiku, case_of_amina, signed_in):
    words = {"type": "ASSET_RETURN", "facts": FACTS, "case": case_of_amina, "classification": 2}
    request = draft(amina, "PRT", **words)
    sending.send(request, by=amina)
    browser = signed_in(wanjiku)

    page = browser.get(f"/requests/{request}/approve")
    assert request.ask not in page.content.decode()
    asked = page.context["asked"]
    given = {"reason": "To approve it", "asked": asked, "next": f"/requests/{request}/approve"}
    page = browser.post(page.context["action"], given, follow=True)

    assert request.ask in page.content.decode() and readings(wanjiku) == 1
