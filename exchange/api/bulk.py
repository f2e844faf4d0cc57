"""Many requests in one call over the API, and what came of each row."""

import json
import re
from typing import Any, cast

from django.db.models import prefetch_related_objects
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.plumbing import build_choice_description_list
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.response import Response
from rest_framework.views import APIView

from central_offices.access.officer_request import OfficerCall
from exchange.api import inputs, mailbox_descriptions
from exchange.models import BulkRow
from exchange.requests import bulk
from kernel import acting
from kernel.api.bodies import Input
from kernel.api.cursor_pages import Cursor
from kernel.api.idempotency import Repeatable

SURROGATE = re.compile("[\ud800-\udfff]")


class BulkRowInput(inputs.NewInput):
    """A request as for a single POST, and the id that your system gave it."""

    descriptions = mailbox_descriptions.BULK_ROW_INPUT
    client_id = serializers.CharField(max_length=80)


class BulkInput(Input):
    """Many requests at once."""

    descriptions = mailbox_descriptions.BULK_INPUT
    rows: Any = serializers.ListSerializer(  # of BulkRowInput
        child=BulkRowInput(), min_length=1, max_length=bulk.MAX_ROWS_PER_CALL, allow_empty=False
    )


class _Shape(Input):
    """The shape of the whole call; the rows' own values are for the worker."""

    rows = serializers.ListField(
        child=serializers.DictField(),
        min_length=1,
        max_length=bulk.MAX_ROWS_PER_CALL,
        allow_empty=False,
    )

    def validate_rows(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        wrong: dict[int, Any] = {}
        seen: set[str] = set()
        for number, row in enumerate(rows):
            mine = row.get("client_id")
            if not isinstance(mine, str) or not 0 < len(mine) <= 80 or not mine.isprintable():
                wrong[number] = {"client_id": [_("Give each row an id of 1 to 80 characters.")]}
            elif mine in seen:
                wrong[number] = {"client_id": [_("This id is in the bulk twice.")]}
            elif not _can_be_kept(row):
                wrong[number] = [_("There is a character in it that cannot be kept.")]
            else:
                seen.add(mine)
        if wrong:
            raise serializers.ValidationError(cast(Any, wrong))  # by number, as DRF renders it
        return rows


def _can_be_kept(row: dict[str, Any]) -> bool:
    """PostgreSQL keeps neither NUL nor half of a surrogate pair."""
    text = json.dumps(row, ensure_ascii=False)
    return "\\u0000" not in text and not SURROGATE.search(text)


class BulkSerializer(serializers.Serializer[Any]):
    """Where to look how far a bulk is, and what came of its rows."""

    descriptions = mailbox_descriptions.BULK
    job = serializers.UUIDField()
    rows = serializers.IntegerField()
    results = serializers.CharField()


class BulkResultSerializer(serializers.ModelSerializer[Any]):
    """The result of one row. `problem` is what a single POST would have been answered."""

    descriptions = mailbox_descriptions.BULK_RESULT
    request = serializers.UUIDField(source="request_id", allow_null=True)
    reference = serializers.CharField(source="request.reference", default=None, allow_null=True)
    problem = serializers.DictField(allow_null=True)

    class Meta:
        model = BulkRow
        fields = ["number", "client_id", "status", "request", "reference", "problem"]
        read_only_fields = fields


class Bulk(Repeatable, APIView):
    """File up to a thousand requests in one call."""

    request: OfficerCall

    @extend_schema(request=BulkInput, responses={202: BulkSerializer})
    def post(self, request: OfficerCall) -> Response:
        """Each row is filed by itself, once for its `client_id`; the answer says where to look."""
        given = _Shape(data=request.data)
        given.is_valid(raise_exception=True)
        rows = given.validated_data["rows"]

        def carry_out() -> Response:
            job = bulk.submit(rows, by=request.user)
            results = f"/api/v1/bulk-results/{job.pk}/"
            told = {"job": str(job.pk), "rows": len(rows), "results": results}
            location = {"Location": f"/api/v1/jobs/{job.pk}/"}
            return Response(told, status=202, headers=location)

        return self.create_once(request, carry_out)


class ByNumber(Cursor):
    ordering = ("number",)


class BulkResults(GenericAPIView[Any]):
    """The rows of a bulk, in order."""

    descriptions = mailbox_descriptions.BULK_PARAMETERS
    request: OfficerCall
    serializer_class = BulkResultSerializer
    pagination_class = ByNumber
    filter_backends: list[Any] = []
    queryset = BulkRow.objects.none()

    def get_queryset(self) -> Any:
        rows = BulkRow.objects.visible_to(self.request.user)
        return rows.filter(job=self.kwargs["id"])

    @extend_schema(
        parameters=[
            OpenApiParameter(
                "status",
                str,
                enum=BulkRow.Status.values,
                description=build_choice_description_list(BulkRow.Status.choices),
            )
        ],
        responses=BulkResultSerializer(many=True),
    )
    def get(self, request: OfficerCall, id: Any) -> Response:
        """The outcome of each row of a bulk that you sent."""
        rows = self.get_queryset()
        if not rows.exists():
            raise Http404
        if status := request.query_params.get("status"):
            rows = rows.filter(status=status)
        page = self.paginate_queryset(rows) or []
        with acting.by_a_rule("what a bulk filed"):  # also under an id that a colleague sent before
            prefetch_related_objects(page, "request")
        return self.get_paginated_response(self.get_serializer(page, many=True).data)
