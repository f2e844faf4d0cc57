"""The conditions of publication of the first seed, and what is read when a notice ends."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from kernel.tables import day, read_csv, read_toml, wording

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class ConditionRow:
    """A condition of publication: a sentence that has to be true of a notice of that colour.

    `certainty` says how far the source was checked (READ, GENERAL, OWN). Among the `parameters`
    stand the `refusals`: the reasons proposed when it fails.
    """

    colour: str
    code: str
    rank: int
    article: str
    certainty: str
    severity: str
    kind: str
    predicate: str
    parameters: dict[str, Any]
    wording: dict[str, str]
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True)
class SafeguardRow:
    """A number of the safeguards around acts against a person."""

    code: str
    number: int
    source: str
    valid_from: date
    valid_to: date | None


@cache
def safeguard_rules() -> tuple[SafeguardRow, ...]:
    """Every number, ended ones included."""
    return tuple(
        SafeguardRow(
            code=row["code"],
            number=int(row["number"]),
            source=row["source"],
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=day(row["valid_to"]),
        )
        for row in read_csv(DATA / "safeguard_rules.csv")
    )


@cache
def conditions() -> tuple[ConditionRow, ...]:
    """Every condition, in the order of the reviewer's check-list."""
    return tuple(_condition(**row) for row in read_toml(DATA / "conditions.toml")["condition"])


def _condition(*, parameters: dict[str, Any], refusals: list[str], **row: Any) -> ConditionRow:
    return ConditionRow(parameters={**parameters, "refusals": refusals}, **row)


@cache
def refusal_sentences() -> dict[str, dict[str, str]]:
    """The sentences that the requesting office reads, by code of `RefusalReason` and language."""
    return _sentences("refusal_reasons.csv")


@cache
def cancel_sentences() -> dict[str, dict[str, str]]:
    """The sentences that every office reads when a notice ends, by `CancelReason` and language."""
    return _sentences("cancel_reasons.csv")


def _sentences(name: str) -> dict[str, dict[str, str]]:
    return {row["code"]: wording(row, "sentence") for row in read_csv(DATA / name)}
