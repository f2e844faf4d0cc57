"""What goes to a court: the signed message that an officer saves, by its owner's consent (H1)."""

import pytest

from exchange.consents import asking
from tests.exchange.test_consents import given as given  # the fixture
from tests.exchange.test_consents import permitted

pytestmark = pytest.mark.django_db


def test_what_is_under_h1_is_saved_as_evidence_only_with_the_owner_s_consent(
    given, amina, joana, signed_in
):
    page = f"/requests/{given.request}/messages/{given.message_id}"
    for browser, kept_back in ((signed_in(amina), True), (signed_in(joana), False)):
        shown = browser.get(page).text
        assert ("not used in judicial proceedings" in shown) is kept_back
        assert ("Save the message" in shown) is not kept_back
        assert browser.get(f"{page}/saved").status_code == (403 if kept_back else 200)
    asked = permitted(given, amina, joana, use="EVIDENCE")
    assert signed_in(amina).get(f"{page}/saved").status_code == 200
    asking.withdraw(asked, by=joana)
    assert signed_in(amina).get(f"{page}/saved").status_code == 403
