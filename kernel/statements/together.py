"""Several small sets of rows read by one statement, and made into the same objects as ever.

Each set is a query of one table's own columns; the rows come as JSON. What reads them pays one
statement, however many sets a page is made of.
"""

import json
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import EmptyResultSet
from django.db import connection, models

PART = """SELECT {place} AS part, row_number() OVER () AS n, to_jsonb(q)::text AS row
FROM ({sql}) AS q"""


def read(*sets: Any) -> list[list[Any]]:
    """The rows of each query, in its own order."""
    parts: list[str] = []
    given: list[Any] = []
    for place, rows in enumerate(sets):
        try:
            sql, params = rows.query.sql_with_params()
        except EmptyResultSet:  # nothing can be in it: PostgreSQL need not be asked
            continue
        parts.append(PART.format(place=place, sql=sql))
        given += params
    found: list[list[Any]] = [[] for _ in sets]
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts) + " ORDER BY part, n", given)
            for place, _n, row in cursor.fetchall():
                found[place].append(_made(sets[place].model, json.loads(row)))
    return found


def keep(owner: models.Model, name: str, rows: list[Any]) -> None:
    """Let `owner.<name>.all()` give these rows, as after a `prefetch_related`."""
    kept = getattr(owner, name).get_queryset()
    kept._result_cache, kept._prefetch_done = rows, True
    owner.__dict__.setdefault("_prefetched_objects_cache", {})[name] = kept


def _made(model: Any, row: dict[str, Any]) -> Any:
    fields = model._meta.concrete_fields
    values = [_value(field, row[field.column]) for field in fields]
    return model.from_db("default", [field.attname for field in fields], values)


def _value(field: Any, value: Any) -> Any:
    """The value as the column's own reading gives it."""
    if value is None or isinstance(field, models.JSONField):
        return value
    if isinstance(field, ArrayField):
        return [_value(field.base_field, one) for one in value]
    return field.to_python(value)
