"""Writes the countries and offices of the first seed. Rows that exist are left as they are."""

from collections.abc import Collection
from datetime import date

from anyascii import anyascii
from django.db import transaction

from central_offices import roles
from central_offices.jurisdictions import DATA, JurisdictionRow, fictional, jurisdictions
from central_offices.keys_and_clients import keys
from central_offices.models import CentralOffice, Jurisdiction, WaitingTime
from central_offices.reference import OfficeRow, fictional_offices, offices
from kernel.tables import day, read_csv
from ledger.models import Destination


def seed(
    *, only: Collection[str] | None = None, with_fictional: bool = False, live: bool = False
) -> None:
    """Countries and offices; `only` names the codes of the offices wanted, None means all.

    `live` is for the demonstration and tests: as if each had gone live when it joined. Elsewhere
    each goes live by its check-list.
    """
    with transaction.atomic():
        seed_jurisdictions(with_fictional=with_fictional)
        seed_offices(only=only, with_fictional=with_fictional, live=live)
        keys.seed()
        seed_waiting_times()


def seed_jurisdictions(*, with_fictional: bool = False) -> None:
    """Add the jurisdictions that are missing. Administrators' changes to the others stay."""
    wanted = (*jurisdictions(), *(fictional() if with_fictional else ()))
    known = set(Jurisdiction.objects.values_list("code", flat=True))
    Jurisdiction.objects.bulk_create(_country(row) for row in wanted if row.code not in known)


def seed_offices(
    *, only: Collection[str] | None = None, with_fictional: bool = False, live: bool = False
) -> None:
    """Add the offices that are missing, each with its destination and its system officer."""
    wanted = (*offices(), *(fictional_offices() if with_fictional else ()))
    known = set(CentralOffice.objects.values_list("code", flat=True))
    for row in wanted:
        if row.code not in known and (only is None or row.code in only):
            office = _office(row, live=live)
            office.save(force_insert=True)
            if row.joined_on:
                Destination.objects.create(office=office)
                roles.system(office)


def seed_waiting_times() -> None:
    """Add the waiting times of kinds that have no row yet."""
    known = set(WaitingTime.objects.values_list("of", flat=True))
    WaitingTime.objects.bulk_create(
        WaitingTime(
            of=row["of"],
            hours=int(row["hours"]),
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=day(row["valid_to"]),
        )
        for row in read_csv(DATA / "waiting_times.csv")
        if row["of"] not in known
    )


def _country(row: JurisdictionRow) -> Jurisdiction:
    return Jurisdiction(
        code=row.code,
        alpha2=row.alpha2,
        numeric=row.numeric,
        kind=row.kind,
        names=row.names,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        successors=list(row.successors),
        spoken_for_by=list(row.spoken_for_by),
    )


def _office(row: OfficeRow, *, live: bool) -> CentralOffice:
    return CentralOffice(
        code=row.code,
        number=row.number,
        kind=row.kind,
        jurisdiction_id=row.jurisdiction,
        city=row.city,
        names=row.names,
        sort_key=anyascii(row.names["en"]).casefold(),
        legacy_bureau_code=row.legacy_code,
        region=row.subregion,
        languages=list(row.languages),
        time_zone=row.timezone,
        joined_on=row.joined_on,
        live_on=row.joined_on if live else None,
        left_on=row.left_on,
    )
