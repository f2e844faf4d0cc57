"""Mail about changes of access: to whom it is about, to heads, administrators, and the Commission.

A mail says that something waits or was done, and where; who is meant stands on the page only. Of
what one person took away at once it also says who did it, and how to object.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from central_offices import roles
from central_offices.access import mail
from central_offices.models import AccessChange, CentralOffice, Officer, Role
from central_offices.two_persons.lifecycle import (
    heads,
    nobody_else_administers,
    offices_of,
    takes_away,
)

PROPOSED = (
    _("A change at %(office)s was proposed"),
    _(
        "Until a second person confirms it, nothing changes; without an answer it expires after 7 "
        "days. See who proposes what: %(link)s"
    ),
)
SUSPENDED = (
    _("An account at %(office)s is suspended"),
    _(
        "%(by)s closed an account that decides, since it may be in other hands. Unless a second "
        "person confirms it by %(until)s UTC, it opens again by itself. Anybody else who "
        "administers, a head of the office and the Commission can open it before. If it is yours "
        "and they are wrong, ask one of them. See whose it is, and why: %(link)s"
    ),
)
AGREED = (
    _("A change of access at %(office)s is to come without its head"),
    _(
        "Two persons of the General Secretariat agreed on it. Every officer of the office, and of "
        "the one that an officer would leave, may object, once, until it comes into force; then "
        "the Commission decides. See what, about whom and why: %(link)s"
    ),
)
OBJECTED = (
    _("An objection about a change at %(office)s"),
    _("An officer of the office objected: the Commission decides. See what was said: %(link)s"),
)
IN_FORCE = (
    _("A change at %(office)s is in force"),
    _(
        "Two persons have decided it. If you did not expect it, tell the head of the office and "
        "the General Secretariat at once: %(link)s"
    ),
)
TAKEN = (
    _("Access at %(office)s was taken away"),
    _(
        "%(by)s took access away from an officer of the office: a role, clearance, the second "
        "factor or the account. See from whom, what and why: %(link)s\n\nIf it is wrong, a head "
        "of the office proposes to give it back, and a second person confirms it."
    ),
)
TAKEN_FROM_YOU = (
    _("Your access to the agency's system"),
    _(
        "%(by)s took access away from you: a role, clearance, the second factor or the account.\n\n"
        "If it is wrong, tell a head of your office at once, who can propose to give it back."
    ),
)
PAUSED = (
    _("Delivery to %(office)s is paused"),
    _(
        "%(by)s paused the delivery of messages to %(office)s. Urgent ones still arrive; the "
        "others wait, in order. If it is wrong, resume delivery there: %(link)s"
    ),
)
ENDED = (
    _("A change at %(office)s does not come"),
    _("It was declined, withdrawn or has expired: %(link)s"),
)


def proposed(change: AccessChange) -> None:
    """Everybody who can confirm it, and whom it is about."""
    words = SUSPENDED if change.suspends_until else PROPOSED
    _tell(change, words, [*_deciders(change), *_concerned(change)])


def agreed(change: AccessChange) -> None:
    """Everybody of the office, who may object now, and the Commission."""
    told = [one for office in offices_of(change) for one in _people(office)]
    _tell(change, AGREED, [*told, *_commission(), *_administrators()])


def objected(change: AccessChange) -> None:
    _tell(change, OBJECTED, [*_commission(), *_deciders(change)])


def in_force(change: AccessChange) -> None:
    _tell(change, IN_FORCE, [*_deciders(change), *_concerned(change)])


def taken(officer: Officer, *, by: Officer) -> None:
    """That one person took access away: the officer, heads of the office and administrators."""
    link = reverse("central_offices:officer", args=[officer.pk])
    told = [*heads(officer.office), *_administrators()]
    others = [one for one in told if one.pk != officer.pk]
    _mail(officer.office, link, TAKEN, others, by=f"{by} ({by.office})")
    _mail(officer.office, link, TAKEN_FROM_YOU, [officer], by=f"{by} ({by.office})")


def paused(office: CentralOffice, *, by: Officer) -> None:
    """That one person paused the delivery to an office: its heads, and administrators."""
    link = reverse("central_offices:delivery", args=[office.code])
    told = [one for one in (*heads(office), *_administrators()) if one.pk != by.pk]
    _mail(office, link, PAUSED, told, by=f"{by} ({by.office})")


def ended(change: AccessChange) -> None:
    _tell(change, ENDED, [*_deciders(change), *_concerned(change)])


def _deciders(change: AccessChange) -> list[Officer]:
    instead = _commission() if nobody_else_administers(change) else []
    spoken = [one for office in offices_of(change) for one in heads(office)]
    return [*spoken, *_administrators(), *instead]


def _administrators() -> Iterable[Officer]:
    return roles.with_role(CentralOffice.objects.secretariat(), Role.ADMINISTRATOR)


def _commission() -> Iterable[Officer]:
    commission = CentralOffice.objects.filter(kind=CentralOffice.Kind.COMMISSION).first()
    return heads(commission) if commission else []


def _people(office: CentralOffice) -> Iterable[Officer]:
    return Officer.objects.people().filter(is_active=True, office=office)


def _concerned(change: AccessChange) -> list[Officer]:
    """The person; of a move without the heads everybody of both offices.

    Everybody of an office from which somebody is taken away, or that takes part otherwise, and the
    Commission.
    """
    if change.kind in AccessChange.OF_OFFICES:
        return [*_people(change.office), *_commission()]
    if change.person is None:
        return []
    if takes_away(change):
        return [change.person, *_people(change.office), *_commission()]
    if change.kind == AccessChange.Kind.MOVE and change.without_head:
        return [change.person, *[one for at in offices_of(change) for one in _people(at)]]
    return [change.person]


def _tell(change: AccessChange, words: tuple[Any, Any], to: list[Officer]) -> None:
    page = reverse("central_offices:access_change", args=[change.pk])
    until = f"{change.suspends_until:%Y-%m-%d %H:%M}" if change.suspends_until else ""
    told = [one for one in to if one.is_active or one.pk == change.person_id]
    by = f"{change.proposed_by} ({change.proposed_by.office})"
    _mail(change.office, page, words, told, until=until, by=by)


def _mail(
    office: CentralOffice, page: str, words: tuple[Any, Any], to: list[Officer], **more: str
) -> None:
    subject, text = words
    for officer in {one.pk: one for one in to}.values():
        with translation.override(officer.language):
            said = {"office": office, "link": f"{settings.PUBLIC_URL}{page}"} | more
            mail.send(officer.email, str(subject) % said, f"{text % said}\n")
