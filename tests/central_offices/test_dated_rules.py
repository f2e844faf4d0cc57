"""Dated rules: changed by two administrators, from a day to come on, with a reason."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from central_offices.dated_rules import changes, plans, tables
from central_offices.dated_rules.changes import Draft
from central_offices.dated_rules.plans import Span
from central_offices.models import RuleChange, WaitingTime
from exchange.clocks import deadlines
from exchange.models import CustodyRule, RefusalGround, RequestType, UrgencyRule
from exchange.requests import sending
from kernel.errors import NotPermitted, NotReady, WrongState
from ledger.models import Event, Message
from notices.models import SafeguardRule
from tests.exchange.conftest import draft as request_draft
from tests.exchange.conftest import type_
from tests.plumbing.by_the_owner import by_the_owner

pytestmark = pytest.mark.django_db
TODAY = timezone.now().date()
TOMORROW, SOON, LATER = (TODAY + timedelta(days=days) for days in (1, 30, 60))
HOURS = {"of": "ROLE"}


def written(slug, key, content, begins=SOON, ends=None):
    return Draft(tables.by_slug(slug), key, content, Span(begins, ends))


def proposed(draft, by):
    return changes.propose(draft, by=by, reason="The assembly decided so.")


def agreed(draft, adler, benes):
    change = proposed(draft, adler)
    changes.confirm(change, by=benes)
    return change


def spans(model, **key):
    rows = model.objects.filter(**key).order_by("valid_from")
    return [(row.valid_from, row.valid_to) for row in rows]


def test_a_rule_says_something_else_from_a_day_on_and_the_past_stays(adler, benes):
    before = WaitingTime.objects.get(**HOURS)
    change = agreed(written("waiting-times", HOURS, {"hours": 96}), adler, benes)

    first, second = WaitingTime.objects.filter(**HOURS).order_by("valid_from")
    assert (first.pk, first.hours, first.valid_to) == (before.pk, before.hours, SOON)
    assert (second.hours, second.valid_from, second.valid_to) == (96, SOON, None)
    assert change.before == {"hours": before.hours}
    event = Event.objects.get(verb="rulechange.confirm", subject_id=change.pk)
    assert event.data["key"] == HOURS
    assert event.detail.body == {"before": {"hours": 72}, "after": {"hours": 96}}


def test_until_it_is_confirmed_nothing_changes(adler):
    proposed(written("waiting-times", HOURS, {"hours": 96}), adler)
    assert spans(WaitingTime, **HOURS) == [(spans(WaitingTime, **HOURS)[0][0], None)]


def test_after_a_change_with_an_end_what_held_before_holds_again(adler, benes):
    agreed(written("waiting-times", HOURS, {"hours": 96}, SOON, LATER), adler, benes)

    rows = WaitingTime.objects.filter(**HOURS).order_by("valid_from")
    assert [(row.hours, row.valid_to) for row in rows] == [(72, SOON), (96, LATER), (72, None)]
    assert rows[2].valid_from == LATER


def test_a_later_change_takes_back_what_has_not_begun(adler, benes):
    agreed(written("waiting-times", HOURS, {"hours": 96}, LATER), adler, benes)
    shown = changes.preview(written("waiting-times", HOURS, {"hours": 48}, SOON))
    assert [(one.what, one.row.content["hours"]) for one in shown.effects] == [
        ("BEGINS", 48),
        ("ENDS", 72),
        ("TAKEN_BACK", 96),
    ]
    agreed(written("waiting-times", HOURS, {"hours": 48}, SOON), adler, benes)

    rows = WaitingTime.objects.filter(**HOURS).order_by("valid_from")
    assert [row.hours for row in rows] == [72, 48]


def test_nobody_confirms_what_he_proposed_and_nobody_else_may(adler, wanjiku, sato, auditor, amina):
    change = proposed(written("waiting-times", HOURS, {"hours": 96}), adler)
    for officer in (adler, wanjiku, sato, auditor, amina):
        with pytest.raises(NotPermitted):
            changes.confirm(change, by=officer)
    for officer in (wanjiku, sato, auditor, amina):
        with pytest.raises(NotPermitted):
            proposed(written("waiting-times", {"of": "KEY"}, {"hours": 96}), officer)


def test_it_is_decided_once(adler, benes):
    change = agreed(written("waiting-times", HOURS, {"hours": 96}), adler, benes)
    for verb in (changes.confirm, changes.decline):
        with pytest.raises(WrongState):
            verb(change, by=benes)


def test_one_change_of_a_rule_waits_at_a_time(adler, benes):
    first = proposed(written("waiting-times", HOURS, {"hours": 96}), adler)
    with pytest.raises(WrongState, match="waits already"):
        proposed(written("waiting-times", HOURS, {"hours": 48}), benes)
    changes.withdraw(first, by=adler)
    proposed(written("waiting-times", HOURS, {"hours": 48}), benes)


@pytest.mark.parametrize(
    ("begins", "ends", "sentence"),
    [
        (TODAY, None, "Nothing is changed backwards"),
        (TODAY - timedelta(days=400), None, "Nothing is changed backwards"),
        (SOON, SOON, "lies before the first"),
        (SOON, TODAY, "lies before the first"),
    ],
)
def test_days_that_cannot_be_are_refused(adler, begins, ends, sentence):
    with pytest.raises(NotReady, match=sentence):
        proposed(written("waiting-times", HOURS, {"hours": 96}, begins, ends), adler)


@pytest.mark.parametrize(
    ("slug", "key", "content", "sentence"),
    [
        ("waiting-times", HOURS, {"hours": 72}, "says on that day already"),
        ("waiting-times", HOURS, {}, "Change the hours instead"),
        ("safeguards", {"code": "OFFICES_WITHOUT_REVIEW"}, {"number": 99, "source": ""}, "0 to 50"),
        ("safeguards", {"code": "REVIEW_MINUTES"}, {"number": 0, "source": ""}, "from 1 to"),
        ("escalation", {"urgency": "FLASH", "level": 3}, {}, "told at last"),
        ("grounds-of-refusal", {"code": "NOT_COMPETENT"}, {}, "Steps of the system"),
        ("custody", {"effect": "END", "before_end": False, "days": 40}, {}, "at the latest"),
        ("time-limits", {"urgency": "FLASH", "type_code": ""}, {}, "holds for every type"),
        ("request-types", {"code": "NOT_THERE"}, {}, "not in force on that day"),
    ],
)
def test_what_makes_no_sense_or_leaves_a_gap_is_refused(adler, slug, key, content, sentence):
    with pytest.raises(NotReady, match=sentence):
        proposed(written(slug, key, content), adler)


def test_a_proposal_expires_when_its_first_day_comes(adler, benes, monkeypatch):
    change = proposed(written("waiting-times", HOURS, {"hours": 96}, TOMORROW), adler)
    assert change.expires_at.date() == TOMORROW
    monkeypatch.setattr(plans, "today", lambda: TOMORROW)
    with pytest.raises(WrongState, match="expired"):
        changes.confirm(change, by=benes)


def test_the_last_rule_of_release_ends_once_another_one_holds(adler, benes):
    key = {"effect": "END", "before_end": False, "days": 45}
    agreed(written("custody", key, {"source": "Protocol"}, TOMORROW), adler, benes)
    assert CustodyRule.objects.filter(effect="END").count() == 2


def test_a_draft_goes_by_the_type_that_holds_when_it_is_submitted(adler, benes, amina, monkeypatch):
    request = request_draft(amina, "PRT")
    row = type_("INFO")
    table = tables.by_slug("request-types")
    content = table.content_of(row) | {"release": "HEAD"}
    agreed(written("request-types", {"code": "INFO"}, content, TOMORROW), adler, benes)
    new = RequestType.objects.get(code="INFO", release="HEAD")
    monkeypatch.setattr(RequestType, "holds", property(lambda self: self.pk == new.pk))
    monkeypatch.setattr(
        type(RequestType.objects), "in_force", lambda self, on=None: self.filter(pk=new.pk)
    )
    sending.send(request, by=amina)
    request.refresh_from_db()
    assert (request.status, request.type_id) == ("PENDING_APPROVAL", new.pk)


def test_a_clock_starts_by_the_rule_of_its_day(adler, benes, amina):
    rule = UrgencyRule.objects.get(urgency="NORMAL", type_code="", valid_to=None)
    content = tables.by_slug("time-limits").content_of(rule) | {"reply_minutes": 99_999}
    agreed(written("time-limits", {"urgency": "NORMAL", "type_code": ""}, content), adler, benes)
    request = request_draft(amina, "PRT", urgency="NORMAL")

    assert deadlines.rule_for(request).pk == rule.pk
    then = timezone.now() + timedelta(days=31)
    assert deadlines.rule_for(request, on=then).reply_minutes == 99_999


def test_everybody_concerned_is_told_with_the_reason(
    adler, benes, wanjiku, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        change = proposed(written("waiting-times", HOURS, {"hours": 96}), adler)
    assert {to for one in mail.outbox for to in one.to} >= {benes.email}
    assert wanjiku.email not in {to for one in mail.outbox for to in one.to}
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        changes.confirm(change, by=benes)
    told = {to for one in mail.outbox for to in one.to}
    assert {wanjiku.email, adler.email, "sato@office.test", "auditor@office.test"} <= told
    message = Message.objects.get(type="rule.changed")
    assert message.data == {
        "table": "waiting-times",
        "key": HOURS,
        "change": "CHANGE",
        "content": {"hours": 96},
        "day": SOON.isoformat(),
        "until": None,
    }
    assert {"KEN", "PRT", "BRA"} <= set(message.recipients) and message.signature


def test_sql_as_the_application_changes_no_rule(adler):
    """Neither the past nor the future, nor a change that was proposed or decided."""
    proposed(written("waiting-times", HOURS, {"hours": 96}), adler)
    change = RuleChange.objects.get()
    row = WaitingTime.objects.get(**HOURS)
    attempts = [
        lambda: WaitingTime.objects.filter(pk=row.pk).update(hours=0),
        lambda: WaitingTime.objects.filter(pk=row.pk).update(valid_from=LATER),
        lambda: WaitingTime.objects.filter(pk=row.pk).update(valid_to=SOON),
        lambda: WaitingTime.objects.filter(pk=row.pk).update(valid_to=TODAY),
        lambda: WaitingTime.objects.filter(pk=row.pk).delete(),
        lambda: UrgencyRule.objects.update(ack_minutes=1),
        lambda: RefusalGround.objects.filter(code="COST").delete(),
        lambda: SafeguardRule.objects.update(number=0),
        lambda: RequestType.objects.create(
            code="ANYTHING", names={"en": "Anything"}, valid_from=SOON
        ),
        lambda: RuleChange.objects.filter(pk=change.pk).update(content={"hours": 0}),
        lambda: RuleChange.objects.filter(pk=change.pk).update(
            status="CONFIRMED", decided_by=adler, decided_at=timezone.now()
        ),
        lambda: RuleChange.objects.filter(pk=change.pk).delete(),
    ]
    for attempt in attempts:
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()
    assert WaitingTime.objects.get(**HOURS).hours == 72


def test_a_confirmed_change_writes_what_was_proposed_and_nothing_else(adler, benes):
    agreed(written("waiting-times", HOURS, {"hours": 96}), adler, benes)
    # The transaction that confirmed is still open here: other words, days and rules are refused.
    for row in (
        {"of": "ROLE", "hours": 1, "valid_from": LATER},
        {"of": "KEY", "hours": 96, "valid_from": SOON},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            WaitingTime.objects.create(**row)


def test_nothing_is_confirmed_where_the_rule_says_something_else_by_then(adler, benes):
    change = proposed(written("waiting-times", HOURS, {"hours": 96}), adler)
    with by_the_owner():
        WaitingTime.objects.filter(**HOURS).update(hours=24)
    with pytest.raises(WrongState, match="something else by now"):
        changes.confirm(change, by=benes)
    changes.decline(change, by=benes, reason="The rule changed meanwhile.")
    assert WaitingTime.objects.get(**HOURS).hours == 24
