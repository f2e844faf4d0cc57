"""Knowledge of the agency about a notice, besides what its owner wrote."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Known:
    """The circumstances on the day of submission; None means that nobody has looked.

    `objection` says whether something stands against the notice, never what: that is for the
    Commission alone.
    """

    on: date
    objection: bool | None = None
    earlier_refusals: int | None = None
    other_notices: int | None = None
