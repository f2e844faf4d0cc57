"""A message is followed through the log by its id, and the log tells nobody anything else."""

import json

import pytest

from agency import logs
from kernel import acting, trail
from ledger import mailbox
from ledger.delivery import backoff, delivering, outbox, receipts
from ledger.models import Attempt
from tests.ledger.messages import of, post

pytestmark = pytest.mark.django_db


def sentences(rows: list[dict], message) -> list[str]:
    return [row["message"] for row in rows if row.get("message_id") == str(message.pk)]


def as_(officer, act, *given, **named):
    def run():
        with acting.acting_as(officer):
            act(officer, *given, **named)

    return run


def test_a_message_is_followed_from_its_commit_to_its_acknowledgement(amina, pierre, lisbon, told):
    found = []
    rows = told(
        lambda: found.append(post(amina, "PRT")),
        lambda: delivering.deliver(lisbon.pk),
        as_(pierre, mailbox.take),
        lambda: as_(pierre, mailbox.confirm, ids=[found[0].pk])(),
    )

    (message,) = found
    assert sentences(rows, message) == [
        "Message written.",
        "Message stored.",
        "Message fetched.",
        "Message acknowledged.",
    ]
    written, stored = [row for row in rows if row.get("message_id") == str(message.pk)][:2]
    assert written["type"] == "test.said" and written["subject_id"] == str(message.thread)
    assert written["delivery_id"] == stored["delivery_id"] == str(of(message, lisbon).pk)
    (lease,) = [row for row in rows if row["message"] == "Lease taken."]
    assert lease["destination_ids"] == [lisbon.pk] and lease["lease"] == stored["lease"]
    assert stored["attempt"] == 1


def test_a_dead_letter_is_followed_until_it_arrives(amina, lisbon, effects, told):
    found, refused = [], []

    def refuse(row):
        if not refused:
            refused.append(row)
            raise receipts.ArrivalRefused("It names Okello.")

    effects.on_arrival("test.poison", refuse)
    rows = told(
        lambda: found.append(post(amina, "PRT", type="test.poison")),
        lambda: delivering.deliver(lisbon.pk),
        lambda: outbox.resend(of(found[0], lisbon)),
        lambda: delivering.deliver(lisbon.pk),
    )

    assert sentences(rows, found[0]) == [
        "Message written.",
        "Message given up.",
        "Message resent.",
        "Message stored.",
    ]
    (given_up,) = [row for row in rows if row["message"] == "Message given up."]
    assert (given_up["attempt"], given_up["error"]) == (1, "refused")
    assert "Okello" not in json.dumps(rows)


def test_a_try_that_failed_says_which_one_it_was_and_what_was_answered(amina, lisbon, told):
    found = []

    def fail():
        row = of(found[0], lisbon)
        attempt = Attempt(delivery=row, kind="http_503", http_status=503, error="words")
        with acting.acting_as(acting.PUBLIC):
            backoff.put_off(row, attempt)

    rows = told(lambda: found.append(post(amina, "PRT")), fail, fail)

    failures = [row for row in rows if row["message"] == "Message put off."]
    assert [row["attempt"] for row in failures] == [1, 2]
    assert {(row["error"], row["http_status"]) for row in failures} == {("http_503", 503)}


def test_a_webhook_is_followed_through_its_call(amina, hook, told):
    found = []
    rows = told(
        lambda: found.append(post(amina, "PRT")),
        lambda: delivering.deliver(hook.pk),
    )

    assert sentences(rows, found[0]) == [
        "Message written.",
        "Message is being posted.",
        "Message stored.",
    ]
    assert rows[-1]["http_status"] == 200


def test_what_is_undone_leaves_no_line(amina, told):
    def undo():
        with pytest.raises(ValueError):
            with acting.acting_as(amina):
                post(amina, "PRT")
                raise ValueError

    assert told(undo) == []


def test_a_recalled_message_says_so(amina, lisbon, told):
    found = []

    def recall():
        with acting.acting_as(amina):
            outbox.take_back(found[0].thread, [lisbon.office])

    rows = told(lambda: found.append(post(amina, "PRT")), recall)

    assert sentences(rows, found[0]) == ["Message written.", "Message taken back."]


def test_work_says_when_it_started_how_it_ended_and_nothing_of_its_words(lines):
    with trail.timed("Printing of a notice", paper_id="7"):
        pass
    with pytest.raises(ValueError), trail.timed("Job", job_id="8"):
        raise ValueError("Okello")

    rows = lines()
    assert [row["message"] for row in rows] == [
        "Printing of a notice started.",
        "Printing of a notice finished.",
        "Job started.",
        "Job failed.",
    ]
    assert rows[1]["seconds"] >= 0 and rows[1]["paper_id"] == "7"
    assert rows[3]["error"] == "ValueError" and "Okello" not in json.dumps(rows)


def test_the_lines_appear_at_the_usual_level_and_not_where_only_errors_are_wanted():
    levels = {level: logs.to_console(level)["loggers"]["trail"]["level"] for level in logs.LEVELS}
    assert (levels["WARNING"], levels["INFO"], levels["ERROR"]) == ("INFO", "INFO", "ERROR")
