"""The offices of an installation that is at work have been asked since they joined, and go on."""

from typing import Any

from django.db import migrations
from django.db.models import F


def fill(apps: Any, schema: Any) -> None:
    rows = apps.get_model("central_offices", "CentralOffice").objects
    rows.filter(joined_on__isnull=False, live_on=None).update(live_on=F("joined_on"))


class Migration(migrations.Migration):
    dependencies = [("central_offices", "0029_live_on")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
