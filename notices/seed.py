"""First seed of the conditions of publication. Rows that exist are left as they are."""

from notices.models import Condition
from notices.reference import ConditionRow, conditions


def seed() -> None:
    """Add the conditions that are missing, by colour, code and first day."""
    known = set(Condition.objects.values_list("colour", "code", "valid_from"))
    Condition.objects.bulk_create(
        _condition(row)
        for row in conditions()
        if (row.colour, row.code, row.valid_from) not in known
    )


def _condition(row: ConditionRow) -> Condition:
    return Condition(
        colour=row.colour,
        code=row.code,
        rank=row.rank,
        article=row.article,
        severity=row.severity,
        kind=row.kind,
        wording=row.wording,
        predicate=row.predicate,
        parameters=row.parameters,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )
