"""Rules that vary by law, over the API, as they hold on a day: they are changed on pages alone."""

from typing import Any

import django_filters
from rest_framework import serializers
from rest_framework.mixins import ListModelMixin
from rest_framework.viewsets import GenericViewSet

from central_offices.access.officer_request import OfficerCall
from central_offices.api import office_descriptions
from kernel.api.sparse_fields import Sparse
from kernel.pages.narrowing import DayFilter


class DatedSerializer(serializers.ModelSerializer[Any]):
    """A rule, with the days from and to which it holds."""

    descriptions = office_descriptions.DATED_RULE


class CodeOrNull(serializers.ChoiceField):
    """A code of a column that may be empty: null then."""

    def __init__(self, **kwargs: Any):
        super().__init__(allow_null=True, **kwargs)

    def to_representation(self, value: Any) -> Any:
        return value or None


class OnADay(django_filters.FilterSet):
    """The rules that hold on the day that is asked for, or today."""

    on = DayFilter()

    @property
    def qs(self) -> Any:
        return self.queryset.in_force(self.form.cleaned_data["on"])


class DatedRules(Sparse, ListModelMixin, GenericViewSet[Any]):
    """One table of rules; a class names serializer, pages, and the model by `queryset`."""

    descriptions = office_descriptions.DATED_RULE_PARAMETERS
    request: OfficerCall
    filterset_class = OnADay

    def get_queryset(self) -> Any:
        rows: Any = super().get_queryset()
        return rows.visible_to(self.request.user)
