"""Writes the nine portfolios of the first seed. Rows that exist are left as they are."""

from policies.models import Portfolio
from policies.reference import portfolios


def seed() -> None:
    """Add the portfolios that are missing. What editors wrote since then stays."""
    known = set(Portfolio.objects.values_list("code", flat=True))
    Portfolio.objects.bulk_create(
        Portfolio(code=row.code, rank=row.rank, names=row.name, scopes=row.scope)
        for row in portfolios()
        if row.code not in known
    )
