"""Changes of dated rules: which rows an officer may see."""

from typing import Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from central_offices.queries.offices import Reader

Row = TypeVar("Row", bound=models.Model)


class RuleChangeQuerySet(models.QuerySet[Row]):
    def visible_to(self, officer: Reader) -> Self:
        """Administrators and the Commission see all; everybody those that were confirmed."""
        if not officer.is_authenticated or not officer.is_active:
            return self.none()
        if officer.administers or officer.oversees:
            return self
        return self.filter(Q(status="CONFIRMED"))

    def pending(self) -> Self:
        """Those that a second person can still confirm."""
        return self.filter(status="PENDING", expires_at__gt=timezone.now())
