"""Whom to ask and on what basis: proposals, warnings, and time limits that were agreed."""

from datetime import timedelta

import pytest

from exchange.models import Request
from exchange.requests import sending
from tests.central_offices.test_agreements import agreement, authority
from tests.exchange.conftest import deliver_all, draft, person, recipient, sent

pytestmark = pytest.mark.django_db
BARE = "No agreement on record covers this type"


def test_the_form_proposes_offices_with_an_agreement(adler, amina, signed_in):
    agreement(adler, "KEN", "PRT", title="On boats")
    page = signed_in(amina).get("/requests/new/INFO").content.decode()
    assert "Offices with an agreement on this" in page and "?to=PRT" in page
    chosen = signed_in(amina).get("/requests/new/INFO?to=PRT").content.decode()
    assert 'value="PRT"' in chosen


def test_without_an_agreement_nothing_is_proposed(amina, signed_in):
    assert "with an agreement" not in signed_in(amina).get("/requests/new/INFO").content.decode()


def test_the_part_for_browsers_with_javascript_says_what_covers(adler, beatriz, amina, signed_in):
    agreement(adler, "KEN", "PRT", title="On boats", scope=["INFO"])
    authority(beatriz, "PRT")
    browser = signed_in(amina)
    part = browser.get("/requests/new/INFO/cover", {"recipients": "Lisbon, BRA"}).content.decode()
    assert "On boats" in part and "Court of Lisbon" in part and part.count(BARE) == 1
    other = browser.get("/requests/new/LOCATE/cover", {"recipients": "PRT"}).content.decode()
    assert BARE in other and "On boats" not in other
    assert browser.get("/requests/new/INFO/cover", {"recipients": "Atlantis"}).status_code == 200


def test_the_last_look_warns_and_names_the_basis(adler, amina, signed_in):
    row = agreement(adler, "KEN", "PRT", title="On boats", citation="UNTS 1")
    request = draft(amina, "PRT", "BRA", legal_basis="")
    browser = signed_in(amina)
    page = browser.get(f"/requests/{request}/check").content.decode()
    assert BARE in page and "Name it as legal basis" in page

    for _ in range(2):
        browser.post(f"/requests/{request}/basis/{row.pk}")
    request.refresh_from_db()
    assert request.legal_basis == "On boats (UNTS 1)"
    again = browser.get(f"/requests/{request}/check").content.decode()
    assert "Name it as legal basis" not in again


def test_an_agreement_between_others_is_not_named(adler, amina, signed_in):
    row = agreement(adler, "QMA", "QMB")
    request = draft(amina, "PRT", legal_basis="")
    signed_in(amina).post(f"/requests/{request}/basis/{row.pk}")
    request.refresh_from_db()
    assert request.legal_basis == ""


def test_nobody_of_another_office_names_a_basis(adler, amina, pierre, signed_in):
    row = agreement(adler, "KEN", "PRT")
    request = draft(amina, "PRT")
    assert signed_in(pierre).post(f"/requests/{request}/basis/{row.pk}").status_code == 404


def test_a_warning_hinders_nobody(amina):
    assert sent(amina, "PRT").status == Request.Status.SENT


def test_a_treaty_s_time_limit_goes_before_the_general_one(adler, amina, wanjiku, case_of_amina):
    agreement(adler, "KEN", "PRT", scope=["EXTRADITION"], reply_days=60)
    subject = person(case_of_amina, "Ivan", amina)
    request = sent(
        amina,
        "PRT",
        "BRA",
        type="EXTRADITION",
        case=case_of_amina,
        subject_ids=[subject.pk],
        facts={"OFFENCE": "Robbery", "WARRANT": "44/2026"},
    )
    sending.approve(request, by=wanjiku, digest=request.content_digest)
    deliver_all()
    lisbon, brasilia = recipient(request, "PRT"), recipient(request, "BRA")
    assert lisbon.reply_due - lisbon.delivered_at == timedelta(days=60)
    assert brasilia.reply_due - brasilia.delivered_at == timedelta(days=40)


def test_an_agreement_on_everything_does_not_slow_what_is_urgent(adler, amina):
    agreement(adler, "KEN", "PRT", reply_days=60)
    urgent = sent(amina, "PRT", urgency="URGENT", necessity="Danger.")
    normal = sent(amina, "PRT")
    deliver_all()
    first, second = recipient(urgent, "PRT"), recipient(normal, "PRT")
    assert first.reply_due - first.delivered_at == timedelta(hours=8)
    assert second.reply_due - second.delivered_at == timedelta(days=60)
