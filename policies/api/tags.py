"""Tags over the API: the codes that cases and requests can carry, in words."""

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.viewsets import ReadOnlyModelViewSet

from central_offices.api.offices import ByCode
from kernel.api.sparse_fields import Sparse
from policies.api import policy_descriptions
from policies.models import Tag


class TagSerializer(serializers.ModelSerializer[Tag]):
    """A tag in its words of today, or in its last ones."""

    descriptions = policy_descriptions.TAG
    names = serializers.DictField(child=serializers.CharField())
    scopes = serializers.DictField(child=serializers.CharField())

    class Meta:
        model = Tag
        fields = ["code", "names", "scopes", "valid_to"]


class TagViewSet(Sparse, ReadOnlyModelViewSet[Tag]):
    """The list of tags, those that ended included."""

    descriptions = {"code": policy_descriptions.TAG["code"]}
    operations = policy_descriptions.TAG_OPERATIONS
    queryset = Tag.objects.none()
    serializer_class = TagSerializer
    pagination_class = ByCode
    lookup_field = "code"
    filterset_fields: list[str] = []

    def get_queryset(self) -> QuerySet[Tag]:
        return Tag.objects.begun()
