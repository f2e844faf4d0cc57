"""Which editions an officer, or the public, may see."""

from django.db import models
from django.db.models import Q

from central_offices import roles


class EditionQuerySet(models.QuerySet):
    def visible_to(self, officer):
        """What is published, and drafts for the Secretariat's policy editors."""
        if not officer.is_authenticated or not officer.is_active:
            return self.none()
        published = Q(status="PUBLISHED")
        if roles.has_role(officer, "POLICY_EDITOR", "ADMINISTRATOR"):
            return self.exclude(status="DISCARDED")
        return self.filter(published)

    def published(self):
        return self.filter(status="PUBLISHED")

    def current(self):
        """The edition that counts: of the latest year, with the highest number."""
        return self.published().order_by("-year", "-number").first()
