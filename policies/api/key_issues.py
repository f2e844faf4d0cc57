"""Portfolios and published key issues over the API."""

from django_filters.rest_framework import FilterSet
from drf_spectacular.plumbing import build_choice_description_list
from rest_framework import serializers
from rest_framework.viewsets import ReadOnlyModelViewSet

from kernel.api import descriptions
from kernel.api.cursor_pages import Cursor
from kernel.api.sparse_fields import Sparse
from kernel.pages.narrowing import WholeFilter
from policies.api import policy_descriptions
from policies.models import Edition, EditionDocument, Portfolio, PortfolioCode

CODE = descriptions.above_codes(
    "The code of the portfolio.", build_choice_description_list(PortfolioCode.choices)
)


class PortfolioSerializer(serializers.ModelSerializer[Portfolio]):
    """One of the nine portfolios."""

    descriptions = policy_descriptions.PORTFOLIO
    names = serializers.DictField(child=serializers.CharField())
    scopes = serializers.DictField(child=serializers.CharField())

    class Meta:
        model = Portfolio
        fields = ["code", "rank", "names", "scopes"]


class DocumentSerializer(serializers.ModelSerializer[EditionDocument]):
    """The published edition in one language."""

    descriptions = policy_descriptions.DOCUMENT
    content = serializers.JSONField(source="payload")

    class Meta:
        model = EditionDocument
        fields = ["language", "sha256", "content"]


class EditionSerializer(serializers.ModelSerializer[Edition]):
    """A published edition with its frozen document in every promised language."""

    descriptions = policy_descriptions.EDITION
    reference = serializers.CharField(source="slug", read_only=True)
    corrects = serializers.CharField(source="corrects.slug", default=None, read_only=True)
    documents = DocumentSerializer(many=True, read_only=True)

    class Meta:
        model = Edition
        fields = ["id", "reference", "year", "number", "corrects", "published_at", "documents"]


class ByRank(Cursor):
    ordering = ("rank", "code")


class Newest(Cursor):
    ordering = ("-published_at", "-id")


class PortfolioViewSet(Sparse, ReadOnlyModelViewSet[Portfolio]):
    """The nine portfolios."""

    descriptions = {"code": CODE}
    operations = policy_descriptions.PORTFOLIO_OPERATIONS
    queryset = Portfolio.objects.all()
    serializer_class = PortfolioSerializer
    pagination_class = ByRank
    lookup_field = "code"
    filterset_fields: list[str] = []


class EditionFilter(FilterSet):
    year = WholeFilter(min_value=2020, max_value=2100)
    number = WholeFilter(min_value=1, max_value=1000)

    class Meta:
        model = Edition
        fields: list[str] = []


class KeyIssuesViewSet(Sparse, ReadOnlyModelViewSet[Edition]):
    """Published editions of the annual key issues, the newest first."""

    descriptions = policy_descriptions.EDITION_PARAMETERS
    operations = policy_descriptions.EDITION_OPERATIONS
    queryset = Edition.objects.published().select_related("corrects").prefetch_related("documents")
    serializer_class = EditionSerializer
    pagination_class = Newest
    filterset_class = EditionFilter
