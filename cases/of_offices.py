"""Cases of an office, counted before it is changed."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from cases.models import Case, CaseShare
from central_offices.models import CentralOffice
from central_offices.taking_part import concerned
from kernel import acting


def register() -> None:
    """Called once, when the app is ready."""
    concerned.register(count)


def count(office: CentralOffice) -> Iterable[tuple[Any, int]]:
    """Count its open cases, and what is shared with it."""
    cases = Case._base_manager.filter(owner_office=office, status=Case.Status.OPEN)
    shares = CaseShare._base_manager.filter(office=office, ended_at=None)
    with acting.by_a_rule("what a change of an office concerns"):
        counted = cases.count(), shares.count()
    yield _("Its open cases"), counted[0]
    yield _("Cases shared with it"), counted[1]
