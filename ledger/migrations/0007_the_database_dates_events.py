"""When something happened is the database's word: the application may not even name a moment."""

from django.db import migrations

FORWARD = """
ALTER TABLE public.ledger_event ALTER COLUMN at SET DEFAULT clock_timestamp();
REVOKE INSERT (at) ON public.ledger_event FROM iisa_app;
"""
BACK = """
GRANT INSERT (at) ON public.ledger_event TO iisa_app;
ALTER TABLE public.ledger_event ALTER COLUMN at DROP DEFAULT;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0006_checkpoints_made_by_the_database")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
