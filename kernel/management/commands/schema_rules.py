"""`schema_rules`: does every field, parameter and operation of the API say what it is?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from drf_spectacular.generators import SchemaGenerator

from kernel.api import schema_bounds, schema_rules


class Command(BaseCommand):
    help = "Check that the OpenAPI schema describes and bounds whatever it names, and count it."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        schema = SchemaGenerator().get_schema(request=None, public=True)
        for kind, (there, told) in schema_rules.counted(schema).items():
            self.stdout.write(f"{kind:10} {told} of {there} described")
        if faults := [*schema_rules.faults(schema), *schema_bounds.faults(schema)]:
            raise CommandError("\n".join(faults))
