"""Visibility of editions, for officers and for the public; the tags that there are."""

from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from central_offices.models import Officer
from central_offices.queries.dated import DatedQuerySet

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


class TagQuerySet(DatedQuerySet[Row]):
    def begun(self) -> Self:
        """Of each tag one row: that of today, or the last one of a tag that ended."""
        rows = self.filter(valid_from__lte=timezone.now().date())
        later = rows.filter(code=OuterRef("code"), valid_from__gt=OuterRef("valid_from"))
        return rows.filter(~Exists(later))
