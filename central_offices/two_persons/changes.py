"""Changes of access, proposed, confirmed, objected to, put in force; the rules: `lifecycle`."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from central_offices import roles
from central_offices.models import (
    AccessChange,
    AccessObjection,
    ApiClient,
    CentralOffice,
    Officer,
    WaitingTime,
)
from central_offices.two_persons import commissioning, counting, kinds, proposing, telling
from central_offices.two_persons.lifecycle import (
    AGREED,
    OBJECTED,
    PENDING,
    access_change_steps,
)
from kernel import acting, batches
from kernel.errors import NotReady, WrongState
from kernel.periodic import UNLIMITED, Budget
from ledger import events


def propose(
    kind: str,
    office: CentralOffice,
    *,
    by: Officer,
    person: Officer | None = None,
    client: ApiClient | None = None,
    reason: str = "",
    without_head: bool = False,
    suspends_until: datetime | None = None,
    **content: Any,
) -> AccessChange:
    """A change that waits for its second person. Raises NotPermitted, NotReady or WrongState.

    `without_head` leaves the head aside: two of the Secretariat decide, and the office's officers
    may object. With `suspends_until` it is the caller who closes the account until then.
    """
    change = AccessChange(
        kind=kind,
        office=office,
        person=person,
        client=client,
        content=content,
        reason=reason,
        proposed_by=by,
        suspends_until=suspends_until,
    )
    proposing.complete(change)
    with acting.acting_as(by):
        proposing.demand_proposer(change, by)
        change.without_head = proposing.without_head(change, by, wanted=without_head)
        _expire(_due(AccessChange.objects.filter(office=office)))
        kinds.check(change)
        proposing.demand_alone(change)
        proposing.demand_second(change)
        change.full_clean(validate_constraints=False)
        proposing.save_alone(change)
        _record_proposal(change, by)
        telling.proposed(change)
    return change


def confirm(change: AccessChange, *, by: Officer) -> None:
    """Put it in force; without a head, agree to it, which begins the time for objections."""
    if change.without_head:
        _agree(change, by=by)
        return
    with _taking("confirm", change, by=by) as locked:
        _demand_in_time(locked)
        locked.decided_by, locked.decided_at = by, timezone.now()
        kinds.check(locked)
        kinds.apply(locked, by=by)
        telling.in_force(locked)


def decline(change: AccessChange, *, by: Officer, reason: str = "") -> None:
    """Everything stays as it is."""
    with _taking("decline", change, by=by, detail={"reason": reason}) as locked:
        locked.decided_by, locked.decided_at = by, timezone.now()
        kinds.undo(locked, by=by)
        telling.ended(locked)


def withdraw(change: AccessChange, *, by: Officer) -> None:
    """Take back what one proposed, until it is in force."""
    with _taking("withdraw", change, by=by) as locked:
        locked.decided_by = locked.decided_by or by
        locked.decided_at = locked.decided_at or timezone.now()
        kinds.undo(locked, by=by)
        telling.ended(locked)


def object_to(change: AccessChange, *, by: Officer, reason: str) -> None:
    """Bring it before the Commission; each officer of the office may, once."""
    if not reason.strip():
        sentence = _("Say why: the Commission decides by it.")
        raise NotReady(sentence, [("reason", sentence)])
    with _taking("object", change, by=by, detail={"reason": reason}) as locked:
        AccessObjection.objects.create(change=locked, by=by, reason=reason)
        telling.objected(locked)


def allow(change: AccessChange, *, by: Officer, reason: str = "") -> None:
    """The Commission has heard the objections, and lets it come into force now."""
    with _taking("allow", change, by=by, detail={"reason": reason}) as locked:
        locked.settled_by = by
        kinds.check(locked)
        kinds.apply(locked, by=by)
        telling.in_force(locked)


def forbid(change: AccessChange, *, by: Officer, reason: str = "") -> None:
    """The Commission ends it, after objections or of its own."""
    with _taking("forbid", change, by=by, detail={"reason": reason}) as locked:
        locked.settled_by = by
        telling.ended(locked)


def upkeep(budget: Budget = UNLIMITED) -> None:
    """End what nobody decided in time, and put in force what nobody objected to."""
    system = roles.system()
    due = _due(AccessChange.objects.all())
    batches.each(due, _expire_one, by=system, budget=budget.share(2), oldest="expires_at")
    rows = AccessChange.objects.filter(status=AGREED, in_force_at__lte=timezone.now())
    rows = rows.select_related("office", "person")
    batches.each(rows, _come_into_force, by=system, budget=budget, oldest="in_force_at")


def to_decide(officer: Officer) -> Iterator[AccessChange]:
    """The changes that wait for this officer as their second person, or for the Commission."""
    if not officer.is_human:
        return
    rows = AccessChange.objects.visible_to(officer).select_related(
        "office", "person", "client", "proposed_by__office"
    )
    steps = {"confirm", "agree", "allow"}
    if officer.oversees:
        ours = Q(office=officer.office_id) | Q(office__kind=CentralOffice.Kind.SECRETARIAT)
        rows = rows.filter(status=OBJECTED) | rows.pending().filter(ours)
    else:
        rows = rows.pending()
    for change in rows.order_by("proposed_at"):
        if steps & set(access_change_steps.open_to(officer, change)):
            yield change


def _agree(change: AccessChange, *, by: Officer) -> None:
    with acting.acting_as(by):
        with _taking("agree", change, by=by) as locked:
            _demand_in_time(locked)
            kinds.check(locked)
            now = timezone.now()
            wait = counting.hours(WaitingTime.Of.OBJECTION, now)
            locked.decided_by, locked.decided_at = by, now
            locked.in_force_at = now if commissioning.being_set_up() else now + wait
        if proposing.shut_out(change):
            with _taking("refer", change, by=roles.system()) as locked:
                telling.objected(locked)
        elif change.in_force_at and change.in_force_at <= timezone.now():
            _come_into_force(change, by=roles.system())
        else:
            telling.agreed(change)


def _come_into_force(change: AccessChange, *, by: Officer) -> None:
    with _taking("come_into_force", change, by=by) as locked:
        kinds.check(locked)
        kinds.apply(locked, by=by)
        telling.in_force(locked)


def _record_proposal(change: AccessChange, by: Officer) -> None:
    events.record(
        "accesschange.propose",
        by=by,
        subject=change,
        after=PENDING.value,
        data=_named(change) | {"without_head": change.without_head},
        detail={"content": change.content, "reason": change.reason},
        step=True,
    )


def _demand_in_time(change: AccessChange) -> None:
    if change.expires_at <= timezone.now():
        raise WrongState(_("This proposal has expired. Propose it anew."))


def _due(rows: Any) -> Any:
    late = rows.filter(status=PENDING, expires_at__lte=timezone.now())
    return late.select_related("office", "person")


def _expire(rows: Any) -> None:
    for change in rows.order_by("pk"):
        _expire_one(change, by=roles.system())


def _expire_one(change: AccessChange, *, by: Officer) -> None:
    with _taking("expire", change, by=by) as locked:
        locked.decided_at = timezone.now()
        kinds.undo(locked, by=by)
        telling.ended(locked)


def _taking(name: str, change: AccessChange, *, by: Officer, **more: Any) -> Any:
    return access_change_steps.take(name, change, by=by, **more, **_named(change))


def _named(change: AccessChange) -> dict[str, Any]:
    told: dict[str, Any] = {"office": change.office.code, "kind": change.kind}
    if change.person_id:
        told["officer"] = change.person_id
    return told | ({"role": change.content["role"]} if change.content.get("role") else {})
