"""First seed of the nine portfolios. Rows that exist are left as they are."""

from guardian.shortcuts import assign_perm

from central_offices.models import CentralOffice, Role
from central_offices.models.rights import group_of
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


def give_permissions() -> None:
    """Policy editors of the Secretariat contribute to all nine portfolios and publish them."""
    group = group_of(CentralOffice.objects.secretariat(), Role.POLICY_EDITOR)
    for permission in ("contribute", "publish_key_issue"):
        for portfolio in Portfolio.objects.all():
            assign_perm(f"policies.{permission}", group, portfolio)
