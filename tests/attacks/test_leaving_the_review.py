"""Out of the review of a request by the back door: alone, by flash, by the clock, by SQL."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from central_offices.models import Officer, Role, RoleGrant
from exchange import upkeep
from exchange.models import RequestReview
from exchange.requests import reviewing, sending
from kernel import acting
from kernel.errors import NotPermitted, NotReady, WrongState
from ledger.models import Message
from notices.models import Refusal, SafeguardRule
from tests import world
from tests.attacks import acts
from tests.exchange.conftest import deliver_all, recipient
from tests.plumbing.by_the_owner import by_the_owner

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def few_offices(db):
    """The tests' world has few offices: two may be asked without a review."""
    with by_the_owner():
        SafeguardRule.objects.filter(code="OFFICES_WITHOUT_REVIEW").update(number=2)


@pytest.fixture
def refused(arun, anika, sato, lindqvist):
    """A request that two reviewers refused as political."""
    request = acts.sent(arun, anika, "PRT", "BRA", "KEN")
    row = acts.review(request)
    reviewing.propose(row, by=sato, reasons=["ART3_POLITICAL"], explanation="A journalist.")
    reviewing.refuse(row, by=lindqvist)
    request.refresh_from_db()
    assert request.status == "REFUSED"
    return request


def test_what_was_refused_is_held_the_next_time_for_one_office_too(refused, amina, wanjiku, arun):
    for type in ("ARREST_PROVISIONAL", "LOCATE"):
        again = acts.sent(amina, wanjiku, "PRT", type=type, name="PETROV Ivan")
        assert again.status == "UNDER_REVIEW"
        assert acts.review(again).because == ["REFUSAL"]
    by_name = acts.sent(amina, wanjiku, "PRT", number="")
    assert by_name.status == "SENT"  # name and year never hold by themselves


def test_nobody_but_a_reviewer_can_tell_the_two_reasons_apart(
    refused, amina, wanjiku, signed_in, over_api
):
    by_document = acts.sent(amina, wanjiku, "PRT", name="PETROV Ivan")
    by_number = acts.sent(amina, wanjiku, "PRT", "BRA", "QMB", name="OKELLO James", number="")

    told = []
    for request in (by_document, by_number):
        answer = over_api(amina).get(f"/api/v1/requests/{request.pk}/").json()
        page = signed_in(amina).get(f"/requests/{request.reference}/").content.decode()
        assert "Refused or ended before" not in page and "document fits" not in page
        told.append({name: answer["review"][name] for name in sorted(answer["review"])})
        told[-1].pop("due")
        told.append("Under review by the General Secretariat." in page)
    assert told[:2] == told[2:]


def test_a_refusal_in_review_leaves_a_fingerprint_only_on_substance(arun, anika, sato, lindqvist):
    for reason, kept in (("JUDICIAL_DATA_INSUFFICIENT", 0), ("NORMS_CONTROVERSIAL", 1)):
        row = acts.review(acts.sent(arun, anika, "PRT", "BRA", "KEN"))
        reviewing.propose(row, by=sato, reasons=[reason], explanation="See there.")
        reviewing.refuse(row, by=lindqvist)
        assert Refusal.objects.filter(source="REQUEST").count() == kept


def test_one_reviewer_releases_and_it_leaves(arun, anika, sato, pierre):
    request = acts.sent(arun, anika, "PRT", "BRA", "KEN")
    reviewing.release(acts.review(request), by=sato)
    deliver_all()

    assert recipient(request, "PRT").status == "DELIVERED"
    told = Message.objects.filter(type="request.review_ended")
    assert [row.data["outcome"] for row in told] == ["RELEASED"]


def test_who_may_not_decide(arun, anika, sato, lindqvist, adler, auditor, wanjiku, pierre):
    row = acts.review(acts.sent(arun, anika, "PRT", "BRA", "KEN"))
    for officer in (arun, anika, adler, auditor, wanjiku, pierre):
        with pytest.raises(NotPermitted):
            reviewing.release(row, by=officer)
        assert not RequestReview.objects.visible_to(officer).exists()
    reviewing.propose(row, by=lindqvist, reasons=["ART3_POLITICAL"], explanation="No.")
    for officer in (sato, lindqvist):  # no second reviewer, and the first
        with pytest.raises(NotPermitted):
            reviewing.refuse(row, by=officer)
    with pytest.raises(WrongState):
        reviewing.release(row, by=sato)


def test_flash_leaves_at_once_marked_and_is_recalled_if_refused(
    mutua, wanjiku, sato, lindqvist, pierre, signed_in, over_api
):
    request = acts.flashed(mutua, "PRT", "BRA", "QMB")
    deliver_all()
    assert request.status == "SENT"
    sent = Message.objects.get(type="request.sent")
    assert sent.data["review"]["coercive_measures"] is False
    page = signed_in(pierre).get(f"/requests/{request.reference}/").content.decode()
    assert "no coercive measure on this alone" in page
    told = over_api(pierre).get(f"/api/v1/requests/{request.pk}/").json()
    assert told["review"]["under_review"]

    row = acts.review(request)
    assert (row.due_at - row.began_at).total_seconds() == 3600
    reviewing.propose(row, by=sato, reasons=["ART3_POLITICAL"], explanation="A journalist.")
    reviewing.refuse(row, by=lindqvist)
    deliver_all()
    request.refresh_from_db()
    assert request.status == "RECALLED"
    assert recipient(request, "PRT").status == "RECALLED"
    assert acts.arrived("request.recalled") == 3


