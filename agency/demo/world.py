"""Makes the demo world through the same verbs that officers use."""

from collections.abc import Callable

from django.db import transaction
from django.utils import translation

from agency.demo import casework, key_issues, people, red_notices, requests
from cases import seed as case_seed
from central_offices import seed as office_seed
from exchange import seed as exchange_seed
from ledger.models import Destination
from notices import seed as notice_seed
from policies import seed as policy_seed


def make(say: Callable[[str], None]) -> None:
    """Reference data, the cast with its passwords, then their work, all or nothing.

    `say` tells how far it is.
    """
    with translation.override("en"), transaction.atomic():
        say("Countries, offices, portfolios, offences, conditions")
        reference()
        say("Officers")
        cast, accounts = people.make()
        say("Cases")
        cases = casework.make(cast)
        say("Requests")
        requests.make(cast, cases)
        say("Notices")
        red_notices.make(cast)
        requests.deliver()
        say("Key issues")
        key_issues.make(cast)
    people.write(accounts)


def reference() -> None:
    """The tables that every installation starts with; rows that exist stay as they are."""
    office_seed.seed(with_fictional=True)
    policy_seed.seed()
    policy_seed.give_permissions()
    case_seed.seed()
    notice_seed.seed()
    exchange_seed.seed()
    Destination.objects.filter(office__code="BRA").update(mode=Destination.Mode.MAILBOX)
