"""Which editions an officer, or the public, may see."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from central_offices import roles

if TYPE_CHECKING:
    from central_offices.models import Officer
    from policies.models import Edition

    Editions = models.QuerySet[Edition]
else:
    Editions = models.QuerySet


class EditionQuerySet(Editions):
    def visible_to(self, officer: "Officer") -> "EditionQuerySet":
        """What is published, and drafts for the Secretariat's policy editors."""
        if not officer.is_authenticated or not officer.is_active:
            return self.none()
        published = Q(status="PUBLISHED")
        if roles.has_role(officer, "POLICY_EDITOR", "ADMINISTRATOR"):
            return self.exclude(status="DISCARDED")
        return self.filter(published)

    def published(self) -> "EditionQuerySet":
        return self.filter(status="PUBLISHED")

    def current(self) -> "Edition | None":
        """The edition that counts: of the latest year, with the highest number."""
        return self.published().order_by("-year", "-number").first()