def test_released_flash_loses_its_mark_everywhere(mutua, sato, pierre, signed_in):
    request = acts.flashed(mutua, "PRT", "BRA", "QMB")
    deliver_all()
    reviewing.release(acts.review(request), by=sato)
    deliver_all()

    page = signed_in(pierre).get(f"/requests/{request.reference}/").content.decode()
    assert "no coercive measure on this alone" not in page
    assert acts.arrived("request.review_ended") == 4


def test_flash_that_its_office_recalls_or_closes_does_not_leave_the_review_behind(mutua, wanjiku):
    request = acts.flashed(mutua, "PRT", "BRA", "QMB")
    deliver_all()
    with pytest.raises(NotReady, match="under review"):
        sending.close(request, by=mutua)
    sending.recall(request, by=mutua, reason="Found.")

    assert acts.review(request).status == "WITHDRAWN"


def test_time_over_it_goes_to_the_head_and_never_leaves_by_itself(arun, anika, signed_in):
    request = acts.sent(arun, anika, "PRT", "BRA", "KEN")
    row = acts.review(request)
    assert (row.due_at - row.began_at).total_seconds() == 24 * 3600
    head = _head_of_the_secretariat()
    assert "is late" not in signed_in(head).get("/").content.decode()
    _time_is_over(row)
    upkeep.settle()
    upkeep.settle()

    row.refresh_from_db()
    request.refresh_from_db()
    assert row.told_at and request.status == "UNDER_REVIEW"
    assert "is late" in signed_in(head).get("/").content.decode()


def test_where_the_secretariat_has_no_head_its_administrators_read_what_is_late(
    arun, anika, adler, signed_in
):
    row = acts.review(acts.sent(arun, anika, "PRT", "BRA", "KEN"))
    _time_is_over(row)
    upkeep.settle()

    page = signed_in(adler).get("/").content.decode()
    assert "is late" in page and row.request.title not in page

    _head_of_the_secretariat()
    assert "is late" not in signed_in(adler).get("/").content.decode()


SQL = [
    "UPDATE exchange_request SET status = 'SENT', sent_at = now() WHERE id = %s",
    "UPDATE exchange_requestrecipient SET status = 'QUEUED' WHERE request_id = %s",
    "UPDATE exchange_request SET status = 'REFUSED' WHERE id = %s",
    "UPDATE exchange_requestreview SET status = 'RELEASED' WHERE request_id = %s",
    "UPDATE exchange_requestreview SET status = 'REFUSED' WHERE request_id = %s",
    "UPDATE exchange_requestreview SET due_at = due_at + interval '1 year' WHERE request_id = %s",
    "UPDATE exchange_requestreview SET left_before = true WHERE request_id = %s",
    "DELETE FROM exchange_requestreview WHERE request_id = %s",
    "SELECT * FROM exchange_act WHERE request_id = %s",
    "DELETE FROM exchange_act WHERE request_id = %s",
]


def test_sql_as_the_application_lets_nothing_out(arun, anika):
    request = acts.sent(arun, anika, "PRT", "BRA", "KEN")
    for statement in SQL:
        with pytest.raises((IntegrityError, DatabaseError)):
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement, [request.pk])
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_the_reviewers_page_shows_why_and_decides(refused, arun, anika, sato, lindqvist, signed_in):
    request = acts.sent(arun, anika, "PRT")
    row = acts.review(request)
    browser = signed_in(sato)
    queue = browser.get("/notices/review/").content.decode()
    assert f"/requests/reviews/{row.pk}/" in queue
    page = browser.get(f"/requests/reviews/{row.pk}/")
    assert "Same document" in page.content.decode()
    assert refused.reference in page.content.decode()
    for officer in (arun, anika):
        assert signed_in(officer).get(f"/requests/reviews/{row.pk}/").status_code == 404


def _head_of_the_secretariat() -> Officer:
    office = world.officer("sato").office
    head = Officer(email="head@office.test", name="Head", office=office, clearance=2)
    head.password = world.HASH
    with by_the_owner():
        head.save()
    with acting.acting_as(head):
        with by_the_owner():
            RoleGrant.objects.create(officer=head, office=office, role=Role.HEAD)
        head.refresh_rights()
    return head


def _time_is_over(row: RequestReview) -> None:
    """As if the review had begun long ago; its clock may be set back, and never on."""
    now = timezone.now()
    RequestReview.objects.filter(pk=row.pk).update(began_at=now - timedelta(days=1), due_at=now)
