"""Say of the types on record which of them ask to arrest or locate the persons in them."""

from django.db import migrations

SEEKS = {
    "LOCATE": "LOCATE",
    "ARREST_PROVISIONAL": "ARREST",
    "EXTRADITION": "ARREST",
    "SURRENDER_HANDOVER": "ARREST",
}


def say(apps, schema_editor):
    types = apps.get_model("exchange", "RequestType").objects.using(schema_editor.connection.alias)
    for code, seeks in SEEKS.items():
        types.filter(code=code).update(seeks=seeks)


class Migration(migrations.Migration):
    dependencies = [("exchange", "0026_acts_against_a_person")]
    operations = [migrations.RunPython(say, migrations.RunPython.noop)]
