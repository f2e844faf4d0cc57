"""Permission to take a mailbox."""

from typing import Any

from central_offices.api.authentication import MayCall


class ForSystems(MayCall):
    """Offices' own systems only: what they take from the mailbox counts as fetched."""

    def has_permission(self, request: Any, view: Any) -> bool:
        return super().has_permission(request, view) and request.auth is not None
