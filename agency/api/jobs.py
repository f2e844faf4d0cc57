"""Long pieces of work over the API: how far they are, and where their result is."""

from typing import Any

from rest_framework import serializers
from rest_framework.viewsets import ReadOnlyModelViewSet

from agency.api import job_descriptions
from agency.pages.jobs import seen_by
from central_offices.access.officer_request import OfficerCall
from kernel.api.sparse_fields import Sparse
from kernel.models import Job


class JobSerializer(serializers.ModelSerializer[Any]):
    """`done` of `total` steps are behind it; `error` says why it failed."""

    descriptions = job_descriptions.JOB
    result = serializers.CharField(source="result_url")

    class Meta:
        model = Job
        fields = [
            "id",
            "kind",
            "title",
            "status",
            "done",
            "total",
            "error",
            "result",
            "created_at",
            "started_at",
            "ended_at",
        ]
        read_only_fields = fields


class JobViewSet(Sparse, ReadOnlyModelViewSet[Any]):
    """Work that you started."""

    descriptions = job_descriptions.JOB_PARAMETERS
    operations = job_descriptions.JOB_OPERATIONS
    request: OfficerCall
    serializer_class = JobSerializer
    queryset = Job.objects.none()
    lookup_value_regex = "[0-9a-fA-F-]{36}"
    filterset_fields = ["status"]

    def get_queryset(self) -> Any:
        return seen_by(self.request.user)
