"""All offices' totals for the Secretariat: how many and how fast, never what, who or with whom.

Its people see no request of others, so these figures pass by `visible_to`; in its place stands this
rule: totals of a whole office only, by nothing else, and of an office with fewer than ENOUGH
requests nothing but that there are few (docs/decisions/0008).
"""

from typing import NamedTuple

from django.utils.translation import gettext as _

from central_offices.models import CentralOffice, Officer, Role
from exchange.models import RequestRecipient
from exchange.performance import figures as performance
from kernel.errors import NotPermitted
from kernel.values import sorting

WATCH = (Role.HEAD, Role.ADMINISTRATOR)


class Row(NamedTuple):
    """One office; `figures` is None where there are too few requests to tell anything."""

    office: CentralOffice
    figures: performance.Figures | None


def may(officer: Officer) -> bool:
    """Heads and administrators of the General Secretariat."""
    return bool(officer.office.is_secretariat) and officer.has_role(*WATCH)


def offices(officer: Officer, span: performance.Range) -> list[Row]:
    """Every office's totals as the one that is asked, by name. Raises NotPermitted."""
    if not may(officer):
        raise NotPermitted(_("Only the General Secretariat sees the totals of all offices."))
    rows = RequestRecipient.objects.filter(delivered_at__gte=span.start, delivered_at__lt=span.end)
    found = performance.table(rows, "office", ("partner",)).by["partner"]
    named = CentralOffice.objects.in_bulk(found)
    ordered = sorting.by_name(named.values())
    return [Row(one, found[one.pk] if found[one.pk].enough else None) for one in ordered]
