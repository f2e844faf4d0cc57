"""Officers who act on a notice: of its owner, at the Secretariat, the system; and who suspends it.

Owner and Secretariat suspend independently, and each lifts its own. A duty officer of the owner
suspends at once, for some days; a head lifts it. The system ends what nobody prolonged.
"""

from django.utils import timezone

from central_offices import roles
from central_offices.models import Officer
from notices.models import Colour, Notice


def owns(officer: "Officer", notice: Notice) -> bool:
    """Somebody of the owner's office, cleared for the notice."""
    return officer.office_id == notice.owner_office_id and cleared(officer, notice)


def cleared(officer: "Officer", notice: Notice) -> bool:
    """A step is closed to whom the notice is hidden from: nobody acts on what they cannot read."""
    return officer.is_cleared_for(notice.classification)


def drafts(officer: Officer, notice: Notice) -> bool:
    """The officer may draft notices for the owner's office, and may be a system."""
    ours = owns(officer, notice) and notice.colour != Colour.UN
    return ours and officer.may("draft_notice", officer.office)


def vouches(officer: Officer, notice: Notice) -> bool:
    """The officer is a person who may draft for the owner's office: no machine gives its word."""
    return officer.is_human and drafts(officer, notice)


def heads(officer: Officer, notice: Notice) -> bool:
    """The officer is a person who may release the owner's notices."""
    ours = owns(officer, notice) and notice.colour != Colour.UN
    return ours and officer.is_human and officer.may("release_notice", officer.office)


def reviews(officer: Officer, notice: Notice) -> bool:
    """The officer reviews at the Secretariat, had no part in it, and is of another office."""
    had_part = notice.wrote(officer) or officer.pk in {notice.author_id, notice.released_by_id}
    if had_part or officer.office_id == notice.owner_office_id or not officer.is_human:
        return False
    return cleared(officer, notice) and officer.reviews


def owner_or_agency(officer: Officer, notice: Notice) -> bool:
    """The officer may release the owner's notices, or reviews notices at the Secretariat."""
    return heads(officer, notice) or agency(officer, notice)


def agency(officer: Officer, notice: Notice) -> bool:
    """The officer reviews at the Secretariat, and the notice is not the Secretariat's own."""
    if notice.colour == Colour.UN or officer.office_id == notice.owner_office_id:
        return False
    return officer.is_human and officer.reviews and cleared(officer, notice)


def lets_stand(officer: Officer, notice: Notice) -> bool:
    """The officer reviews at the Secretariat, and its office has left since it was looked at."""
    return agency(officer, notice) and notice.is_left_behind


def is_system(officer: Officer, notice: Notice) -> bool:
    """The officer is the system itself, as an actor of the Secretariat."""
    return not officer.is_human and officer.pk == roles.system().pk


def is_own_system(officer: Officer, notice: Notice) -> bool:
    """The officer is the system itself, as an actor of the owner's office."""
    ours = officer.office_id == notice.owner_office_id and notice.colour != Colour.UN
    return ours and not officer.is_human and officer.pk == roles.system(officer.office).pk


def on_duty(officer: Officer, notice: Notice) -> bool:
    """The officer is a person who acts for the owner's office at once, day and night."""
    ours = owns(officer, notice) and notice.colour != Colour.UN
    return ours and officer.is_human and officer.may("send_flash", officer.office)


def may_suspend(officer: Officer, notice: Notice) -> bool:
    """The officer is the owner's head or duty officer, or a reviewer at the Secretariat."""
    return owner_or_agency(officer, notice) or on_duty(officer, notice)


def of_the_other_side(officer: Officer, notice: Notice) -> bool:
    """The officer may suspend the notice, and only the other side suspends it."""
    one = notice.suspended_until is not None and not notice.both_suspend
    return one and may_suspend(officer, notice) and not _side_suspends(officer, notice)


def suspends(officer: Officer, notice: Notice) -> bool:
    """The officer is the owner's head or a reviewer, and that side suspends the notice."""
    return owner_or_agency(officer, notice) and _side_suspends(officer, notice)


def lifts(officer: Officer, notice: Notice) -> bool:
    """The officer is of the one side that suspends it: the owner's head, or a reviewer."""
    return suspends(officer, notice) and not notice.both_suspend


def lifts_one(officer: Officer, notice: Notice) -> bool:
    """The officer is of one of the two sides that suspend it: the owner's head, or a reviewer."""
    return suspends(officer, notice) and notice.both_suspend


def as_owner_or_agency(officer: Officer, notice: Notice) -> str:
    """The right by which a suspension is lifted: the owner's head, or a reviewer."""
    ours = officer.office_id == notice.owner_office_id
    return "release_notice" if ours else "review_notice"


def one_is_over(officer: Officer, notice: Notice) -> bool:
    """The officer is the system itself, and of two suspensions one is past its day."""
    over = [day < timezone.now().date() for day in notice.suspended_days]
    return len(over) == 2 and any(over) and not all(over) and is_system(officer, notice)


def all_are_over(officer: Officer, notice: Notice) -> bool:
    """The officer is the system itself, and every suspension is past its day."""
    last = notice.suspended_until
    return last is not None and last < timezone.now().date() and is_system(officer, notice)


def _side_suspends(officer: Officer, notice: Notice) -> bool:
    ours = officer.office_id == notice.owner_office_id
    return (notice.owner_suspends_until if ours else notice.secretariat_suspends_until) is not None
