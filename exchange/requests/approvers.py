"""Officers of the requesting office who can approve: named to whoever waits for it."""

from central_offices import roles
from central_offices.models import Officer, rights
from exchange.models import Request
from exchange.second_person import right_to_approve, second_person


def approvers(request: Request) -> list[Officer]:
    """The officers by name; whoever is too new for it counts: the waiting ends by itself."""
    able = rights.giving(right_to_approve(request.created_by, request))
    people = roles.with_role(request.owner_office, *able).select_related("office")
    return [officer for officer in people.order_by("name") if second_person(officer, request)]
