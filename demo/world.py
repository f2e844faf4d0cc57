"""Makes the demo world through the same verbs that officers use."""

from collections.abc import Callable
from datetime import date

from django.db import transaction
from django.utils import translation

from demo import (
    agreements,
    casework,
    duty,
    key_issues,
    on_the_way,
    people,
    red_notices,
    register,
    requests,
    simulated,
)
from kernel import acting
from ledger.models import Destination
from notices.models import SafeguardRule


def make(say: Callable[[str], None], *, reference_data: Callable[..., None]) -> None:
    """Reference data, the cast with its passwords, then their work, all or nothing.

    `say` tells how far it is; `reference_data(with_fictional=True)` adds what every installation
    starts with.
    """
    rule = acting.by_a_rule("the world of the demonstration")  # much is read before anybody acts
    with translation.override("en"), transaction.atomic(), rule:
        say("Countries, offices, portfolios, offences, conditions")
        _draw_nobody()
        reference_data(with_fictional=True)
        Destination.objects.filter(office__code="BRA").update(mode=Destination.Mode.MAILBOX)
        say("Officers")
        on_the_way.begin()
        cast, accounts = people.make()
        simulated_office = simulated.client()
        people.commission(cast)
        agreements.make(cast["adler"])
        say("Cases")
        cases = casework.make(cast)
        say("Requests")
        requests.make(cast, cases)
        register.make(cast)
        say("Duty desks")
        duty.rosters_of(cast)
        duty.out_of_reach(cast)
        duty.commission_is_reached(cast)
        duty.note(cast)
        on_the_way.make(cast)
        say("Notices")
        red_notices.make(cast)
        requests.deliver()
        say("Key issues")
        key_issues.make(cast)
        accounts["api_clients"] += simulated.make(cast, simulated_office)
    people.write(accounts)


def _draw_nobody() -> None:
    """Every demo world is the same: none of its requests is reviewed by chance."""
    code = SafeguardRule.Code.SAMPLED_PER_HUNDRED
    SafeguardRule.objects.create(
        code=code, number=0, source="Demonstration", valid_from=date(2026, 1, 1)
    )
