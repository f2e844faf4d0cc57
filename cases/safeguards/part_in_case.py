"""What speaks against saying anew what a person is in a case: apps above register it."""

from collections.abc import Callable

from cases.models import Case, Subject
from kernel.errors import NotReady

Objection = Callable[[Case, Subject, str], str]
_objections: list[Objection] = []


def object_to_change(objection: Objection) -> None:
    """Register a function of case, person and new status that says why not; "" for no reason."""
    _objections.append(objection)


def demand_change(case: Case, subject: Subject, status: str) -> None:
    """Raise NotReady with the first reason against it."""
    for objection in _objections:
        if sentence := objection(case, subject, status):
            raise NotReady(sentence, missing=[("status_of_person", sentence)])
