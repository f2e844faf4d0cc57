"""Which editions an officer, or the public, may see."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from central_offices.models import Officer


class EditionQuerySet(models.QuerySet[Any]):
    def visible_to(self, officer: "Officer") -> "EditionQuerySet":
        """What is published, and drafts for the Secretariat's policy editors."""
        if not officer.is_authenticated or not officer.is_active:
            return self.none()
        published = Q(status="PUBLISHED")
        if officer.has_role("POLICY_EDITOR", "ADMINISTRATOR"):
            return self.exclude(status="DISCARDED")
        return self.filter(published)

    def published(self) -> "EditionQuerySet":
        return self.filter(status="PUBLISHED")

    def current(self) -> Any:
        """The edition that counts: of the latest year, with the highest number."""
        return self.published().order_by("-year", "-number").first()
