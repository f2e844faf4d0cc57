"""The clock of a person held: how long, by which rule or agreement, and when alarms are given."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Max
from django.utils.translation import gettext as _

from central_offices.models import CooperationInstrument
from exchange.models import Arrest, CustodyRule, Effect, RequestRecipient
from kernel.errors import NotReady


class AlarmTime(NamedTuple):
    """A moment by which the papers ought to be there, and what it means that they are not."""

    due: datetime
    effect: str
    day: int


def alarm_times(arrest: Arrest, rules: Sequence[CustodyRule] | None = None) -> list[AlarmTime]:
    """Every alarm of an arrest, by the rules of its day; two at one moment are one."""
    found = {}
    for rule in _rules(arrest.arrested_at) if rules is None else rules:
        days = timedelta(days=rule.days)
        moment = arrest.ends_at - days if rule.before_end else arrest.arrested_at + days
        if rule.effect == Effect.END or not arrest.arrested_at < moment < arrest.ends_at:
            continue
        by_treaty = rule.effect == Effect.MAY_END and arrest.may_end_at is None
        found[moment] = Effect.ALARM if by_treaty else Effect(rule.effect)
    found[arrest.ends_at] = Effect.END
    return [
        AlarmTime(moment, effect, (moment - arrest.arrested_at).days)
        for moment, effect in sorted(found.items())
    ]


def count(row: Arrest, arrested_at: datetime) -> None:
    """Say until when the person may be held, why, and when the next alarm is rung."""
    rules, treaty = _rules(arrested_at), _treaty(row.recipient, arrested_at)
    ends = [rule for rule in rules if rule.effect == Effect.END]
    may_end = [rule for rule in rules if rule.effect == Effect.MAY_END]
    if treaty is None and not ends:
        raise NotReady(_("No rule in force says how long a person may be held."))
    row.arrested_at, row.may_end_at = arrested_at, None
    if treaty:
        row.ends_at, row.basis = arrested_at + timedelta(days=treaty.custody_days), treaty.cited
    else:
        end = min(ends, key=lambda rule: rule.days)
        row.ends_at, row.basis = arrested_at + timedelta(days=end.days), end.source
        if may_end:
            row.may_end_at = arrested_at + timedelta(days=min(rule.days for rule in may_end))
    row.next_alarm = still_open(row, rules)[0].due


def still_open(arrest: Arrest, rules: Sequence[CustodyRule] | None = None) -> list[AlarmTime]:
    """Alarms that were not rung yet; the end is always told, though the arrest proves older."""
    last = arrest.alarms.aggregate(last=Max("due"))["last"] if not arrest._state.adding else None
    return [
        row
        for row in alarm_times(arrest, rules)
        if last is None or row.due > last or row.effect == Effect.END
    ]


def _rules(arrested_at: datetime) -> list[CustodyRule]:
    return list(CustodyRule.objects.in_force(_day(arrested_at)))


def _treaty(recipient: RequestRecipient, arrested_at: datetime) -> Any:
    """The agreement of the fewest parties in force that day between the two that names days."""
    request = recipient.request
    rows = CooperationInstrument.objects.between(
        request.owner_office.jurisdiction_id, recipient.office.jurisdiction_id
    )
    rows = rows.in_force(_day(arrested_at)).covering(request.type.code)
    return rows.exclude(custody_days=None).by_parties().first()


def _day(moment: datetime) -> date:
    """Its day in UTC, wherever it was noted down."""
    return moment.astimezone(UTC).date()
