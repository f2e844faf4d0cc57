"""Cases of an office, counted before it is changed."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from cases.models import Case, CaseShare
from central_offices.models import CentralOffice
from central_offices.taking_part import concerned


def register() -> None:
    """Called once, when the app is ready."""
    concerned.register(count)


def count(office: CentralOffice) -> Iterable[tuple[Any, int]]:
    """Count its open cases, and what is shared with it."""
    cases = Case._base_manager.filter(owner_office=office, status=Case.Status.OPEN)
    yield _("Its open cases"), cases.count()
    shares = CaseShare._base_manager.filter(office=office, ended_at=None)
    yield _("Cases shared with it"), shares.count()
