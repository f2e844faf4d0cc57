"""A change of a rule as tests propose it."""

from datetime import timedelta

from django.utils import timezone

from central_offices.dated_rules import changes, tables
from central_offices.dated_rules.plans import Span
from central_offices.models import Officer, RuleChange

SOON = timezone.now().date() + timedelta(days=30)
ROLE = {"of": "ROLE"}


def proposed(by: Officer, hours: int = 96) -> RuleChange:
    """A role waits so many hours, from a day to come on."""
    draft = changes.Draft(tables.by_slug("waiting-times"), ROLE, {"hours": hours}, Span(SOON))
    return changes.propose(draft, by=by, reason="The assembly decided so.")
