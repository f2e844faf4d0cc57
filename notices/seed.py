"""First seed of the conditions of publication. Rows that exist are left as they are."""

from dataclasses import asdict

from notices.models import Condition, SafeguardRule
from notices.reference import ConditionRow, conditions, safeguard_rules


def seed() -> None:
    """Add the conditions and safeguard rules that are missing, by code and first day."""
    _seed_safeguards()
    known = set(Condition.objects.values_list("colour", "code", "valid_from"))
    Condition.objects.bulk_create(
        _condition(row)
        for row in conditions()
        if (row.colour, row.code, row.valid_from) not in known
    )


def _seed_safeguards() -> None:
    known = set(SafeguardRule.objects.values_list("code", flat=True))
    SafeguardRule.objects.bulk_create(
        SafeguardRule(**asdict(row)) for row in safeguard_rules() if row.code not in known
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
