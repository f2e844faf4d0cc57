"""Visibility of editions, for officers and for the public."""

from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import Q

from central_offices.models import Officer

Row = TypeVar("Row", bound=models.Model)  # the model: its module imports this one


class EditionQuerySet(models.QuerySet[Row]):
    def visible_to(self, officer: Officer) -> Self:
        """Editions that are published, and drafts for the Secretariat's policy editors."""
        if not officer.is_authenticated or not officer.is_active:
            return self.none()
        published = Q(status="PUBLISHED")
        if officer.has_role("POLICY_EDITOR", "ADMINISTRATOR"):
            return self.exclude(status="DISCARDED")
        return self.filter(published)

    def published(self) -> Self:
        return self.filter(status="PUBLISHED")

    def current(self) -> Any:
        """The edition that counts: of the latest year, with the highest number."""
        return self.published().order_by("-year", "-number").first()
