"""The life of a change of a rule: one administrator proposes, another one confirms.

PENDING ──confirm──▶ CONFIRMED, in force from its first day on
        ──decline──▶ DECLINED   ──withdraw──▶ WITHDRAWN
        ──expire──▶ EXPIRED, after 7 days, or when its first day comes
"""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from central_offices import roles
from central_offices.models import Officer, RuleChange
from ledger.lifecycle import Lifecycle, Step

PENDING, CONFIRMED, DECLINED, WITHDRAWN, EXPIRED = RuleChange.Status


def may_propose(officer: Officer) -> bool:
    """Whether the officer is a person who administers."""
    return officer.is_human and officer.administers


def another_administrator(officer: Officer, change: RuleChange) -> bool:
    """The officer is a person who administers, and did not propose it."""
    return may_propose(officer) and officer.pk != change.proposed_by_id


def proposer(officer: Officer, change: RuleChange) -> bool:
    """The officer proposed it."""
    return officer.pk == change.proposed_by_id


def run_out(officer: Officer, change: RuleChange) -> bool:
    """The officer is the system itself, and the time to decide is over."""
    return change.expires_at <= timezone.now() and officer.pk == roles.system().pk


rule_change_steps = Lifecycle(
    confirm=Step(
        {PENDING}, CONFIRMED, another_administrator, _("confirm"), "administer", proof=True
    ),
    decline=Step({PENDING}, DECLINED, another_administrator, _("decline")),
    withdraw=Step({PENDING}, WITHDRAWN, proposer, _("withdraw")),
    expire=Step({PENDING}, EXPIRED, run_out, _("let expire")),
)
