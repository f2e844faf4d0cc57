"""What is asked before a change of access is proposed: who, whether without the head, and once."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from central_offices.models import AccessChange, CentralOffice, Officer
from central_offices.models.access_changes import EXPIRES_AFTER
from central_offices.two_persons import commissioning, counting, kinds
from central_offices.two_persons.lifecycle import (
    access_change_steps,
    heads,
    manages,
    offices_of,
    right_used,
    speaks_for,
    takes_away,
)
from kernel import acting
from kernel.errors import NotPermitted, NotReady, WrongState
from ledger.models import Event

# Constraints by which the database keeps two proposals of the same apart.
ALONE = (
    "one_invitation_waits",
    "one_change_of_access_waits",
    "one_change_of_an_entry_waits",
    "one_change_of_an_office_waits",
)


def complete(change: AccessChange) -> None:
    """Add what follows from what is proposed: the office that is left, the end of a suspension."""
    if change.person and change.kind == AccessChange.Kind.MOVE:
        change.content["from"] = change.person.office.code
    if change.suspends_until:
        change.expires_at = change.suspends_until


def demand_proposer(change: AccessChange, by: Officer) -> None:
    """Raise NotPermitted unless the officer may propose it, and counts already."""
    if not any(manages(by, office) for office in offices_of(change)):
        raise NotPermitted(
            _("Who acts for an office is for its head and administrators to propose.")
        )
    if change.person_id == by.pk:
        raise NotPermitted(_("Nobody changes his own account here. Ask another administrator."))
    counting.demand(by, right_used(by, change))


def without_head(change: AccessChange, by: Officer, *, wanted: bool) -> bool:
    """Whether two of the Secretariat decide instead of a head.

    Raises NotPermitted, or NotReady where they don't decide about this.
    """
    if takes_away(change):
        return False
    if change.kind == AccessChange.Kind.MOVE:
        return _without_heads(change, by)
    others = heads(change.office)
    if change.kind == AccessChange.Kind.FACTORS:
        others = others.exclude(pk=change.person_id)
    if not wanted and others.exists():
        return False
    if not by.administers:
        raise NotPermitted(_("Only administrators of the General Secretariat may do this."))
    if change.office.kind == CentralOffice.Kind.COMMISSION and others.exists():
        raise NotReady(_("The Commission has members, who decide who joins or leaves it."))
    if change.office.kind == CentralOffice.Kind.NATIONAL and not kinds.needs_no_head(change):
        if others.exists():
            raise NotReady(
                _(
                    "%(office)s has a head, who decides on this. Without the head only another "
                    "head can be made."
                )
                % {"office": change.office}
            )
        raise NotReady(
            _("%(office)s has no head who could confirm it. Make somebody its head first.")
            % {"office": change.office}
        )
    if wanted and heads(change.office).exists() and not change.reason:
        sentence = _("Say why the head of the office does not decide.")
        raise NotReady(sentence, [("reason", sentence)])
    return True


def _without_heads(change: AccessChange, by: Officer) -> bool:
    """Whether two of the Secretariat decide on a move: where no head of the two offices proposes.

    Raises NotReady where the other office has no head, or nobody said why.
    """
    spoken = [office for office in offices_of(change) if speaks_for(by, office)]
    if not spoken:
        sentence = _("Say why the officer moves: both offices read it.")
        if not change.reason:
            raise NotReady(sentence, [("reason", sentence)])
        return True
    for office in offices_of(change):
        if not heads(office).exclude(pk=change.person_id).exists():
            raise NotReady(
                _("%(office)s has no head who could confirm it. Make somebody its head first.")
                % {"office": office}
            )
    return False


def demand_alone(change: AccessChange) -> None:
    """Raise WrongState where the same waits already."""
    same = AccessChange.objects.filter(kind=change.kind, status__in=AccessChange.OPEN)
    if change.kind in AccessChange.OF_OFFICES:
        same = AccessChange.objects.filter(
            kind__in=AccessChange.OF_OFFICES, status__in=AccessChange.OPEN, office=change.office
        )
        if "code" in change.content:
            same = same.filter(content__code=change.content["code"])
    elif change.kind == AccessChange.Kind.ENTRY:
        same = same.filter(office=change.office)
    elif change.person is None and change.client is None:
        for name in ("email", "kid"):
            if name in change.content:
                same = same.filter(**{f"content__{name}": change.content[name]})
                break
        else:
            return
    else:
        same = same.filter(person=change.person, client=change.client)
        same = same.filter(content__role=change.content["role"]) if change.kind == "ROLE" else same
    if same.exists():
        raise WrongState(_("The same is proposed already: decide on that one first."))


def demand_second(change: AccessChange) -> None:
    """Refuse what could only expire: nobody is there who could be its second person."""
    name = "agree" if change.without_head else "confirm"
    allowed = access_change_steps.steps[name].allowed
    may_be = Officer.objects.people().filter(is_active=True).select_related("office")
    agency = (CentralOffice.Kind.SECRETARIAT, CentralOffice.Kind.COMMISSION)
    may_be = may_be.filter(Q(office__in=offices_of(change)) | Q(office__kind__in=agency))
    if not any(allowed(one, change) for one in may_be):
        raise NotReady(
            _(
                "Nobody is there who could be the second person: not you, and not who is meant. "
                "Make another administrator, a head of %(office)s or a member of the Commission "
                "first."
            )
            % {"office": change.office}
        )


def shut_out(change: AccessChange) -> bool:
    """Whether one person shut somebody out lately who could object, and a Commission can decide."""
    if commissioning.being_set_up():
        return False
    commission = CentralOffice.objects.filter(kind=CentralOffice.Kind.COMMISSION).first()
    if commission is None or not heads(commission).exclude(pk=change.person_id).exists():
        return False
    gone = Officer.objects.people().filter(office__in=offices_of(change), is_active=False)
    ids = [UUID(int=pk) for pk in gone.values_list("pk", flat=True)]
    lately = Event.objects.filter(subject_id__in=ids, at__gte=timezone.now() - EXPIRES_AFTER)
    alone = Q(verb="officer.disable", data__change__isnull=True) | Q(verb="officer.suspend")
    with acting.by_a_rule("who was shut out"):
        return lately.filter(alone).exists()


def save_alone(change: AccessChange) -> None:
    """Save a proposal; of two at once the second is refused like one that comes later."""
    try:
        with transaction.atomic():
            change.save(force_insert=True)
    except IntegrityError as error:
        if not any(name in str(error) for name in ALONE):
            raise
        raise WrongState(_("The same is proposed already: decide on that one first.")) from error
