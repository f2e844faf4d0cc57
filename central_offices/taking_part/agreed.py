"""How an office takes part, as two persons decided it: added, joins, goes live, renamed,
continued by a successor state, leaves.

`two_persons.kinds` calls these when such a change is proposed, and when it comes into force.
What is decided for a day to come holds from that day on. Reasons: docs/decisions/0043, 0044.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from central_offices import roles
from central_offices.models import AccessChange, CentralOffice, Jurisdiction, Officer
from central_offices.taking_part import concerned, going_live, names, new_offices
from central_offices.two_persons import kinds
from kernel.errors import NotReady, WrongState
from ledger import events
from ledger.delivery import outbox
from ledger.models import Destination

Kind, Standing = AccessChange.Kind, CentralOffice.Standing
MOST_DAYS_AHEAD = 730
A_DAY = timedelta(days=1)


def register() -> None:
    """Called once, when the app is ready."""
    for kind, check, apply in (
        (Kind.NEW_OFFICE, new_offices.check, new_offices.add),
        (Kind.JOIN, _check_joining, _join),
        (Kind.LIVE, _check_going_live, _go_live),
        (Kind.RENAME, _check_renaming, _rename),
        (Kind.SUCCESSION, _check_succession, _succeed),
        (Kind.LEAVE, _check_leaving, _leave),
    ):
        kinds.register(kind, check, _told(apply))


def day_of(change: Any) -> date:
    """The day from which it holds: the one that was proposed, or the first one if that is over.

    An office leaves tomorrow at the earliest: its people decide with it, and work today.
    """
    first = timezone.now().date() + (A_DAY if change.kind == Kind.LEAVE else timedelta(0))
    return max(date.fromisoformat(change.content["day"]), first)


def _check_joining(change: Any) -> None:
    office = _national(change)
    if office.standing != Standing.LEFT and office.joined_on:
        raise WrongState(_("This office has joined already."))
    if office.jurisdiction and office.jurisdiction.kind == Jurisdiction.Kind.DISSOLVED_STATE:
        raise NotReady(_("A dissolved state has no office. Add the office of a successor."))
    _demand_day(change)


def _join(office: CentralOffice, change: Any, by: Officer) -> None:
    _write(office, joined_on=day_of(change), live_on=None, left_on=None)
    Destination.objects.get_or_create(office=office)
    roles.system(office)


def _check_going_live(change: Any) -> None:
    office = _national(change)
    if office.standing not in (Standing.NOT_JOINED, Standing.NOT_LIVE) or not office.joined_on:
        raise WrongState(_("Only an office that has joined and is not live yet goes live."))
    if open_items := going_live.missing(office):
        labels = "; ".join(str(item.label) for item in open_items)
        raise NotReady(_("Still to be done: %(items)s.") % {"items": labels})
    both = [one for one in (change.proposed_by, change.decided_by) if one]
    if len(both) == 2 and not any(one.administers for one in both):
        raise NotReady(_("One of the two is an administrator of the General Secretariat."))
    _demand_day(change, after=office.joined_on - timedelta(days=1))


def _go_live(office: CentralOffice, change: Any, by: Officer) -> None:
    _write(office, live_on=day_of(change))
    concerned.goes_live(office, day_of(change))


def _check_renaming(change: Any) -> None:
    office = _national(change)
    _demand_names(change)
    if change.content["names"] == office.names:
        raise WrongState(_("The directory says so already."))
    _demand_day(change)
    names.demand_free(office, day_of(change))


def _rename(office: CentralOffice, change: Any, by: Officer) -> None:
    given = change.content["names"]
    names.write(office, given, office.jurisdiction, day_of(change), change=change, by=by)


def _check_succession(change: Any) -> None:
    office = _national(change)
    _demand_names(change)
    country = Jurisdiction.objects.filter(pk=change.content["country"]).first()
    if country is None or country.kind == Jurisdiction.Kind.DISSOLVED_STATE:
        _refuse("country", _("Name the state that follows: one that exists."))
    if country == office.jurisdiction:
        _refuse("country", _("Name another state than the one that ends."))
    others = CentralOffice.objects.filter(jurisdiction=country).exclude(pk=office.pk)
    if others.exclude(left_on__lte=day_of(change)).exists():
        _refuse("country", _("%(country)s has an office of its own.") % {"country": country})
    _demand_day(change)
    names.demand_free(office, day_of(change))


def _succeed(office: CentralOffice, change: Any, by: Officer) -> None:
    """The office goes on, for another state: all its records stay its own."""
    day, before = day_of(change), office.jurisdiction
    country = Jurisdiction.objects.get(pk=change.content["country"])
    if before:
        before.successors = sorted({*before.successors, country.pk})
        before.valid_to = day
        before.save(update_fields=["successors", "valid_to"])
    names.write(office, change.content["names"], country, day, change=change, by=by)


def _check_leaving(change: Any) -> None:
    office = _national(change)
    if not office.joined_on or office.left_on:
        raise WrongState(_("Only an office that takes part leaves, once."))
    instead = change.content.get("instead", [])
    known = CentralOffice.objects.reachable().exclude(pk=office.pk).filter(code__in=instead)
    if known.count() != len(set(instead)):
        _refuse("instead", _("Name offices that can be asked instead."))
    _demand_day(change, after=office.joined_on)


def _leave(office: CentralOffice, change: Any, by: Officer) -> None:
    _write(office, left_on=day_of(change))
    concerned.leaves(office, day_of(change))


def _told(apply: Callable[[CentralOffice, Any, Officer], None]) -> Callable[..., None]:
    """Apply a change to the office, locked, and tell the offices' systems."""

    def carry_out(change: Any, *, by: Officer) -> None:
        rows = CentralOffice.objects.select_for_update(of=("self",)).select_related("jurisdiction")
        office = rows.get(pk=change.office_id)
        apply(office, change, by)
        if change.kind in (Kind.LIVE, Kind.RENAME, Kind.SUCCESSION, Kind.LEAVE):
            _tell(office, change)
        told = {"office": office.code, "kind": change.kind, "change": str(change.pk)}
        if change.kind != Kind.NEW_OFFICE:
            told["day"] = day_of(change).isoformat()
        events.record("office.take_part", by=by, data=told, step=True)

    return carry_out


