"""Arrests on the pages and over the API."""

from datetime import timedelta

import pytest
from django.utils import timezone

from central_offices.models import CentralOffice
from exchange.models import Arrest, Contribution, Request
from tests import systems
from tests.exchange.conftest import deliver_all, recipient, sent

pytestmark = pytest.mark.django_db


def typed(moment) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M")


def test_the_pages_lead_from_the_report_to_the_release(asked, pierre, signed_in):
    browser, page = signed_in(pierre), f"/requests/{asked.request}/"
    address = f"{page}offices/PRT/arrest"
    assert address in browser.get(page).content.decode()
    form = browser.get(address).context["form"]
    words = {
        "once": form["once"].value(),
        "version": asked.version,
        "text": "In the ferry.",
        "arrested_at": typed(timezone.now() - timedelta(hours=2)),
        "source_evaluation": "A",
        "information_evaluation": "1",
        "classification": "1",
    }
    assert browser.post(address, words).status_code == 302
    assert browser.post(address, words).status_code == 302, "pressed twice"
    row = Arrest.objects.get()
    seen = browser.get(page).content.decode()
    assert "Released at the latest" in seen and "Ivan" in seen
    board = browser.get("/duty").content.decode()
    assert "Persons held" in board and "Ivan" not in board

    for name, text in (("papers", "Papers received"), ("release", "Report the release")):
        address = f"{page}arrests/{row.pk}/{name}"
        assert text in (answer := browser.get(address)).content.decode()
        words = {"once": answer.context["form"]["once"].value(), "version": row.version}
        early = words | {"at": typed(row.arrested_at - timedelta(days=2))}
        assert "before the arrest" in browser.post(address, early).content.decode()
        words["at"] = typed(timezone.now())
        assert browser.post(address, words).status_code == 302
        row.refresh_from_db()
    assert row.status == "RELEASED"
    assert "Persons held" not in browser.get("/duty").content.decode()


def test_the_moment_is_corrected_on_its_page(held, pierre, signed_in):
    browser = signed_in(pierre)
    address = f"/requests/{held.recipient.request}/arrests/{held.pk}/correct"
    form = browser.get(address).context["form"]
    words = {
        "once": form["once"].value(),
        "version": held.version,
        "text": "An hour earlier.",
        "arrested_at": typed(held.arrested_at - timedelta(hours=1)),
        "source_evaluation": "A",
        "information_evaluation": "1",
        "classification": "1",
    }
    assert browser.post(address, words).status_code == 302
    held.refresh_from_db()
    assert held.version == 2 and Contribution.objects.filter(kind="ARREST").count() == 2


def test_others_find_no_such_page(held, amina, joana, signed_in):
    address = f"/requests/{held.recipient.request}/arrests/{held.pk}/release"
    assert signed_in(joana).get(address).status_code == 404
    browser = signed_in(amina)
    page = browser.get(f"/requests/{held.recipient.request}/").content.decode()
    assert "Released at the latest" in page and "Report the release" not in page
    form = browser.get(address).context["form"]
    words = {"once": form["once"].value(), "version": held.version, "at": typed(timezone.now())}
    assert browser.post(address, words).status_code in (200, 403)
    held.refresh_from_db()
    assert held.status == "HELD"


def test_a_request_of_another_type_offers_no_arrest(amina, pierre, signed_in):
    request = sent(amina, "PRT")
    deliver_all()
    assert "Arrests" not in signed_in(pierre).get(f"/requests/{request}/").content.decode()
    address = f"/requests/{request}/offices/PRT/arrest"
    assert signed_in(pierre).get(address).status_code in (200, 403)
    assert recipient(request, "PRT").status == "DELIVERED"


def test_over_the_api_the_moment_carries_its_offset(asked):
    system = systems.calling(systems.register(CentralOffice.objects.get(code="PRT")))
    address = f"/api/v1/requests/{asked.request_id}/report-arrest/"
    words = {"text": "At the ferry.", "source_evaluation": "A", "information_evaluation": "1"}
    for moment in ("2026-11-01T10:00:00", "soon"):
        refused = system.post(address, words | {"arrested_at": moment})
        assert refused.status_code == 400, refused.content
    moment = timezone.now() - timedelta(hours=1)
    reply = system.post(address, words | {"arrested_at": moment.isoformat()})
    assert reply.status_code == 200, reply.content

    (row,) = system.get("/api/v1/arrests/", {"request": str(asked.request_id)}).json()["results"]
    assert (row["office"], row["status"]) == ("PRT", "HELD")
    assert row["actions"] == ["correct", "receive_papers", "release"]
    now = timezone.now().isoformat()
    reply = system.post(f"/api/v1/arrests/{row['id']}/receive-papers/", {"at": now})
    assert reply.status_code == 200 and reply.json()["status"] == "PAPERS"
    reply = system.post(f"/api/v1/arrests/{row['id']}/release/", {"at": now})
    assert reply.json()["status"] == "RELEASED"


def test_the_asking_office_reads_it_over_the_api_and_no_other_does(held):
    for code, status in (("KEN", 200), ("BRA", 404)):
        system = systems.calling(systems.register(CentralOffice.objects.get(code=code)))
        assert system.get(f"/api/v1/arrests/{held.pk}/").status_code == status
        listed = system.get("/api/v1/arrests/").json()["results"]
        assert len(listed) == (status == 200)
        now = timezone.now().isoformat()
        reply = system.post(f"/api/v1/arrests/{held.pk}/release/", {"at": now})
        assert reply.status_code == (403 if status == 200 else 404)


def test_an_arrest_at_a_confidential_request_is_opened_with_a_reason(held, pierre, over_api):
    Request.objects.update(classification=2)
    Contribution.objects.update(classification=2)
    caller, address = over_api(pierre), f"/api/v1/arrests/{held.pk}/"
    assert caller.get(address).json()["code"] == "reason_required"
    assert caller.get(address, HTTP_X_REASON="The hearing is tomorrow.").status_code == 200
    assert caller.get(address).status_code == 200
