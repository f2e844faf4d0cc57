"""An office goes live on the word of its head, in the database too: two others are not enough."""

from importlib import import_module

from django.db import migrations

TAKEN = import_module("central_offices.migrations.0024_taken_away_by_two")
BEFORE = TAKEN.function_of(import_module("central_offices.migrations.0032_offices_by_two_persons").TAKES_PART)
AFTER = TAKEN.changed(
    BEFORE,
    (
        "            OR public.central_offices_holds(c.decided_by_id, administrators))\n",
        """            OR public.central_offices_holds(c.decided_by_id, administrators))
          AND (public.central_offices_speaks_for(c.proposed_by_id, NEW.id)
            OR public.central_offices_speaks_for(c.decided_by_id, NEW.id))
""",
    ),
)


class Migration(migrations.Migration):
    dependencies = [("central_offices", "0033_changes_named_as_proposed")]
    operations = [migrations.RunSQL(AFTER, BEFORE)]
