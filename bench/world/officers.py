"""Officers of the world with their roles: the work of two years needs somebody who did it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bench.world import rows
from bench.world.plan import DAYS, LEAST_OFFICERS, MOST_OFFICERS, OFFICER, national
from bench.world.rows import Lines, columns_of, line_of
from bench.world.sizes import Size
from bench.world.weights import weights

DOMAIN = "world.example"
REVIEWERS, SECOND_REVIEWERS = 6, 2


def email(code: str, place: int) -> str:
    """The address of an office's officer: the head is 0, the duty officer 1, others follow."""
    return f"{code.lower()}.{place}@{DOMAIN}"


def of_four_sizes() -> list[Any]:
    """The largest office of the world that is there, two of middling size, and a small one."""
    from central_offices.models import CentralOffice

    there = CentralOffice.objects.filter(officers__email__endswith=f"0@{DOMAIN}", kind="NATIONAL")
    share = weights()
    found = sorted(there, key=lambda office: -share[office.code])
    return [found[min(place, len(found) - 1)] for place in (0, 10, 40, len(found) - 1)]


def made(size: Size, day: Any) -> tuple[Lines, dict[int, list[int]], list[int]]:
    """Lines of COPY, the keys of each office's officers, and those of the Secretariat's reviewers.

    Their groups follow from the roles, by the product's own function, when the rows are there.
    """
    from central_offices.models import CentralOffice, Officer, Role, RoleGrant

    since = datetime.combine(day, datetime.min.time(), UTC) - timedelta(days=DAYS + 30)
    last = Officer.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    people: list[Officer] = []
    grants: list[RoleGrant] = []

    def one(office: Any, place: int, role: str) -> int:
        key = last + 1 + len(people)
        people.append(
            Officer(
                pk=key, email=email(office.code, place), name=f"Officer {place} of {office.code}",
                office=office, password="!", clearance=2, created_at=since, valid_from=since,
            )
        )  # fmt: skip
        pk = rows.uuid7(int(since.timestamp() * 1000), OFFICER | key)
        grants.append(RoleGrant(pk=pk, officer_id=key, office=office, role=role, valid_from=since))
        return key

    officers: dict[int, list[int]] = {}
    for rank, office in enumerate(national(size)):
        count = max(LEAST_OFFICERS, min(MOST_OFFICERS, 400 // (rank + 8), size.cases // 100))
        roles = [Role.HEAD, Role.DUTY_OFFICER, *[Role.OFFICER] * (count - 2)]
        officers[office.pk] = [one(office, place, role) for place, role in enumerate(roles)]
    secretariat = CentralOffice.objects.secretariat()
    kinds = [Role.REVIEWER] * REVIEWERS + [Role.SECOND_REVIEWER] * SECOND_REVIEWERS
    reviewers = [one(secretariat, place, role) for place, role in enumerate(kinds)]
    lines = {
        f"central_offices_officer ({columns_of(Officer)})": [line_of(row) for row in people],
        f"central_offices_rolegrant ({columns_of(RoleGrant)})": [line_of(row) for row in grants],
    }
    return lines, officers, reviewers


def give_rights() -> None:
    """Put the officers of the world into the groups of their roles."""
    from central_offices.models import Officer, RoleGrant
    from central_offices.models.rights import group_of

    groups: dict[tuple[int, str], Any] = {}
    memberships: list[Any] = []
    held = RoleGrant.objects.filter(officer__email__endswith=f"@{DOMAIN}").select_related("office")
    for grant in held.order_by("officer_id"):
        place = grant.office_id, grant.role
        if place not in groups:
            groups[place] = group_of(grant.office, grant.role)
        memberships.append(Officer.groups.through(officer_id=grant.officer_id, group=groups[place]))
    Officer.groups.through.objects.bulk_create(memberships, ignore_conflicts=True)
