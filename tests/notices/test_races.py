"""Two at once: releases, claims, a withdrawal while the PDF is being made (docs/laws.md F14)."""

import threading

import pytest
from django.db import connection

from central_offices.models import Officer, Role
from kernel import acting
from kernel.errors import WrongState
from kernel.jobs import running
from ledger.models import Event
from notices.models import Notice, Paper
from notices.papers import pdf, printing
from notices.workflow import circulating, releasing, reviewing
from tests import systems, world
from tests.notices import drafts
from tests.plumbing.by_the_owner import by_the_owner


@pytest.fixture
def cast(committed):
    return {name: world.officer(name) for name in ("amina", "wanjiku", "sato", "lindqvist")}


@pytest.fixture
def second_head(cast):
    head = Officer(
        email="juma@office.test",
        name="Juma",
        office=cast["wanjiku"].office,
        clearance=2,
        valid_from=world.LONG_AGO,
    )
    head.set_unusable_password()
    with by_the_owner():
        head.save()
    systems.give(head, Role.HEAD)
    return head


def at_once(*calls) -> list:
    """Run the calls in threads that start together; what each returned or raised."""
    barrier, results = threading.Barrier(len(calls)), [None] * len(calls)

    def run(index, call) -> None:
        barrier.wait()
        try:
            results[index] = call()
        except Exception as error:
            results[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_two_heads_release_at_once_and_one_does(cast, second_head):
    notice = drafts.submitted(cast["amina"])
    copies = [Notice.objects.get(pk=notice.pk) for _ in range(2)]

    results = at_once(
        lambda: releasing.release(copies[0], by=cast["wanjiku"]),
        lambda: releasing.release(copies[1], by=second_head),
    )

    assert sum(isinstance(result, WrongState) for result in results) == 1
    assert results.count(None) == 1
    assert Event.objects.filter(verb="notice.release", subject_id=notice.pk).count() == 1


def test_two_reviewers_claim_at_once_and_one_has_it(cast):
    notice = drafts.requested(cast["amina"], cast["wanjiku"])
    copies = [Notice.objects.get(pk=notice.pk) for _ in range(2)]

    results = at_once(
        lambda: reviewing.claim(copies[0], by=cast["sato"]),
        lambda: reviewing.claim(copies[1], by=cast["lindqvist"]),
    )

    assert sum(isinstance(result, WrongState) for result in results) == 1
    assert notice.current_version.reviews.count() == 1


def test_a_paper_printed_while_its_notice_is_withdrawn_is_void(cast, monkeypatch):
    notice = drafts.published(cast["amina"], cast["wanjiku"], cast["sato"])
    made = Paper.objects.get(notice=notice)
    real = pdf.print_notice

    def withdraw_meanwhile(sheet, *, photo=None):
        printed = real(sheet, photo=photo)
        thread = threading.Thread(target=_withdraw, args=(notice, cast["wanjiku"]))
        thread.start()
        thread.join()
        return printed

    monkeypatch.setattr(printing, "print_notice", withdraw_meanwhile)
    running.run(made.job_id)

    made.refresh_from_db()
    assert (made.status, made.file) == ("VOID", None)
    with acting.acting_as(cast["amina"]), pytest.raises(WrongState):
        printing.hand_out(made, by=cast["amina"])


def test_papers_and_withdrawals_in_any_order_leave_no_valid_paper_of_an_ended_notice(cast):
    for _ in range(4):
        notice = drafts.published(cast["amina"], cast["wanjiku"], cast["sato"])
        made = Paper.objects.get(notice=notice)
        at_once(
            lambda made=made: running.run(made.job_id),
            lambda notice=notice: circulating.withdraw(notice, by=cast["wanjiku"]),
        )
        made.refresh_from_db()
        assert made.status == "VOID"


def test_a_worker_that_lost_its_wake_up_is_found_by_the_sweeper(cast):
    notice = drafts.published(cast["amina"], cast["wanjiku"], cast["sato"])
    made = Paper.objects.get(notice=notice)

    assert made.job_id in running.due()
    running.run(made.job_id)

    made.refresh_from_db()
    assert made.status == "READY"
    assert made.job_id not in running.due()


def _withdraw(notice, by) -> None:
    try:
        circulating.withdraw(Notice.objects.get(pk=notice.pk), by=by)
    finally:
        connection.close()
