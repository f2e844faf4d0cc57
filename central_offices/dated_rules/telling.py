"""What is said of changes of rules: mail to administrators while they wait, to everybody concerned
once one is confirmed, and then a message to the systems of all offices. A mail says which rule,
from when, and where to read the rest; a message says all of it.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from central_offices import roles
from central_offices.access import mail
from central_offices.dated_rules import tables
from central_offices.models import CentralOffice, Officer, Role, RoleGrant, RuleChange
from ledger.delivery import outbox

PROPOSED = (
    _("A change of a rule was proposed: %(table)s"),
    _(
        "%(rule)s, from %(day)s on. Until a second administrator confirms it, nothing changes. See "
        "what it would do, and why: %(link)s"
    ),
)
CONFIRMED = (
    _("A rule changes: %(table)s"),
    _(
        "%(rule)s, from %(day)s on (UTC). Two administrators of the General Secretariat decided "
        "it. See what changes, and why: %(link)s"
    ),
)
ENDED = (
    _("A change of a rule does not come: %(table)s"),
    _("%(rule)s: it was declined, withdrawn or has expired: %(link)s"),
)


def proposed(change: RuleChange) -> None:
    _tell(change, PROPOSED, _administrators())


def ended(change: RuleChange) -> None:
    _tell(change, ENDED, _administrators())


def confirmed(change: RuleChange) -> None:
    """Administrators, the Commission, and the heads and systems of every office that takes part."""
    table = tables.by_name(change.table)
    told = [Role.HEAD, Role.OVERSIGHT, Role.ADMINISTRATOR]
    if table.reviewers_are_told:
        told += [Role.REVIEWER, Role.SECOND_REVIEWER]
    holders = RoleGrant.objects.in_force().filter(role__in=told).values("officer")
    people = Officer.objects.people().filter(is_active=True, pk__in=holders)
    _tell(change, CONFIRMED, people.exclude(password__startswith="!").order_by("pk"))
    _post(change)


def _post(change: RuleChange) -> None:
    agency = CentralOffice.objects.secretariat()
    outbox.post(
        "rule.changed",
        thread=change.pk,
        sender=agency,
        to=CentralOffice.objects.reachable().exclude(pk=agency.pk),
        data={
            "table": tables.by_name(change.table).slug,
            "key": change.key,
            "change": str(change.kind),
            "content": change.content,
            "day": change.valid_from.isoformat(),
            "until": change.valid_to.isoformat() if change.valid_to else None,
        },
    )


def _administrators() -> Iterable[Officer]:
    return roles.with_role(CentralOffice.objects.secretariat(), Role.ADMINISTRATOR)


def _tell(change: RuleChange, words: tuple[Any, Any], to: Iterable[Officer]) -> None:
    page = reverse("central_offices:rule_change", args=[change.pk])
    table = tables.by_name(change.table)
    letters = []
    for officer in to:
        with translation.override(officer.language):
            said = {
                "table": table.title,
                "rule": table.named(change.key, change.content or change.before),
                "day": change.valid_from,
                "link": f"{settings.PUBLIC_URL}{page}",
            }
            letters.append((officer.email, str(words[0]) % said, f"{words[1] % said}\n"))
    mail.send_all(letters)
