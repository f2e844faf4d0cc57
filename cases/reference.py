"""The offence catalogue of the first seed, with what is excluded for red notices and why."""

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from kernel.tables import day, read_csv, wording

DATA = Path(__file__).parent / "data"

# Why an offence carries no red notice: the groups of RPD art. 83, and the elements of article 3.
EXCLUSION_CATEGORIES = (
    "NORMS_CONTROVERSIAL",
    "FAMILY_PRIVATE",
    "ADMINISTRATIVE_PRIVATE_DISPUTE",
    "POLITICAL",
    "MILITARY",
    "RELIGIOUS",
)


@dataclass(frozen=True)
class OffenceRow:
    """An offence under its portfolio; `basis` names the instrument and how sure we are.

    `excluded` is one of EXCLUSION_CATEGORIES or empty; `because` is the sentence an officer reads.
    """

    code: str
    portfolio: str
    name: dict[str, str]
    basis: str
    valid_from: date
    valid_to: date | None
    excluded: str = ""
    because: dict[str, str] = field(default_factory=dict)


@cache
def offences() -> tuple[OffenceRow, ...]:
    """Every offence of the catalogue, ended ones included."""
    excluded = {row["offence"]: row for row in read_csv(DATA / "exclusions.csv")}
    return tuple(_offence(row, excluded) for row in read_csv(DATA / "offences.csv"))


def _offence(row: dict[str, str], excluded: dict[str, dict[str, str]]) -> OffenceRow:
    exclusion = excluded.get(row["code"])
    return OffenceRow(
        code=row["code"],
        portfolio=row["portfolio"],
        name=wording(row, "name"),
        basis=row["basis"],
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=day(row["valid_to"]),
        excluded=exclusion["category"] if exclusion else "",
        because=wording(exclusion, "because") if exclusion else {},
    )
