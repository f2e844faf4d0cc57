"""System checks: what must be true of this machine and of the database (docs/laws.md L13)."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import Error, Tags, register
from django.db import connections


@register(Tags.database)
def the_database_is_the_one_we_know(
    app_configs: object = None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[Error]:
    """PostgreSQL 18, UTF-8, the built-in locale provider, and a pg_trgm that sees Cyrillic."""
    return [Error(text, id="kernel.E001") for alias in databases or [] for text in problems(alias)]


def problems(alias: str = "default") -> list[str]:
    """Sentences about the database behind `alias`; empty when all is well."""
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version_num')::int / 10000, "
            "pg_encoding_to_char(encoding), datlocprovider::text "
            "FROM pg_database WHERE datname = current_database()"
        )
        major, encoding, provider = cursor.fetchone()
        found = []
        if major != 18:
            found.append(f"PostgreSQL {major} is not supported: use PostgreSQL 18.")
        if encoding != "UTF8":
            found.append(f"The database's encoding is {encoding}: create it with UTF8.")
        if provider != "b":
            found.append(
                "The database's locale provider is not builtin: create it with "
                "--locale-provider=builtin --builtin-locale=PG_UNICODE_FAST."
            )
        cursor.execute("SELECT count(*) FROM pg_extension WHERE extname = 'pg_trgm'")
        if cursor.fetchone()[0]:
            cursor.execute("SELECT similarity('Жуков', 'Жукова') > 0.3")
            if not cursor.fetchone()[0]:
                found.append("pg_trgm is blind to Cyrillic: the database's locale is wrong.")
    return found
