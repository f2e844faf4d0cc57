"""Changes of dated rules: proposed with a reason and days, shown beforehand, decided by another.

Whatever a rule is about, it changes here and nowhere else; a trigger of the database says so too
(docs/decisions/0042).
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from central_offices import roles
from central_offices.dated_rules import plans, tables, telling
from central_offices.dated_rules.lifecycle import may_propose, rule_change_steps
from central_offices.dated_rules.plans import Effect, Kept, Span
from central_offices.dated_rules.tables import DatedTable, Values
from central_offices.models import Officer, RuleChange
from central_offices.models.rule_changes import DECIDED_WITHIN
from central_offices.two_persons import counting
from kernel import acting, batches
from kernel.errors import NotPermitted, NotReady, WrongState
from kernel.periodic import UNLIMITED, Budget
from ledger import events

Kind = RuleChange.Kind


class Draft(NamedTuple):
    """A change as somebody writes it: the rule, what it shall say (nothing: it ends), its days."""

    table: DatedTable
    key: Values
    content: Values
    span: Span


class Preview(NamedTuple):
    """The effect of a change: how the rule reads that day, its rows, and what is concerned."""

    kind: str
    before: Values
    after: Values
    effects: list[Effect]
    concerned: list[str]


def preview(draft: Draft) -> Preview:
    """Say what the change would do. Raises NotReady, at the column or day that is wrong."""
    table, key, content, span = draft
    rows = plans.rows_of(table, key)
    held = plans.holding(rows, span.begins)
    before = held.content if held else {}
    _demand_days(span)
    _demand_sense(draft, rows, held)
    kind = Kind.CHANGE if content and held else Kind.NEW if content else Kind.END
    with acting.by_a_rule("what a change of a rule concerns"):  # in every office
        concerned = list(table.concerned(key, before, content))
    return Preview(
        kind,
        before,
        content,
        plans.plan(rows, content, span),
        concerned,
    )


def propose(draft: Draft, *, by: Officer, reason: str) -> RuleChange:
    """Propose a change. Raises NotPermitted, NotReady or WrongState."""
    if not may_propose(by):
        raise NotPermitted(
            _("Only administrators of the General Secretariat, as persons, change rules.")
        )
    counting.demand(by, "administer")
    if not reason.strip():
        sentence = _("Say why: whoever is concerned reads it.")
        raise NotReady(sentence, [("reason", sentence)])
    _demand_second(by)
    with acting.acting_as(by):
        shown = preview(draft)
        change = RuleChange(
            table=draft.table.db_table,
            key=draft.key,
            kind=shown.kind,
            content=draft.content,
            before=shown.before,
            valid_from=draft.span.begins,
            valid_to=draft.span.ends,
            reason=reason.strip(),
            proposed_by=by,
            expires_at=min(timezone.now() + DECIDED_WITHIN, _midnight(draft.span.begins)),
        )
        _save_alone(change)
        _record_proposal(change, by)
        telling.proposed(change)
    return change


def draft_of(change: RuleChange) -> Draft:
    """The change as it was written."""
    span = Span(change.valid_from, change.valid_to)
    return Draft(tables.by_name(change.table), change.key, change.content, span)


def confirm(change: RuleChange, *, by: Officer) -> None:
    """Write the rows: the rule says so from the first day of the change on."""
    with acting.acting_as(by):
        with rule_change_steps.take(
            "confirm", change, by=by, detail=_difference(change), **_named(change)
        ) as locked:
            table, key, content, span = draft_of(locked)
            rows = plans.rows_of(table, key, locked=True)
            _demand_in_time(locked)
            held = plans.holding(rows, span.begins)
            if (held.content if held else {}) != locked.before:
                raise WrongState(
                    _("The rule says something else by now. Decline this, and propose it anew.")
                )
            _demand_sense(draft_of(locked), rows, held)
            locked.decided_by, locked.decided_at = by, timezone.now()
        plans.carry_out(table, key, plans.plan(rows, content, span))
        telling.confirmed(change)


def decline(change: RuleChange, *, by: Officer, reason: str = "") -> None:
    """Everything stays as it is."""
    with rule_change_steps.take(
        "decline", change, by=by, detail={"reason": reason}, **_named(change)
    ) as locked:
        locked.decided_by, locked.decided_at = by, timezone.now()
        telling.ended(locked)


def withdraw(change: RuleChange, *, by: Officer) -> None:
    """Take back what one proposed."""
    with rule_change_steps.take("withdraw", change, by=by, **_named(change)) as locked:
        locked.decided_by, locked.decided_at = by, timezone.now()
        telling.ended(locked)


def upkeep(budget: Budget = UNLIMITED) -> None:
    """End what nobody decided in time."""
    due = RuleChange.objects.filter(status="PENDING", expires_at__lte=timezone.now())
    batches.each(due, _expire, by=roles.system(), budget=budget, oldest="expires_at")


def to_decide(officer: Officer) -> Iterator[RuleChange]:
    """The changes that wait for this officer as their second person, the oldest first."""
    if not may_propose(officer):
        return
    rows = RuleChange.objects.visible_to(officer).pending().select_related("proposed_by")
    for change in rows.order_by("proposed_at"):
        if "confirm" in rule_change_steps.open_to(officer, change):
            yield change


def _expire(change: RuleChange, *, by: Officer) -> None:
    with rule_change_steps.take("expire", change, by=by, **_named(change)) as locked:
        locked.decided_at = timezone.now()
        telling.ended(locked)


def _demand_days(span: Span) -> None:
    if span.begins < plans.earliest():
        sentence = _(
            "Nothing is changed backwards: the first day is %(day)s at the earliest (UTC)."
        ) % {"day": plans.earliest()}
        raise NotReady(sentence, [("valid_from", sentence)])
    if span.ends is not None and span.ends <= span.begins:
        sentence = _("The last day lies before the first. Choose a later one.")
        raise NotReady(sentence, [("last_day", sentence)])


def _demand_sense(draft: Draft, rows: list[Kept], held: Kept | None) -> None:
    """Raise why the rule can't say this, or can't end."""
    table, key, content, span = draft
    if not content:
        if held is None:
            raise NotReady(_("It is not in force on that day."))
        if sentence := table.kept(key):
            raise NotReady(sentence)
        return
    faults = [*_invalid(draft), *table.check({**key, **content})]
    if faults:
        raise NotReady(faults[0][1], faults)
    changed = [effect for effect in plans.plan(rows, content, span) if effect.row.pk != _pk(held)]
    more = [effect for effect in changed if effect.what != plans.BEGINS]
    if held and held.content == content and not more and held.valid_to is None:
        raise NotReady(_("That is what it says on that day already. Change something."))


def _pk(held: Kept | None) -> Any:
    return held.pk if held else None


def _invalid(draft: Draft) -> list[tuple[str, str]]:
    """Faults that the columns themselves find, as (column, sentence)."""
    table, key, content, span = draft
    row = plans.build(table, key, Kept(None, content, span.begins, span.ends))
    try:
        row.clean_fields(exclude=["id"])
    except ValidationError as error:
        return [(name, " ".join(said)) for name, said in error.message_dict.items()]
    return []


def _demand_second(by: Officer) -> None:
    if not roles.other_administrators(by.pk).exists():
        raise NotReady(
            _("Nobody else administers, so nobody could confirm it. Make an administrator first.")
        )


def _demand_in_time(change: RuleChange) -> None:
    if change.expires_at <= timezone.now() or change.valid_from < plans.earliest():
        raise WrongState(_("This proposal has expired. Propose it anew."))


def _save_alone(change: RuleChange) -> None:
    """Save; WrongState where another change of the rule waits."""
    change.full_clean(validate_constraints=False)
    late = RuleChange.objects.filter(
        table=change.table, key=change.key, status="PENDING", expires_at__lte=timezone.now()
    )
    for row in late.order_by("pk"):
        _expire(row, by=roles.system())
    try:
        with transaction.atomic():
            change.save(force_insert=True)
    except IntegrityError as error:
        if "one_change_of_a_rule_waits" not in str(error):
            raise
        raise WrongState(
            _("Another change of this rule waits already. Decide on that one first.")
        ) from error


def _record_proposal(change: RuleChange, by: Officer) -> None:
    events.record(
        "rulechange.propose",
        by=by,
        subject=change,
        after=change.status,
        data=_named(change),
        detail=_difference(change) | {"reason": change.reason},
        step=True,
    )


def _difference(change: RuleChange) -> dict[str, Any]:
    return {"before": change.before, "after": change.content}


def _named(change: RuleChange) -> dict[str, Any]:
    return {
        "table": change.table,
        "key": change.key,
        "kind": str(change.kind),
        "from": str(change.valid_from),
        "to": str(change.valid_to or ""),
    }


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)
