"""One hand wants to bring down the level that another set."""

import pytest

from cases import filing, lifecycle
from cases.models import Case
from exchange.conversation import answering
from exchange.models import Contribution
from kernel.errors import NotPermitted, NotReady
from tests import systems, world
from tests.cases import browsing, factories
from tests.exchange.conftest import deliver_all, recipient, sent
from tests.exchange.test_answering import ANSWER

pytestmark = pytest.mark.django_db
CONFIDENTIAL, RESTRICTED, OFFICIAL = 2, 1, 0


def test_an_officer_lowers_a_case_by_editing_it(amina, signed_in, over_api):
    case = factories.case(amina, classification=RESTRICTED)

    with pytest.raises(NotReady, match="Only a head of office who did not set the level"):
        filing.edit(case, {"classification": OFFICIAL}, by=amina, version=case.version)
    with pytest.raises(NotPermitted):
        lifecycle.lower_level(case, by=amina, level=OFFICIAL, reason="No longer needed.")
    address, caller = f"/api/v1/cases/{case.pk}/", over_api(amina)
    seen = caller.get(address)["ETag"]
    changed = {"classification": "OFFICIAL"}
    answer = caller.patch(address, changed, format="json", HTTP_IF_MATCH=seen)
    assert (answer.status_code, answer.json()["code"]) == (422, "not_ready")
    refused = caller.post(f"{address}lower-level/", changed | {"reason": "x"}, format="json")
    assert refused.status_code == 403
    assert signed_in(amina).get(f"/cases/{case.reference}/step/lower_level").status_code == 403
    case.refresh_from_db()
    assert case.classification == RESTRICTED


def test_a_head_lowers_what_the_head_raised(amina, wanjiku):
    case = factories.case(amina, classification=1)
    filing.edit(case, {"classification": CONFIDENTIAL}, by=wanjiku, version=case.version)

    with pytest.raises(NotPermitted, match="lower the level"):
        lifecycle.lower_level(case, by=wanjiku, level=1, reason="Mine.")


def test_a_head_lowers_it_without_a_reason_or_upwards(amina, wanjiku):
    case = factories.case(amina, classification=1)

    with pytest.raises(NotReady):
        lifecycle.lower_level(case, by=wanjiku, level=OFFICIAL, reason=" ")
    for level in (1, CONFIDENTIAL):
        with pytest.raises(NotReady, match="below the present one"):
            lifecycle.lower_level(case, by=wanjiku, level=level, reason="A trick.")


def test_a_head_of_another_office_or_a_machine_lowers_it(amina, beatriz):
    case = factories.case(amina, classification=1)
    machine = systems.register(amina.office, clearance=2).officer

    for officer in (beatriz, machine):
        with pytest.raises(NotPermitted):
            lifecycle.lower_level(case, by=officer, level=OFFICIAL, reason="Why not.")


def test_a_head_who_did_not_set_it_lowers_it_with_a_reason(amina, wanjiku, signed_in):
    case = factories.case(amina, classification=1)
    browser = signed_in(wanjiku)
    url = f"/cases/{case.reference}/step/lower_level"
    assert "New level" in browsing.text(browser.get(url))

    refused = browser.post(url, {"level": "0", "reason": "", "version": case.version})
    assert "Reason: This field is required." in browsing.text(refused)
    browser.post(url, {"level": "0", "reason": "All is public now.", "version": case.version})
    assert Case.objects.get(pk=case.pk).classification == OFFICIAL


def test_somebody_at_the_head_s_unlocked_desk_lowers_it(amina, wanjiku, signed_in, over_api):
    case = factories.case(amina, classification=1)
    given = {"level": "0", "reason": "All is public now.", "version": case.version}
    browser = signed_in(wanjiku, proof=301)
    url = f"/cases/{case.reference}/step/lower_level"
    assert "proof_fields" in browser.get(url).text

    page = browser.post(url, given)
    assert page.text.count('id="proof_fields"') == 1 and "All is public now." in page.text
    body = {"classification": "OFFICIAL", "reason": "All is public now."}
    refused = over_api(wanjiku, proof=301).post(f"/api/v1/cases/{case.pk}/lower-level/", body)
    assert refused.json()["code"] == "proof_needed"
    assert Case.objects.get(pk=case.pk).classification == RESTRICTED

    browser.post(url, given | {"proof": world.PASSWORD})
    assert Case.objects.get(pk=case.pk).classification == OFFICIAL


@pytest.fixture
def asked(amina):
    request = sent(amina, "PRT", classification=CONFIDENTIAL)
    deliver_all()
    return recipient(request, "PRT")


def test_an_officer_answers_a_confidential_question_officially(asked, pierre, signed_in):
    answer = ANSWER._replace(classification=OFFICIAL, lowered_because="It is in the papers.")

    with pytest.raises(NotReady, match="Only a head of office answers below the level"):
        answering.answer(asked, answer, by=pierre)
    assert not Contribution.objects.exists()


def test_a_machine_of_the_office_answers_below_the_question(asked, pierre):
    machine = systems.register(pierre.office, clearance=2).officer
    answer = ANSWER._replace(classification=1, lowered_because="So.")

    with pytest.raises(NotReady, match="Only a head of office answers below the level"):
        answering.answer(asked, answer, by=machine)


def test_what_is_said_inherits_the_level_and_a_head_lowers_it_with_a_reason(asked, beatriz):
    with pytest.raises(NotReady, match="Say why the level is below"):
        answering.answer(asked, ANSWER._replace(classification=OFFICIAL), by=beatriz)
    answering.answer(asked, ANSWER, by=beatriz, partial=True)
    answering.answer(
        asked, ANSWER._replace(classification=1, lowered_because="Published."), by=beatriz
    )

    said = Contribution.objects.order_by("written_at")
    assert [row.classification for row in said] == [CONFIDENTIAL, 1]
    assert said[1].lowered_because == "Published."
