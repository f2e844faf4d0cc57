"""First seed of the nine portfolios and of the tags. Rows that exist are left as they are."""

from datetime import date

from guardian.shortcuts import assign_perm

from central_offices.models import CentralOffice, Role
from central_offices.models.rights import group_of
from policies.models import Portfolio, PortfolioText, Tag
from policies.reference import portfolios, tags

FIRST_DAY = date(2026, 1, 1)


def seed() -> None:
    """Add the portfolios and tags that are missing. What editors wrote since then stays."""
    written = set(PortfolioText.objects.values_list("code", flat=True))
    PortfolioText.objects.bulk_create(
        PortfolioText(code=row.code, names=row.name, scopes=row.scope, valid_from=FIRST_DAY)
        for row in portfolios()
        if row.code not in written
    )
    known = set(Portfolio.objects.values_list("code", flat=True))
    Portfolio.objects.bulk_create(
        Portfolio(code=row.code, rank=row.rank, names=row.name, scopes=row.scope)
        for row in portfolios()
        if row.code not in known
    )
    begun = set(Tag.objects.values_list("code", flat=True))
    Tag.objects.bulk_create(
        Tag(code=row.code, names=row.name, scopes=row.scope, valid_from=FIRST_DAY)
        for row in tags()
        if row.code not in begun
    )


def give_permissions() -> None:
    """Policy editors of the Secretariat contribute to all nine portfolios and publish them."""
    group = group_of(CentralOffice.objects.secretariat(), Role.POLICY_EDITOR)
    for permission in ("contribute", "publish_key_issue"):
        for portfolio in Portfolio.objects.all():
            assign_perm(f"policies.{permission}", group, portfolio)
