"""`schema_rules`: is the OpenAPI schema described, bounded, and fit for linters and generators?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema

from kernel.api import schema_bounds, schema_lint, schema_rules


class Command(BaseCommand):
    help = "Check that the OpenAPI schema is described, bounded and fit for clients, and count it."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        schema = SchemaGenerator().get_schema(request=None, public=True)
        for kind, (there, told) in schema_rules.counted(schema).items():
            self.stdout.write(f"{kind:10} {told} of {there} described")
        looks = (schema_rules, schema_bounds, schema_lint)
        validate_schema(schema)  # against the meta-schema of OpenAPI; raises ValidationError
        if faults := [told for look in looks for told in look.faults(schema)]:
            raise CommandError("\n".join(faults))
