"""What was refused as a notice is asked as a request, under another heading or another name."""

import pytest

from exchange.requests import sending
from notices.models import ReviewItem
from notices.workflow import reviewing
from tests.attacks import acts
from tests.attacks.acts import NUMBER, asked_for
from tests.attacks.test_refused_once_sent_again import condition

pytestmark = pytest.mark.django_db
CALLED = [
    {"type": "LOCATE", "status": called}
    for called in ("WITNESS", "MISSING", "VICTIM", "DECEASED", "UNIDENTIFIED")
]
UNDER_ANOTHER_HEADING = [*CALLED, {"type": "SURVEILLANCE"}, {"type": "EXTRADITION", "number": ""}]


def test_asked_as_a_request_under_any_heading_it_waits(refused, arun, anika):
    for dressed in UNDER_ANOTHER_HEADING:
        request = acts.sent(arun, anika, "PRT", **dressed)
        assert request.status == "UNDER_REVIEW", dressed
        assert acts.review(request).because == ["REFUSAL"]
        sending.withdraw(request, by=arun)


def test_the_same_name_holds_for_the_office_that_was_refused_and_for_no_other(
    refused, arun, anika, amina, wanjiku
):
    nameless = {"number": "", "name": "KASIMOF Timur"}

    assert acts.sent(arun, anika, "PRT", **nameless).status == "UNDER_REVIEW"
    assert acts.sent(amina, wanjiku, "PRT", **nameless).status == "SENT"


def returned(notice, by):
    """Sent back for a point that an office may be told of."""
    item = (
        reviewing.first_review(notice).items.exclude(condition__code="NO_EARLIER_REFUSAL").first()
    )
    reviewing.answer(notice, {item.pk: ("ASK", "Attach the warrant.")}, by=by)
    reviewing.return_to_owner(notice, by=by, explanation="")


def test_a_returned_notice_tells_its_office_nothing_of_a_fit(refused, amina, wanjiku, sato):
    for person in ({"number": NUMBER, "name": "PETROV Ivan"}, {"number": ""}):
        notice = asked_for(amina, wanjiku, **person)
        reviewing.claim(notice, by=sato)
        assert condition(notice).automatic_reason
        returned(notice, sato)

        assert not ReviewItem.objects.visible_to(amina).filter(condition__code="NO_EARLIER_REFUSAL")
