"""Every day or moment by which something ends is read by something: a stored end has a clock.

A column is added here with the function that acts on it, or compares it with now.
"""

import ast
import re

from django.apps import apps
from django.db import models

from launch.house_rules import PACKAGES
from launch.places import ROOT

ENDS = re.compile(
    r"(_until|_due|expires_\w+|ends_at|ends_on|not_after|valid_to|_to|left_on|_alarm|_end_at)$"
)
DATED = "central_offices/queries/dated.py:counts"
# A fact of the past, and no end to come: nothing has to happen by it.
FACTS = {"central_offices.Jurisdiction.valid_to": "as ISO 3166-3 has it; `kind` says dissolved"}
READ_BY = {
    "cases.IdDocument.expires_on": "cases/safeguards/plausible.py:document_refused",
    "cases.Offence.valid_to": DATED,
    "central_offices.AccessChange.expires_at": "central_offices/two_persons/changes.py:_due",
    "central_offices.AccessChange.suspends_until": (
        "central_offices/two_persons/proposing.py:complete"  # it becomes `expires_at`
    ),
    "central_offices.CentralOffice.left_on": "central_offices/queries/offices.py:joined",
    "central_offices.CompetentAuthority.valid_to": DATED,
    "central_offices.CooperationInstrument.in_force_to": (
        "central_offices/queries/agreements.py:in_force"
    ),
    "central_offices.Deputy.valid_to": DATED,
    "central_offices.DeputyOffice.valid_to": DATED,
    "central_offices.DutyShift.ends_at": "central_offices/queries/offices.py:at",
    "central_offices.Invitation.expires_at": "central_offices/queries/offices.py:open",
    "central_offices.OfficeKey.not_after": "central_offices/queries/offices.py:in_force",
    "central_offices.OfficeName.valid_to": DATED,
    "central_offices.RoleGrant.valid_to": "central_offices/queries/offices.py:in_force",
    "central_offices.RuleChange.expires_at": "central_offices/dated_rules/changes.py:upkeep",
    "central_offices.RuleChange.valid_to": "central_offices/dated_rules/changes.py:draft_of",
    "central_offices.WaitingTime.valid_to": "central_offices/two_persons/counting.py:_hours",
    "exchange.Arrest.ends_at": "exchange/custody/holding_clock.py:alarm_times",
    "exchange.Arrest.may_end_at": "exchange/custody/holding_clock.py:alarm_times",
    "exchange.Arrest.next_alarm": "exchange/custody/arrests.py:due",
    "exchange.CustodyRule.valid_to": DATED,
    "exchange.EscalationRule.valid_to": DATED,
    "exchange.RefusalGround.valid_to": DATED,
    "exchange.Request.approval_due": "exchange/upkeep.py:unapproved",
    "exchange.Request.reply_due": "exchange/clocks/deadlines.py:start",
    "exchange.RequestRecipient.ack_due": "exchange/clocks/deadlines.py:next_due",
    "exchange.RequestRecipient.authorisation_until": (
        "exchange/conversation/delays.py:need_authorisation"  # it moves `reply_due`
    ),
    "exchange.RequestRecipient.deferred_until": "exchange/upkeep.py:deferred",
    "exchange.RequestRecipient.next_due": "exchange/clocks/escalation.py:_late",
    "exchange.RequestRecipient.reply_due": "exchange/clocks/deadlines.py:next_due",
    "exchange.RequestType.valid_to": DATED,
    "exchange.UrgencyRule.valid_to": "exchange/clocks/deadlines.py:rule_for",
    "kernel.Job.lease_until": "kernel/jobs/running.py:_taken",
    "ledger.Destination.lease_until": "ledger/delivery/leases.py:_free",
    "ledger.WebhookSecret.ends_at": "ledger/delivery/standard_webhooks.py:secrets_of",
    "notices.Condition.valid_to": DATED,
    "notices.Notice.owner_suspends_until": "notices/workflow/upkeep.py:end_suspensions",
    "notices.Notice.secretariat_suspends_until": "notices/workflow/upkeep.py:end_suspensions",
    "notices.Notice.valid_until": "notices/workflow/upkeep.py:expire",
    "notices.Paper.owner_left_on": "notices/papers/printing.py:hand_out",
    "notices.PublicExtract.valid_until": "notices/queries.py:_not_over",
    "notices.Refusal.kept_until": "notices/refusals/keeping.py:settle",
    "notices.SafeguardRule.valid_to": DATED,
    "policies.PortfolioText.valid_to": DATED,
    "policies.Tag.valid_to": DATED,
}


def ends() -> set[str]:
    """Every column of ours by which something ends."""
    return {
        f"{model._meta.label}.{column.name}"
        for model in apps.get_models()
        if model._meta.app_label in PACKAGES
        for column in model._meta.fields
        if isinstance(column, models.DateField) and ENDS.search(column.name)
    }


def source_of(place: str) -> str:
    """The text of each function of that name in the file."""
    path, name = place.split(":")
    text = (ROOT / path).read_text("utf-8")
    found = [
        ast.get_source_segment(text, node) or ""
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef) and node.name == name
    ]
    return "\n".join(found)


def test_every_end_is_read():
    assert ends() == {*READ_BY, *FACTS}, (
        "A stored end wants a clock: name the function that reads it."
    )


def test_the_functions_read_what_they_are_named_for():
    wrong = [
        f"{column}: {place}"
        for column, place in READ_BY.items()
        if column.rsplit(".", 1)[1] not in source_of(place)
    ]
    assert wrong == []
