"""What is said to somebody who may not: why, and who may."""

import pytest

from central_offices.models import AccessChange, CentralOffice
from central_offices.two_persons import changes
from kernel.errors import NotPermitted, NotReady
from notices.workflow import drafting, releasing
from tests.central_offices.test_pages import send
from tests.notices import drafts

pytestmark = pytest.mark.django_db


def test_a_head_who_wrote_some_of_a_notice_reads_who_releases_it(wanjiku, amina):
    notice = drafts.red(amina)
    drafting.facts(notice, by=wanjiku, facts_place="Lamu")
    drafting.submit(notice, by=amina)
    with pytest.raises(NotPermitted, match="Another head releases it"):
        releasing.release(notice, by=wanjiku)


def test_a_second_objection_is_told_that_the_first_is_read(adler, benes, wanjiku, otieno):
    office = CentralOffice.objects.get(code="PRT")
    change = changes.propose("MOVE", office, by=adler, person=otieno, clearance=1, reason="Posted")
    changes.confirm(change, by=benes)
    changes.object_to(change, by=wanjiku, reason="We need him.")
    with pytest.raises(NotPermitted, match="objected already"):
        changes.object_to(change, by=wanjiku, reason="Once more.")


def test_without_its_head_an_office_with_a_head_gets_another_head_only(adler, amina):
    with pytest.raises(NotReady, match="has a head, who decides"):
        changes.propose(
            "ROLE", amina.office, by=adler, person=amina, role="SUPERVISOR",
            without_head=True, reason="Away",
        )  # fmt: skip


def test_lowering_a_clearance_is_said_to_be_saved(adler, otieno, signed_in):
    page = send(
        signed_in(adler), f"/officers/{otieno.pk}/change_clearance", clearance="0", reason="Vetting"
    )
    assert "Saved." in page.text and "waits for a second person" not in page.text


def test_the_last_look_shows_role_and_person_to_who_may_confirm_and_to_nobody_else(
    adler, wanjiku, amina, signed_in
):
    change = changes.propose("ROLE", amina.office, by=adler, person=amina, role="ANALYST")
    address = f"/access-changes/{change.pk}/confirm"
    shown = signed_in(wanjiku).get(address).content.decode()
    assert "Analyst" in shown and amina.email in shown
    for nobody in (adler, amina):
        assert signed_in(nobody).get(address).status_code == 403
    assert AccessChange.objects.get(pk=change.pk).status == "PENDING"


def test_more_new_passwords_than_a_minute_has_end_on_a_page_of_ours(amina, signed_in):
    browser = signed_in(amina)
    given = {"oldpassword": "x", "password1": "y", "password2": "y"}
    for _ in range(12):
        page = browser.post("/accounts/password/change/", given)
        if page.status_code == 429:
            break
    assert page.status_code == 429
    assert "Too many attempts" in page.content.decode() and "<html lang" in page.content.decode()
