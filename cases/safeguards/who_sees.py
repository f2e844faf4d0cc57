"""The offices that see a case or something out of it: asked before a person is added to it.

Shares and invitations by name are known here; apps above register what else shows a case's persons
to an office (`also`).
"""

from collections.abc import Callable, Iterable

from django.db.models import Q

from cases.models import Case, CaseInvitation
from central_offices.models import CentralOffice

Source = Callable[[Case], Iterable[int]]
_sources: list[Source] = []


def also(source: Source) -> None:
    """Register a function of a case that gives the keys of offices which are asked out of it."""
    _sources.append(source)


def offices(case: Case) -> list[CentralOffice]:
    """Everybody who sees the case, or is asked out of it now; its owner too."""
    invited = CaseInvitation.objects.filter(content_object=case).values("user__office")
    asked = {key for source in _sources for key in source(case)}
    found = Q(number__in=case.seen_by) | Q(pk__in=invited) | Q(pk__in=asked)
    return list(CentralOffice.objects.filter(found).order_by("pk"))
