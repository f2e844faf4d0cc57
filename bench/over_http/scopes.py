"""Three offices of the world by how much they see, and things of each that are asked for."""

import random
from typing import Any, NamedTuple

from bench.over_http import callers
from bench.over_http.callers import Headers
from kernel import acting

SHARES = {"few": 0.03, "large": 0.12, "wide": 0.95}
THINGS = 40
SEEN = """
SELECT n, count(*) FROM cases_case, unnest(seen_by) AS n
WHERE n IN (SELECT number FROM central_offices_centraloffice WHERE kind = 'NATIONAL') GROUP BY n
"""


class Scope(NamedTuple):
    """An office, who asks for it, and addresses and names out of what it sees."""

    name: str
    seen: float  # of all cases
    office: Any
    officer: Headers
    system: Headers
    deep: str  # a cursor at 90 % of its cases
    own: list[Any]  # cases of its own, that nobody is asked a reason for
    names: list[str]
    foreign: list[str]  # names in other letters than Latin
    common: str


@acting.by_a_rule("what is asked for")
def found() -> dict[str, Scope]:
    """The scopes by their names in SHARES, each the office that comes nearest."""
    from django.db import connection

    from cases.models import Case
    from central_offices.models import CentralOffice

    with connection.cursor() as cursor:
        cursor.execute(SEEN)
        seen = dict(cursor.fetchall())
    whole = Case.objects.count()
    scopes = {}
    for name, share in SHARES.items():
        number = min(seen, key=lambda one: abs(seen[one] / whole - share))
        office = CentralOffice.objects.get(number=number)
        scopes[name] = _scope(name, seen[number] / whole, office)
    return scopes


def _scope(name: str, share: float, office: Any) -> Scope:
    from django.db.models import Count

    from bench.world import officers
    from cases.models import Case, NameKey
    from cases.names import script_of
    from central_offices.models import Officer
    from kernel.pages import keyset

    email = officers.email(office.code, 2)
    visible = Case.objects.visible_to(Officer.objects.get(email=email))
    place = int(visible.count() * 0.9)
    deep = keyset.cursor_at(visible.order_by("-created_at", "-pk")[place])
    own = Case.objects.filter(owner_office=office, classification__lte=1).order_by("-created_at")
    written = NameKey.objects.visible_to(Officer.objects.get(email=email))
    names = list(written.order_by("pk").values_list("name", flat=True)[:5000])
    full = [one for one in names if " " in one]
    foreign = [one for one in names if script_of(one) != "Latn"]
    common = (
        written.filter(pk__in=written.order_by("pk").values("pk")[:20_000])
        .values("name").annotate(n=Count("pk")).order_by("-n", "name")
    )  # fmt: skip
    chance = random.Random(name)
    return Scope(
        name, share, office, callers.officer(email), callers.system(office), deep,
        own=list(own[:THINGS]), names=chance.sample(full, min(THINGS, len(full))),
        foreign=chance.sample(foreign, min(THINGS, len(foreign))),
        common=common[0]["name"],
    )  # fmt: skip
