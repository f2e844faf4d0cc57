"""Knowledge of the agency about a notice, besides what its owner wrote."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Known:
    """The circumstances on the day of submission; None means that nobody has looked.

    `objection` says whether something stands against the notice, never what: that is for the
    Commission alone. Of `earlier_refusals` a document is the same; of `possible_refusals` only
    name and year of birth fit.
    """

    on: date
    objection: bool | None = None
    earlier_refusals: int | None = None
    possible_refusals: int = 0
    other_notices: int | None = None
