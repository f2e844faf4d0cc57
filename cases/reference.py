"""The offence catalogue of the first seed, with what is excluded for red notices and why."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from agency.kernel.tables import day, in_force, read_csv, wording

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
class ExclusionRow:
    """No red notice for this offence, for a time, with the sentence an officer reads."""

    offence: str
    category: str
    because: dict[str, str]
    basis: str
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True)
class OffenceRow:
    """An offence under its portfolio; `basis` names the instrument and how sure we are."""

    code: str
    portfolio: str
    name: dict[str, str]
    basis: str
    valid_from: date | None
    valid_to: date | None
    exclusions: tuple[ExclusionRow, ...] = ()

    def excluded_on(self, on: date) -> ExclusionRow | None:
        """The exclusion that holds on that day, if any."""
        return next(iter(in_force(self.exclusions, on)), None)


@cache
def offences() -> tuple[OffenceRow, ...]:
    """Every offence of the catalogue, ended ones included."""
    return tuple(
        OffenceRow(
            code=row["code"],
            portfolio=row["portfolio"],
            name=wording(row, "name"),
            basis=row["basis"],
            valid_from=day(row["valid_from"]),
            valid_to=day(row["valid_to"]),
            exclusions=tuple(x for x in exclusions() if x.offence == row["code"]),
        )
        for row in read_csv(DATA / "offences.csv")
    )


@cache
def exclusions() -> tuple[ExclusionRow, ...]:
    """Every exclusion, ended ones included."""
    return tuple(
        ExclusionRow(
            offence=row["offence"],
            category=row["category"],
            because=wording(row, "because"),
            basis=row["basis"],
            valid_from=day(row["valid_from"]),
            valid_to=day(row["valid_to"]),
        )
        for row in read_csv(DATA / "exclusions.csv")
    )
