"""Every table has policies of its rows, or stands here with why it needs none."""

import pytest
from django.apps import apps
from django.db import connection

from launch.house_rules import APPS

pytestmark = pytest.mark.django_db
# Why the tables of an app or of a name need none.
NO_CONTENT = {
    "central_offices_": "the directory, accounts and rules, read before anybody is known to act",
    "cases_offence": "the catalogue of offences is common",
    "cases_keyfrequency": "counts that steer a search",
    "cases_protected": "closed to the application altogether",
    "cases_protectionquestion": "closed to the application altogether",
    "cases_commissionfinding": "closed to the application altogether",
    "exchange_deskversion": "numbers that say no more than that a board moved",
    "exchange_requesttype": "rules are common",
    "exchange_urgencyrule": "rules are common",
    "exchange_refusalground": "rules are common",
    "exchange_custodyrule": "rules are common",
    "exchange_escalationrule": "rules are common",
    "notices_condition": "rules are common",
    "notices_safeguardrule": "rules are common",
    "policies_portfolio": "public",
    "policies_tag": "public",
    "kernel_counter": "numbers that nobody reads",
    "kernel_position": "how far a periodic task came",
    "ledger_chain": "digests",
    "ledger_checkpoint": "public",
    "ledger_log": "digests",
    "ledger_dailycount": "numbers by day",
    "ledger_destination": "how an office is reached: the directory is common",
    "ledger_webhooksecret": "sealed",
}
FORCED = """
SELECT c.relname FROM pg_class c WHERE c.relrowsecurity AND c.relforcerowsecurity
AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polcmd = 'r')
"""


def tables() -> set[str]:
    models = apps.get_models(include_auto_created=True)
    return {m._meta.db_table for m in models if m._meta.app_label in (*APPS, "kernel")}


def forced() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(FORCED)
        return {name for (name,) in cursor.fetchall()}


def test_every_table_has_policies_or_says_why_not():
    without = tables() - forced()

    assert {name for name in without if not name.startswith(tuple(NO_CONTENT))} == set()


def test_nothing_is_read_where_nobody_said_who_acts(amina):
    from cases import filing
    from cases.models import CaseEntry
    from tests.cases import factories
    from tests.plumbing import row_policies

    filing.add_note(factories.case(amina), "Moored at the quay", by=amina)
    row_policies.say(row_policies.CLOSED)
    with connection.cursor() as cursor:  # the act is over, as in an installation after its commit
        cursor.execute("SELECT set_config('iisa.audiences', '', false)")

    assert CaseEntry.objects.count() == 0


TRIGGERS_THAT_SEE_LESS = """
SELECT DISTINCT p.proname, c.relname FROM pg_proc p JOIN pg_trigger t ON t.tgfoid = p.oid
JOIN pg_class c ON c.relforcerowsecurity AND p.prosrc ~ ('\\mpublic.' || c.relname || '\\M')
WHERE NOT p.prosecdef
"""


def test_no_trigger_decides_by_the_rows_that_its_actor_sees(db):
    """It would let pass what it does not see: `kernel.who_reads.row_policies.as_owner`."""
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS_THAT_SEE_LESS)
        assert cursor.fetchall() == []
