"""The world that every test finds: a few offices, fictional ones among them, and the cast."""

from datetime import date

from agency.kernel import wall
from central_offices import roles
from central_offices.models import CentralOffice, Jurisdiction, Officer, Role, RoleGrant
from ledger.models import Destination

PASSWORD = "only-for-tests-2026"
OFFICES = [
    # code, number, kind, alpha2, city, zone, languages, receives by
    ("AGY", 1, "SECRETARIAT", "", "General Secretariat", "UTC", ["en", "fr"], "BROWSER"),
    ("CCF", 2, "COMMISSION", "", "Commission", "UTC", ["en", "fr"], "BROWSER"),
    ("KEN", 101, "NATIONAL", "KE", "Nairobi", "Africa/Nairobi", ["en", "sw"], "BROWSER"),
    ("PRT", 155, "NATIONAL", "PT", "Lisbon", "Europe/Lisbon", ["pt"], "BROWSER"),
    ("BRA", 35, "NATIONAL", "BR", "Brasília", "America/Sao_Paulo", ["pt"], "MAILBOX"),
    ("QMA", 901, "NATIONAL", "QM", "Alphaville", "Asia/Kolkata", ["en"], "BROWSER"),
    ("QMB", 902, "NATIONAL", "QN", "Betatown", "America/New_York", ["en"], "BROWSER"),
]
CAST = [
    # name, office, clearance, roles
    ("amina", "KEN", 2, [Role.OFFICER]),
    ("otieno", "KEN", 2, [Role.OFFICER]),
    ("okello", "KEN", 0, [Role.OFFICER]),
    ("wanjiku", "KEN", 2, [Role.HEAD]),
    ("mutua", "KEN", 2, [Role.SUPERVISOR, Role.DUTY_OFFICER]),
    ("pierre", "PRT", 2, [Role.OFFICER, Role.DUTY_OFFICER]),
    ("beatriz", "PRT", 2, [Role.HEAD]),
    ("joana", "BRA", 2, [Role.OFFICER]),
    ("arun", "QMA", 2, [Role.OFFICER]),
    ("anika", "QMA", 2, [Role.HEAD]),
    ("bela", "QMB", 2, [Role.OFFICER, Role.HEAD]),
    ("sato", "AGY", 2, [Role.REVIEWER]),
    ("lindqvist", "AGY", 2, [Role.SECOND_REVIEWER]),
    ("adler", "AGY", 2, [Role.ADMINISTRATOR, Role.POLICY_EDITOR]),
    ("benes", "AGY", 2, [Role.ADMINISTRATOR, Role.POLICY_EDITOR]),
    ("auditor", "CCF", 2, [Role.OVERSIGHT]),
]
FICTIONAL = {"QMA": "Alpha", "QMB": "Beta"}


def seed() -> None:
    """Fill the template database, once a run."""
    offices = {row[0]: _office(*row) for row in OFFICES}
    for row in offices.values():
        roles.system(row)
    for name, code, clearance, held in CAST:
        _officer(name, offices[code], clearance, held)


def officer(name: str) -> Officer:
    return Officer.objects.select_related("office").get(email=email(name))


def email(name: str) -> str:
    return f"{name}@office.test"


def _office(code, number, kind, alpha2, city, zone, languages, mode) -> CentralOffice:
    country = None
    if kind == "NATIONAL":
        names = {
            "en": FICTIONAL.get(code) or {"KEN": "Kenya", "PRT": "Portugal", "BRA": "Brazil"}[code]
        }
        country, _ = Jurisdiction.objects.get_or_create(
            code=code, defaults={"alpha2": alpha2, "kind": "STATE", "names": names}
        )
    office, _ = CentralOffice.objects.get_or_create(
        code=code,
        defaults={
            "number": number,
            "kind": kind,
            "jurisdiction": country,
            "city": city,
            "names": {"en": f"{city} office" if country else city},
            "sort_key": city.lower(),
            "time_zone": zone,
            "languages": languages,
            "joined_on": date(2024, 1, 1),
        },
    )
    Destination.objects.get_or_create(office=office, defaults={"mode": mode})
    return office


def _officer(name: str, office: CentralOffice, clearance: int, held: list[str]) -> None:
    row = Officer(email=email(name), name=name.title(), office=office, clearance=clearance)
    row.set_password(PASSWORD)
    row.save()
    with wall.acting_as(row):
        for role in held:
            RoleGrant.objects.create(officer=row, office=office, role=role)
        roles.refresh(row)
