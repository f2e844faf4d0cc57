"""Printed edition of the key issues as a value, in one language.

Its JSON is the frozen payload of an `EditionDocument` plus what is known once it is published.
"""

from dataclasses import dataclass
from typing import Any

from kernel.dataclass_json import from_plain, to_plain


@dataclass(frozen=True)
class PortfolioName:
    """A portfolio and its name in the language of the document."""

    code: str
    name: str


@dataclass(frozen=True)
class Issue:
    """A ranked key issue. Lines of `targets` are printed as items of a list."""

    rank: int
    title: str
    portfolios: tuple[PortfolioName, ...]
    rationale: str
    targets: str


@dataclass(frozen=True)
class Absence:
    """The sentence that a portfolio has no key issue this year."""

    portfolio: str
    name: str
    sentence: str


@dataclass(frozen=True)
class EditionPaper:
    """One edition in one language. `published_on` is an ISO date, empty on a proof."""

    year: int
    number: int
    language: str
    title: str
    issues: tuple[Issue, ...]
    absences: tuple[Absence, ...] = ()
    foreword: str = ""
    correction: str = ""
    published_on: str = ""
    sha256: str = ""
    address: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the paper as plain JSON values."""
        return to_plain(self)

    @classmethod
    def from_json(cls, data: dict[str, Any], **known: str) -> "EditionPaper":
        """Return the paper of a frozen payload with `published_on`, `sha256` and `address`.

        ValueError names a key that doesn't belong.
        """
        return from_plain(cls, {**data, **known})
