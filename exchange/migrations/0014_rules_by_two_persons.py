"""Types, time limits, grounds, escalation and custody change by two persons, from a day to come."""

from django.db import migrations

from central_offices.dated_rules.guard import changed_by_two


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0013_words_folded_alike"),
        ("central_offices", "0028_rules_by_two_persons"),
    ]
    operations = [
        changed_by_two("exchange_requesttype"),
        changed_by_two("exchange_urgencyrule"),
        changed_by_two("exchange_refusalground"),
        changed_by_two("exchange_escalationrule"),
        changed_by_two("exchange_custodyrule"),
    ]
