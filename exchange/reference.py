"""Types of request, time limits and grounds of refusal of the first seed."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from kernel.tables import day, read_csv, wording, words

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class TypeRow:
    """A type of request; `purpose` is what the form proposes, `facts` what it demands."""

    code: str
    names: dict[str, str]
    release: str
    coercive: bool
    guard: bool
    custody: bool
    seeks: str
    purpose: str
    facts: tuple[str, ...]
    basis: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class TimeLimitRow:
    """Minutes to acknowledge and to reply; an empty `type` means every type without its own row."""

    urgency: str
    type: str
    ack_minutes: int
    reply_minutes: int
    approve_minutes: int | None
    source: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class EscalationRow:
    """Minutes after the end of a clock until a level is told."""

    urgency: str
    level: int
    after_minutes: int
    source: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class CustodyRow:
    """Days after an arrest, or before the end of the time to hold a person, and what is due."""

    effect: str
    days: int
    before_end: bool
    source: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class GroundRow:
    """A ground on which a request may be refused."""

    code: str
    betrays: bool
    silent: bool
    names: dict[str, str]
    basis: str
    valid_from: date
    valid_to: date | None


@cache
def request_types() -> tuple[TypeRow, ...]:
    """Every type of request, ended ones included."""
    return tuple(
        TypeRow(
            code=row["code"],
            names=wording(row, "name"),
            release=row["release"],
            coercive=row["coercive"] == "yes",
            guard=row["guard"] == "yes",
            custody=row["custody"] == "yes",
            seeks=row["seeks"],
            purpose=row["purpose"],
            facts=words(row["facts"]),
            basis=row["basis"],
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=day(row["valid_to"]),
        )
        for row in read_csv(DATA / "request_types.csv")
    )


@cache
def time_limits() -> tuple[TimeLimitRow, ...]:
    """Every time limit, ended ones included."""
    return tuple(
        TimeLimitRow(
            urgency=row["urgency"],
            type=row["type"],
            ack_minutes=int(row["ack_minutes"]),
            reply_minutes=int(row["reply_minutes"]),
            approve_minutes=int(row["approve_minutes"]) if row["approve_minutes"] else None,
            source=row["source"],
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=day(row["valid_to"]),
        )
        for row in read_csv(DATA / "time_limits.csv")
    )


@cache
def escalation_rules() -> tuple[EscalationRow, ...]:
    """Every level of every escalation, ended ones included."""
    return tuple(
        EscalationRow(
            urgency=row["urgency"],
            level=int(row["level"]),
            after_minutes=int(row["after_minutes"]),
            source=row["source"],
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=day(row["valid_to"]),
        )
        for row in read_csv(DATA / "escalation.csv")
    )


@cache
def custody_rules() -> tuple[CustodyRow, ...]:
    """Every alarm of the time to hold a person, ended ones included."""
    return tuple(
        CustodyRow(
            effect=row["effect"],
            days=int(row["days"]),
            before_end=row["before_end"] == "yes",
            source=row["source"],
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=day(row["valid_to"]),
        )
        for row in read_csv(DATA / "custody.csv")
    )


@cache
def refusal_grounds() -> tuple[GroundRow, ...]:
    """Every ground of refusal, ended ones included."""
    return tuple(
        GroundRow(
            code=row["code"],
            betrays=row["betrays"] == "yes",
            silent=row["silent"] == "yes",
            names=wording(row, "name"),
            basis=row["basis"],
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=day(row["valid_to"]),
        )
        for row in read_csv(DATA / "refusal_grounds.csv")
    )