def _tell(office: CentralOffice, change: Any) -> None:
    agency = CentralOffice.objects.secretariat()
    said = {name: change.content[name] for name in ("names", "country", "instead") if name in
            change.content}  # fmt: skip
    outbox.post(
        "office.changed",
        thread=change.pk,
        sender=agency,
        to=CentralOffice.objects.reachable().exclude(pk=agency.pk),
        data={"office": office.code, "change": change.kind, "day": day_of(change).isoformat()}
        | said,
    )


def _write(office: CentralOffice, **values: Any) -> None:
    for name, value in values.items():
        setattr(office, name, value)
    office.version += 1
    office.save(update_fields=[*values, "version"])


def _national(change: Any) -> CentralOffice:
    office = CentralOffice.objects.select_related("jurisdiction").get(pk=change.office_id)
    if not office.is_national:
        raise NotReady(_("The Secretariat and the Commission always take part."))
    return office


def _demand_day(change: Any, after: date | None = None) -> None:
    """Raise NotReady for a day that can't be meant; once decided, it may be over."""
    today, day = timezone.now().date(), date.fromisoformat(change.content["day"])
    if change.decided_at is None and change.kind == Kind.LEAVE and day == today:
        _refuse("day", _("Choose a day after %(day)s.") % {"day": today.isoformat()})
    last = today + timedelta(days=MOST_DAYS_AHEAD)
    if change.decided_at is None and not today <= day <= last:
        _refuse("day", _("Choose a day from today on, within two years."))
    if after and day_of(change) <= after:
        _refuse("day", _("Choose a day after %(day)s.") % {"day": after.isoformat()})


def _demand_names(change: Any) -> None:
    if not str(change.content["names"].get("en", "")).strip():
        _refuse("name_en", _("Write the name in English: others fall back to it."))


def _refuse(field: str, sentence: str) -> None:
    raise NotReady(sentence, [(field, sentence)])
