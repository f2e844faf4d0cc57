"""The offices of the first seed: 196 national ones that joined, two that have not, and our own."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from central_offices.jurisdictions import DATA, JurisdictionRow, fictional, jurisdictions
from kernel.tables import day, read_csv, wording

NATIONAL, SECRETARIAT, COMMISSION = "NATIONAL", "SECRETARIAT", "COMMISSION"

# The day the agency was founded and the national central bureaux became central offices.
FOUNDED_ON = date(2026, 1, 1)


@dataclass(frozen=True)
class OfficeRow:
    """An office as first seeded.

    `number` stands for it in `seen_by`; `joined_on` is None if it has not joined. `names` are the
    country's for a national office, its own for the Secretariat and the Commission; `jurisdiction`
    is None for those two.
    """

    code: str
    number: int
    kind: str
    names: dict[str, str]
    city: str
    legacy_code: str
    timezone: str
    languages: tuple[str, ...]
    region: str
    subregion: str
    joined_on: date | None
    left_on: date | None = None
    jurisdiction: str | None = None
    fictional: bool = False


@cache
def offices() -> tuple[OfficeRow, ...]:
    """The real offices: every national one and the agency's own, each code and number once."""
    known = {row.code: row for row in jurisdictions()}
    own = {row["code"]: wording(row, "name") for row in read_csv(DATA / "agency_offices.csv")}
    return tuple(
        _agency(row, own[row["code"]]) if row["kind"] != NATIONAL else _national(row, known)
        for row in read_csv(DATA / "offices.csv")
    )


@cache
def fictional_offices() -> tuple[OfficeRow, ...]:
    """One office for each fictional country; for the demonstration and tests only."""
    known = {row.code: row for row in fictional()}
    rows = read_csv(DATA / "fictional.csv")
    return tuple(
        _national(
            {
                **row,
                "kind": NATIONAL,
                "legacy_code": f"NCB-{row['city'].upper().replace(' ', '-')}",
                "joined_on": FOUNDED_ON.isoformat(),
                "left_on": "",
            },
            known,
        )
        for row in rows
    )


def _national(row: dict[str, str], known: dict[str, JurisdictionRow]) -> OfficeRow:
    country = known[row["code"]]
    return OfficeRow(
        code=row["code"],
        number=int(row["number"]),
        kind=row["kind"],
        names=country.names,
        city=row["city"],
        legacy_code=row["legacy_code"],
        timezone=row["timezone"],
        languages=country.languages,
        region=country.region,
        subregion=country.subregion,
        joined_on=day(row["joined_on"]),
        left_on=day(row["left_on"]),
        jurisdiction=country.code,
        fictional=country.fictional,
    )


def _agency(row: dict[str, str], names: dict[str, str]) -> OfficeRow:
    return OfficeRow(
        code=row["code"],
        number=int(row["number"]),
        kind=row["kind"],
        names=names,
        city=row["city"],
        legacy_code=row["legacy_code"],
        timezone=row["timezone"],
        languages=("ar", "en", "es", "fr", "ru", "zh"),
        region="",
        subregion="",
        joined_on=day(row["joined_on"]),
        left_on=day(row["left_on"]),
    )
