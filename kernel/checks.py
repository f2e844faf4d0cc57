"""System checks: what must be true of this machine and of the database (docs/laws.md L13)."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.checks import Error, Tags, Warning, register
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

ROOT = Path(__file__).resolve().parent.parent
LEAKPROOF = ", ".join(
    f"'pg_catalog.{name}'::regprocedure"
    for name in (
        "arrayoverlap(anyarray, anyarray)",
        "ts_match_vq(tsvector, tsquery)",
        "textlike(text, text)",
    )
)


@register(Tags.database)
def the_database_is_the_one_we_know(
    app_configs: object = None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[Error]:
    """PostgreSQL 18, UTF-8, the built-in locale provider, and a pg_trgm that sees Cyrillic."""
    return [Error(text, id="kernel.E001") for alias in databases or [] for text in problems(alias)]


@register(Tags.database)
def the_database_was_made_by_these_migrations(
    app_configs: object = None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[Error]:
    """Before 1.0.0 migrations are merged, and a database made by the earlier ones stays behind."""
    return [Error(text, id="kernel.E002") for alias in databases or [] for text in unknown(alias)]


@register(Tags.database)
def conditions_keep_their_index(
    app_configs: object = None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[Warning]:
    """Policies of rows let the conditions of searches keep their indexes (decision 55)."""
    sentence = (
        "Searches and lists read whole tables behind the policies of rows: as a superuser, run "
        "launch/containers/leakproof.psql in this database."
    )
    found = [Warning(sentence, id="kernel.W001") for one in databases or [] if not _is_marked(one)]
    return found[:1]


def _is_marked(alias: str) -> bool:
    with connections[alias].cursor() as cursor:
        cursor.execute(f"SELECT bool_and(proleakproof) FROM pg_proc WHERE oid IN ({LEAKPROOF})")
        return bool(cursor.fetchone()[0])


def unknown(alias: str = "default") -> list[str]:
    """A sentence when this database has migrations of ours that are gone; empty when it has none.

    To migrate on would make tables that are there, and stop half way.
    """
    ours = [config for config in apps.get_app_configs() if Path(config.path).parent == ROOT]
    here = {config.label: Path(config.path) / "migrations" for config in ours}
    gone = [
        f"{app}.{name}"
        for app, name in sorted(MigrationRecorder(connections[alias]).applied_migrations())
        if app in here and not (here[app] / f"{name}.py").exists()
    ]
    if not gone:
        return []
    return [
        f"This database was made by an earlier version, before 1.0.0, whose migrations are gone "
        f"({len(gone)}, {gone[0]} first): begin with a new database or data folder, or go back "
        "to that version."
    ]


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
