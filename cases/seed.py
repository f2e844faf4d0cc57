"""First seed of the offence catalogue. Rows that exist are left as they are."""

from django.db import transaction

from cases.models import Offence
from cases.reference import OffenceRow, offences


def seed() -> None:
    """Add the entries that are missing, by code and first day; the portfolios must be there."""
    known = set(Offence.objects.values_list("code", "valid_from"))
    missing = {row.code: row for row in offences() if (row.code, row.valid_from) not in known}
    under = Offence.portfolios.through
    with transaction.atomic():
        added = Offence.objects.bulk_create(_offence(row) for row in missing.values())
        under.objects.bulk_create(
            under(offence_id=offence.pk, portfolio_id=missing[offence.code].portfolio)
            for offence in added
        )


def _offence(row: OffenceRow) -> Offence:
    return Offence(
        code=row.code,
        names=row.name,
        excluded_for_red=row.excluded,
        exclusion_note=row.because,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )
