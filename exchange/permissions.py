"""Which tokens may be used for requests, and who may take a mailbox."""

from typing import Any

from rest_framework.permissions import IsAuthenticated

SCOPE = "requests"


class ForRequests(IsAuthenticated):
    """Signed-in officers, and tokens with the scope `requests`."""

    def has_permission(self, request: Any, view: Any) -> bool:
        if not super().has_permission(request, view):
            return False
        return request.auth is None or SCOPE in request.auth.scope.split()


class ForSystems(ForRequests):
    """Offices' own systems only: what they take from the mailbox counts as fetched."""

    def has_permission(self, request: Any, view: Any) -> bool:
        return super().has_permission(request, view) and request.auth is not None
