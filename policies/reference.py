"""Portfolios and tags of the first seed: name and scope in the agency's languages."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kernel.tables import read_toml

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class PortfolioRow:
    """A portfolio: `scope` says what it covers; `rank` is its place in every list."""

    code: str
    rank: int
    name: dict[str, str]
    scope: dict[str, str]


@cache
def portfolios() -> tuple[PortfolioRow, ...]:
    """The nine, in order."""
    return tuple(PortfolioRow(**row) for row in read_toml(DATA / "portfolios.toml")["portfolio"])


@dataclass(frozen=True)
class TagRow:
    """A tag: `scope` says what it covers."""

    code: str
    name: dict[str, str]
    scope: dict[str, str]


@cache
def tags() -> tuple[TagRow, ...]:
    """The first tags."""
    return tuple(TagRow(**row) for row in read_toml(DATA / "tags.toml")["tag"])


@cache
def _absence_wordings() -> dict[str, str]:
    return read_toml(DATA / "absence.toml")


def absence_sentence(names: dict[str, str], language: str, year: int) -> str:
    """The standard sentence that a portfolio has no key issue in a year, in one language."""
    name = names.get(language) or names["en"]
    return _absence_wordings()[language].format(portfolio=name, year=year)
