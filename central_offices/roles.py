"""Holders of roles, and roles that begin or end by themselves (rights: `models/rights.py`).

Grants are dated rows; groups are derived from them by `Officer.refresh_rights`, and read by
`Officer.may` only.
"""

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from central_offices.models import CentralOffice, Officer, Role, RoleGrant
from kernel import acting, batches
from kernel.errors import NotPermitted
from kernel.periodic import UNLIMITED, Budget


def demand_administrator(officer: Officer) -> None:
    """Raise NotPermitted unless the officer administers."""
    if not officer.administers:
        raise NotPermitted(_("Only administrators of the General Secretariat may do this."))


def with_role(office: CentralOffice, *roles: str) -> QuerySet[Officer]:
    """The active officers of an office who hold one of the roles now; none once it has left."""
    if office.has_left:
        return Officer.objects.none()
    grants = RoleGrant.objects.in_force().filter(office=office, role__in=roles)
    return Officer.objects.filter(is_active=True, office=office, pk__in=grants.values("officer"))


def other_administrators(*but: int | None) -> QuerySet[Officer]:
    """The persons who administer and came in, but those with these numbers."""
    found = with_role(CentralOffice.objects.secretariat(), Role.ADMINISTRATOR)
    found = found.filter(kind=Officer.Kind.HUMAN).exclude(pk__in=[one for one in but if one])
    return found.exclude(password__startswith="!")


def refresh_due(budget: Budget = UNLIMITED) -> int:
    """Refresh everybody whose role began or ended meanwhile; beat runs this every minute."""
    due = Officer.objects.filter(rights_change_at__lte=timezone.now()).select_related("office")
    return batches.each(due, _refresh, by=system(), budget=budget, oldest="rights_change_at")


def _refresh(officer: Officer, *, by: Officer) -> None:
    with acting.acting_as(officer):
        officer.refresh_rights()


def system(office: CentralOffice | None = None) -> Officer:
    """The system itself as an actor: it has no password, no session and no role."""
    office = office or CentralOffice.objects.secretariat()
    officer, made = Officer.objects.get_or_create(
        email=f"system@{office.code.lower()}.iisa.invalid",
        defaults={"name": "System", "kind": Officer.Kind.SYSTEM, "office": office, "password": "!"},
    )
    return officer
