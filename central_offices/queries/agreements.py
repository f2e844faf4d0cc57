"""Agreements and authorities in force on a day, for countries and types of request."""

from datetime import date
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import Count, OuterRef, Prefetch, Q, Subquery
from django.utils import timezone

from central_offices.queries import dated
from central_offices.queries.open_to_officers import OpenToOfficers

Row = TypeVar("Row", bound=models.Model)  # the model: its module imports this one


class _Scoped(OpenToOfficers[Row]):
    """Public knowledge, for every officer; an empty scope covers every type of request."""

    def covering(self, scope: str) -> Self:
        return self.filter(Q(scope=[]) | Q(scope__contains=[scope]))


class InstrumentQuerySet(_Scoped[Row]):
    def in_force(self, on: date | None = None) -> Self:
        day = on or timezone.now().date()
        return self.filter(
            Q(in_force_to=None) | Q(in_force_to__gt=day),
            Q(suspended_from=None) | Q(suspended_from__gt=day),
            in_force_from__lte=day,
        )

    def between(self, one: str | None, other: str | None) -> Self:
        """Those to which both countries are parties."""
        return self.filter(parties=one).filter(parties=other)

    def with_parties(self) -> Self:
        """With the countries that are parties, in the order of their codes."""
        model: Any = self.model
        countries = model._meta.get_field("parties").related_model.objects
        return self.prefetch_related(Prefetch("parties", countries.order_by("code")))

    def by_parties(self) -> Self:
        """Those of few parties first."""
        model: Any = self.model
        through = model.parties.through.objects.filter(cooperationinstrument=OuterRef("pk"))
        size = through.order_by().values("cooperationinstrument").annotate(n=Count("*")).values("n")
        return self.annotate(size=Subquery(size)).order_by("size", "-in_force_from", "id")


class AuthorityQuerySet(_Scoped[Row]):
    def in_force(self, on: date | None = None) -> Self:
        return self.filter(dated.counts(on))
