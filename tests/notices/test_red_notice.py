"""A red notice from its draft to every office, and back again (docs/laws.md F9)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from central_offices.models import CentralOffice
from ledger.models import Delivery, Event, Message
from notices.models import Circulation, Notice
from notices.payload import freeze
from notices.workflow import receiving
from tests.notices import drafts

pytestmark = pytest.mark.django_db


def test_a_draft_is_seen_by_its_office_only(amina, otieno, pierre, sato):
    notice = drafts.red(amina)

    assert Notice.objects.visible_to(otieno).get() == notice
    assert not Notice.objects.visible_to(pierre).exists()
    assert not Notice.objects.visible_to(sato).exists()


def test_a_released_notice_is_seen_by_the_secretariat_and_nobody_else(amina, wanjiku, sato, pierre):
    notice = drafts.requested(amina, wanjiku)

    assert Notice.objects.visible_to(sato).get() == notice
    assert not Notice.objects.visible_to(pierre).exists()


def test_a_published_notice_has_a_reference_a_term_and_is_seen_by_every_office(
    amina, wanjiku, sato, pierre, joana
):
    notice = drafts.published(amina, wanjiku, sato)

    assert notice.status == "PUBLISHED"
    assert notice.reference.startswith(f"{notice.published_at.year}/")
    assert 364 <= (notice.valid_until - notice.published_at.date()).days <= 366
    for officer in (pierre, joana, sato, amina):
        assert notice in Notice.objects.visible_to(officer)


def test_every_other_office_is_told_once_and_counted_as_circulated(amina, wanjiku, sato, carried):
    notice = drafts.published(amina, wanjiku, sato)
    carried()

    told = Message.objects.get(type="notice.published", thread=notice.pk)
    reachable = CentralOffice.objects.reachable().exclude(code="AGY")
    assert set(told.recipients) == set(reachable.values_list("code", flat=True))
    offices = set(Circulation.objects.filter(notice=notice).values_list("office__code", flat=True))
    assert offices == set(told.recipients) - {"KEN"}


def test_the_ledger_has_every_step_in_its_order(amina, wanjiku, sato):
    notice = drafts.published(amina, wanjiku, sato)

    verbs = Event.objects.filter(subject_id=notice.pk).order_by("at", "id")
    steps = [verb for verb in verbs.values_list("verb", flat=True) if verb != "notice.edit"]
    assert steps == [
        "notice.start",
        "notice.submit",
        "notice.release",
        "notice.claim",
        "notice.answer",
        "notice.publish",
    ]


def test_a_withdrawn_notice_is_recalled_from_everyone_and_stays_readable(
    amina, wanjiku, sato, pierre, carried
):
    notice = drafts.published(amina, wanjiku, sato)
    carried()

    drafts.withdrawn(notice, wanjiku)
    carried()

    recall = Message.objects.get(type="notice.recalled", thread=notice.pk)
    assert recall.lane == "URGENT"
    assert notice in Notice.objects.visible_to(pierre)
    assert not Notice.objects.in_force().exists()
    assert not Circulation.objects.filter(notice=notice, recalled_at=None).exists()


def test_a_withdrawal_before_delivery_takes_the_notice_out_of_the_outbox(amina, wanjiku, sato):
    notice = drafts.published(amina, wanjiku, sato)

    drafts.withdrawn(notice, wanjiku)

    left = Delivery.objects.filter(thread=notice.pk, status="QUEUED")
    assert set(left.values_list("message__type", "destination__office__code")) <= {
        ("notice.requested", "AGY"),
        ("notice.published", "KEN"),
        ("notice.recalled", "AGY"),
    }


def test_an_office_acknowledges_a_recall_once(amina, wanjiku, sato, pierre, carried):
    notice = drafts.published(amina, wanjiku, sato)
    carried()
    drafts.withdrawn(notice, wanjiku)
    carried()

    receiving.acknowledge_recall(notice, by=pierre)
    receiving.acknowledge_recall(notice, by=pierre)

    row = Circulation.objects.get(notice=notice, office=pierre.office)
    assert row.recall_acknowledged_at
    events = Event.objects.filter(verb="notice.acknowledge_recall")
    assert events.count() == 1


def test_the_frozen_copy_says_what_its_digest_says(amina, wanjiku, sato):
    notice = drafts.published(amina, wanjiku, sato)

    version = notice.versions.get()
    assert freeze.is_intact(version)
    version.payload["caution"]["en"] = "Harmless."
    assert not freeze.is_intact(version)


def test_a_notice_that_runs_out_soon_is_before_its_office_and_nobody_else(
    amina, wanjiku, sato, pierre, signed_in
):
    notice = drafts.published(amina, wanjiku, sato)
    assert "runs out on" not in signed_in(amina).get("/").content.decode()

    soon = timezone.now().date() + timedelta(days=60)
    Notice.objects.filter(pk=notice.pk).update(valid_until=soon)

    assert f"{notice} runs out on" in signed_in(amina).get("/").content.decode()
    for officer in (pierre, sato):
        assert "runs out on" not in signed_in(officer).get("/").content.decode()
