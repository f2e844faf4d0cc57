"""Second persons of requests: whose right their type takes, of the own office or its deputy.

A deputy office's approver counts where the office asked it about this very request, both heads
have agreed on it for today, and nobody of the office is left who may (docs/decisions/0036).
"""

from typing import Any

from central_offices import roles
from central_offices.agreements import deputy_offices
from central_offices.models import Officer, rights
from central_offices.two_persons import counting
from exchange.models import Release
from kernel.values import sorting

PERMISSION_TO_APPROVE = {
    Release.SUPERVISOR: "approve_request",
    Release.HEAD: "approve_coercive_request",
}


def right_to_approve(officer: Officer, request: Any) -> str:
    """The right by which this type of request is approved."""
    return PERMISSION_TO_APPROVE.get(request.type.release, "")


def second_person(officer: Officer, request: Any) -> bool:
    """The officer is a person who wrote nothing of it, with the type's right, of that office or,
    where it was asked and nobody there is left, of its deputy office.
    """
    ours = officer.office_id == request.owner_office_id
    return (ours or stands_in(officer, request)) and could_approve(officer, request)


def could_approve(officer: Officer, request: Any) -> bool:
    """Whether the officer is a cleared person with the type's right who wrote nothing of it."""
    permission = right_to_approve(officer, request)
    return (
        permission != ""
        and officer.is_human
        and officer.is_cleared_for(request.classification)
        and officer.pk not in (request.created_by_id, request.submitted_by_id)
        and not request.wrote(officer)
        and officer.may(permission, officer.office)
    )


def stands_in(officer: Officer, request: Any) -> bool:
    """Whether the officer's office was asked to approve it, and may today."""
    asked = request.deputy_id is not None and request.deputy_id == officer.office_id
    return (
        asked
        and deputy_offices.stands_in(request.deputy_id, request.owner_office_id)
        and not approvers(request.owner_office, request)
    )


def approvers(office: Any, request: Any) -> list[Officer]:
    """Whoever of the office could approve the request now, and counts."""
    right = PERMISSION_TO_APPROVE.get(request.type.release, "")
    level = request.classification
    able = approvers_in_time(office, request)
    return [officer for officer in able if counting.counts(officer, right, level)]


def approvers_in_time(office: Any, request: Any) -> list[Officer]:
    """The same with whoever is too new to count, by name: that waiting ends by itself."""
    right = PERMISSION_TO_APPROVE.get(request.type.release, "")
    people = roles.with_role(office, *rights.giving(right)).select_related("office")
    named = people.order_by(sorting.of("name"))
    return [officer for officer in named if could_approve(officer, request)]


def lacks_approvers(request: Any) -> bool:
    """Whether it waits for a second person, and nobody of its office is left who may be that."""
    needed = request.type.release in PERMISSION_TO_APPROVE
    return (
        waits_for_second_person(request) and needed and not approvers(request.owner_office, request)
    )


def waits_for_second_person(request: Any) -> bool:
    """Whether nobody has approved it yet who has to, before it leaves or after."""
    return bool(request.status == "PENDING_APPROVAL" or request.awaits_approval)
