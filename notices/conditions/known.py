"""Knowledge of the agency about a notice, besides what its owner wrote."""

from dataclasses import dataclass
from datetime import date

NONE_RECORDED, PENDING, CONFIRMED = "NONE_RECORDED", "PENDING", "CONFIRMED"


@dataclass(frozen=True)
class Known:
    """The circumstances on the day of submission; None means that nobody has looked.

    `protection` says whether the person is protected against the requesting country, never who
    protects: that stays with the Commission.
    """

    on: date
    protection: str | None = None
    earlier_refusals: int | None = None
    other_notices: int | None = None
