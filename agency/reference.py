"""The tables that every installation starts with; rows that exist stay as they are."""

from cases import seed as case_seed
from central_offices import seed as office_seed
from exchange import seed as exchange_seed
from notices import seed as notice_seed
from policies import seed as policy_seed


def seed(*, with_fictional: bool = False) -> None:
    """Countries, offices, portfolios, offences, conditions, types of request: what is missing."""
    office_seed.seed(with_fictional=with_fictional, live=with_fictional)
    policy_seed.seed()
    policy_seed.give_permissions()
    case_seed.seed()
    notice_seed.seed()
    exchange_seed.seed()
