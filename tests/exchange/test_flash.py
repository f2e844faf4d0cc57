"""Flash requests that leave before their approval: who may, until when, and what follows."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from central_offices.models import CentralOffice
from exchange import upkeep
from exchange.models import Request, UrgencyRule
from exchange.requests import flash, sending
from kernel.errors import NotPermitted, NotReady, Stale
from ledger.models import Event, Message
from tests import systems
from tests.exchange.conftest import deliver_all, draft, recipient
from tests.plumbing.by_the_owner import by_the_owner

pytestmark = pytest.mark.django_db
WORDS = {
    "type": "ASSET_FREEZE",
    "urgency": "FLASH",
    "necessity": "The money leaves within the hour.",
    "facts": {"ACCOUNT": "PT50", "AMOUNT": "EUR 1", "OFFENCE": "Fraud", "WARRANT": "44/2026"},
}


def flashed(by, *codes: str, **words) -> Request:
    request = draft(by, *codes, **WORDS | words)
    flash.send(request, by=by)
    return request


def over(request: Request) -> None:
    """As if the time for the approval had passed."""
    Request.objects.filter(pk=request.pk).update(approval_due=timezone.now())


def test_a_duty_officer_sends_a_coercive_request_at_once(mutua):
    request = flashed(mutua, "PRT")

    assert (request.status, request.approved_by) == ("SENT", None)
    assert request.approval_due - request.sent_at == timedelta(hours=4)
    message = Message.objects.get()
    assert message.lane == "URGENT"
    assert message.data["approval"]["approved_at"] is None and message.data["approval"]["due"]


def test_nobody_else_does(amina, wanjiku, pierre, mutua):
    request = draft(mutua, "PRT", **WORDS)
    for officer in (amina, wanjiku, pierre, systems.register(amina.office).officer):
        with pytest.raises(NotPermitted):
            flash.send(request, by=officer)
    assert not Message.objects.exists()


def test_only_flash_leaves_before_its_approval(mutua):
    request = draft(mutua, "PRT", **WORDS | {"urgency": "URGENT"})
    with pytest.raises(NotPermitted):
        flash.send(request, by=mutua)
    with pytest.raises(IntegrityError, match="only_flash"), transaction.atomic():
        Request.objects.filter(pk=request.pk).update(approval_due=timezone.now())


def test_it_is_still_refused_incomplete(mutua):
    with pytest.raises(NotReady, match="Warrant"):
        flashed(mutua, "PRT", facts={})


def test_where_no_rule_gives_a_time_nothing_leaves_before(mutua):
    with by_the_owner():
        UrgencyRule.objects.update(approve_minutes=None)
    with pytest.raises(NotReady, match="No rule in force"):
        flashed(mutua, "PRT")


def test_the_head_approves_afterwards_and_everybody_is_told(mutua, wanjiku):
    request = flashed(mutua, "PRT", "BRA")
    assert Request.objects.to_confirm(wanjiku).get() == request

    flash.confirm(request, by=wanjiku, digest=request.content_digest)

    assert (request.status, request.approved_by) == ("SENT", wanjiku)
    assert Message.objects.get(type="request.approved").recipients == ["BRA", "PRT"]
    assert not Request.objects.to_confirm(wanjiku).exists()


def test_who_sent_it_a_supervisor_and_another_office_do_not(mutua, otieno, beatriz):
    request = flashed(mutua, "PRT")
    for officer in (mutua, otieno, beatriz):
        with pytest.raises(NotPermitted):
            flash.confirm(request, by=officer, digest=request.content_digest)


def test_it_is_approved_once_and_in_its_own_words(mutua, wanjiku):
    request = flashed(mutua, "PRT")
    with pytest.raises(Stale):
        flash.confirm(request, by=wanjiku, digest="0" * 64)
    flash.confirm(request, by=wanjiku, digest=request.content_digest)
    with pytest.raises(NotPermitted):
        flash.confirm(request, by=wanjiku, digest=request.content_digest)


def test_without_approval_it_stays_in_force_and_everybody_is_told_once(mutua):
    request = flashed(mutua, "PRT")
    upkeep.settle()
    assert not Event.objects.filter(verb="request.leave_unapproved").exists()

    over(request)
    upkeep.settle()
    upkeep.settle()

    request.refresh_from_db()
    assert request.status == "SENT" and request.unapproved_at
    assert Message.objects.get(type="request.unapproved").lane == "URGENT"
    assert Event.objects.filter(verb="request.leave_unapproved").count() == 1


def test_a_late_approval_still_counts(mutua, wanjiku):
    request = flashed(mutua, "PRT")
    over(request)
    upkeep.settle()
    flash.confirm(request, by=wanjiku, digest=request.content_digest)
    assert Message.objects.filter(type="request.approved").exists()


def test_an_approval_in_time_leaves_nothing_to_tell(mutua, wanjiku):
    request = flashed(mutua, "PRT")
    flash.confirm(request, by=wanjiku, digest=request.content_digest)
    over(request)
    upkeep.settle()
    assert not Message.objects.filter(type="request.unapproved").exists()


def test_the_pages_lead_from_the_last_look_to_the_approval(mutua, wanjiku, pierre, signed_in):
    row = draft(mutua, "PRT", **WORDS)
    check = signed_in(mutua).get(f"/requests/{row}/check")
    assert "Send at once, approval within 4 h" in check.content.decode()
    words = {"once": check.context["form"]["once"].value(), "version": row.version}
    signed_in(mutua).post(f"/requests/{row}/check", words | {"how": "flash"})
    row.refresh_from_db()
    assert row.awaits_approval

    deliver_all()
    assert "Sent before its approval" in signed_in(pierre).get(f"/requests/{row}/").content.decode()
    head = signed_in(wanjiku)
    assert row.reference in head.get("/approvals").content.decode()
    assert "Flash requests that left" in head.get("/").content.decode()
    head.post(f"/requests/{row}/approve", {"digest": row.content_digest})
    row.refresh_from_db()
    assert row.approved_by == wanjiku
    assert "before its approval" not in signed_in(pierre).get(f"/requests/{row}/").content.decode()


def test_the_last_look_offers_it_to_nobody_else(amina, signed_in):
    row = draft(amina, "PRT", **WORDS)
    assert "Send at once" not in signed_in(amina).get(f"/requests/{row}/check").content.decode()


def test_over_the_api_a_duty_officer_sends_and_the_head_approves(mutua, wanjiku, over_api):
    row = draft(mutua, "PRT", **WORDS)
    address = f"/api/v1/requests/{row.pk}/"
    sent = over_api(mutua).post(address + "send-flash/")
    assert (sent.status_code, sent.json()["status"]) == (200, "SENT")
    assert sent.json()["approval_due"] and sent.json()["approved_at"] is None

    words = {"digest": sent.json()["content_digest"]}
    approved = over_api(wanjiku).post(address + "confirm/", words)
    assert approved.status_code == 200 and approved.json()["approved_at"]


def test_an_office_s_system_cannot_send_before_an_approval(amina):
    system = systems.calling(systems.register(CentralOffice.objects.get(code="KEN")))
    row = draft(amina, "PRT", **WORDS)
    assert system.post(f"/api/v1/requests/{row.pk}/send-flash/").status_code == 403
    sending.send(row, by=amina)
    assert recipient(row, "PRT").status == "DRAFT"
