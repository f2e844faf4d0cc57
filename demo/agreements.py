"""Agreements and authorities of the demo, invented, between its offices."""

from datetime import date

from central_offices.agreements import instruments
from central_offices.models import (
    CentralOffice,
    CompetentAuthority,
    CooperationInstrument,
    Jurisdiction,
    Officer,
)

# title, kind, citation, parties, scope, days to reply, conditions
INSTRUMENTS = [
    (
        "Agreement on police cooperation (invented)",
        "TREATY",
        "Demo 2019/4",
        ["KEN", "PRT"],
        [],
        None,
        "Data may be used in court with the consent of the office that gave them.",
    ),
    (
        "Treaty on extradition (invented)",
        "TREATY",
        "Demo 2021/7",
        ["KEN", "PRT"],
        ["EXTRADITION", "ARREST_PROVISIONAL", "SURRENDER_HANDOVER"],
        45,
        "Own nationals are not extradited.",
    ),
    (
        "Memorandum on financial inquiries (invented)",
        "MOU",
        "Demo 2023/2",
        ["KEN", "BRA", "PRT"],
        ["ASSET_TRACE", "ASSET_FREEZE", "PAYMENT_STOP", "INFO"],
        None,
        "",
    ),
    ("Hotline Nairobi–Tokyo (invented)", "HOTLINE", "", ["KEN", "JPN"], ["INFO"], None, ""),
]
AUTHORITIES = [
    ("PRT", "FIU", "Financial intelligence unit, Lisbon (invented)", ["ASSET_TRACE", "INFO"]),
    ("PRT", "COURT", "Court of appeal, Lisbon (invented)", ["EXTRADITION"]),
    ("KEN", "POLICE", "Directorate of investigations, Nairobi (invented)", []),
]


def make(administrator: Officer) -> None:
    for title, kind, citation, parties, scope, days, conditions in INSTRUMENTS:
        row = CooperationInstrument(
            title=title,
            kind=kind,
            citation=citation,
            scope=scope,
            reply_days=days,
            conditions=conditions,
            signed_on=date(2019, 3, 1),
            in_force_from=date(2020, 1, 1),
        )
        countries = Jurisdiction.objects.filter(code__in=parties)
        instruments.keep_instrument(row, by=administrator, version=None, parties=countries)
    for code, kind, name, scope in AUTHORITIES:
        office = CentralOffice.objects.get(code=code)
        authority = CompetentAuthority(
            office=office, kind=kind, name=name, scope=scope, valid_from=date(2020, 1, 1)
        )
        instruments.keep_authority(authority, by=administrator, version=None)
