"""The world that every test finds: a few offices, fictional ones among them, and the cast."""

from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from cases import seed as case_seed
from central_offices import seed as office_seed
from central_offices.models import CentralOffice, Officer, Role, RoleGrant
from central_offices.two_persons import commissioning
from exchange import seed as exchange_seed
from kernel import acting
from ledger.models import Destination
from notices import seed as notice_seed
from notices.models import SafeguardRule
from policies import seed as policy_seed
from tests.plumbing.by_the_owner import by_the_owner

PASSWORD = "only-for-tests-2026"
LONG_AGO = timezone.now() - timedelta(days=365)  # nobody of the cast is new
HASH = make_password(PASSWORD)  # once: Argon2 is slow on purpose
OFFICES = ["AGY", "CCF", "KEN", "PRT", "BRA", "QMA", "QMB"]
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
    ("member", "CCF", 2, [Role.OVERSIGHT]),
]


def seed() -> None:
    """Fill the template database, once a run."""
    office_seed.seed(only=OFFICES, with_fictional=True, live=True)
    policy_seed.seed()
    policy_seed.give_permissions()
    case_seed.seed()
    notice_seed.seed()
    # No request of a test is drawn by chance.
    with by_the_owner():
        SafeguardRule.objects.filter(code="SAMPLED_PER_HUNDRED").update(number=0)
    exchange_seed.seed()
    Destination.objects.filter(office__code="BRA").update(mode=Destination.Mode.MAILBOX)
    offices = {row.code: row for row in CentralOffice.objects.all()}
    for name, code, clearance, held in CAST:
        _officer(name, offices[code], clearance, held)
    with by_the_owner():
        commission()


def commission() -> None:
    """As if two administrators had put the installation into service a year ago."""
    row = commissioning.installation()
    row.proposed_by, row.commissioned_by = officer("adler"), officer("benes")
    row.began_at = row.proposed_at = row.commissioned_at = LONG_AGO
    row.status = "COMMISSIONED"
    row.save()


def officer(name: str) -> Officer:
    return Officer.objects.select_related("office").get(email=email(name))


def email(name: str) -> str:
    return f"{name}@office.test"


def _officer(name: str, office: CentralOffice, clearance: int, held: list[str]) -> None:
    row = Officer(email=email(name), name=name.title(), office=office, clearance=clearance)
    row.password, row.valid_from = HASH, LONG_AGO
    row.save()
    with acting.acting_as(row):
        for role in held:
            RoleGrant.objects.create(officer=row, office=office, role=role, valid_from=LONG_AGO)
        row.refresh_rights()
