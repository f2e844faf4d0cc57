"""Cases over the REST API: found, read, filed, changed, and taken through their steps."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from cases import filing, lifecycle, persons, sharing
from cases.api import case_descriptions, case_rows, inputs, serializers, translate
from cases.api.contributions import Contributions
from cases.api.pages import FoundPagination, pages_of
from cases.search import finding
from cases.search.filters import CaseFilter
from central_offices.access import purpose_on_pages
from central_offices.access.officer_request import OfficerCall
from kernel.api.preconditions import demand_match
from kernel.pages import keyset
from ledger import events

TYPED = OpenApiParameter(
    "q",
    str,
    description="A person's name in any script or part of it, a reference, or words of the case. "
    "A search needs a purpose (X-Purpose, or the client's registered one).",
)
PURPOSE = OpenApiParameter(
    "X-Purpose", str, OpenApiParameter.HEADER, description="Why the data are used (RPD art. 10)"
)
REASONED = extend_schema(request=inputs.Reason, responses=serializers.CaseSerializer)
PLAIN = extend_schema(request=None, responses=serializers.CaseSerializer)


@extend_schema_view(
    list=extend_schema(parameters=[TYPED, PURPOSE]),
    retrieve=extend_schema(parameters=[PURPOSE]),
)
class CaseViewSet(Contributions, ListModelMixin, RetrieveModelMixin):
    """Case files that the caller may see."""

    descriptions = case_descriptions.SEARCH | case_descriptions.CASE_FILTER
    operations = case_descriptions.CASE_OPERATIONS

    filterset_class = CaseFilter
    pagination_class = FoundPagination

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        officer, rows = self.request.user, self.filter_queryset(self.get_queryset())
        call, text = self.request, purpose_on_pages.typed(self.request)
        why = purpose_on_pages.of_search(call) if text else purpose_on_pages.of_call(call)

        def make(cursor: str, size: int) -> keyset.Page[Any]:
            if text:
                return finding.typed(officer, rows, text, cursor, size, shape=case_rows.lean)
            return keyset.page(rows, cursor, size, shape=case_rows.lean)

        page = pages_of(self).take(make, request)
        asked = purpose_on_pages.asked(call)
        events.record(
            "case.search" if text else "case.list",
            by=officer,
            purpose=why,
            data={"shown": [str(row.pk) for row in page.rows]},
            detail={"criteria": asked} if asked else None,
        )
        answers = case_rows.shown(page.rows, officer)
        for row, answer in zip(page.rows, answers, strict=True):
            serializers.CaseSerializer.withhold(self, row, answer)
        return self.get_paginated_response(answers)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:

        return self.shown(self.opened())

    @extend_schema(request=inputs.FilingInput, responses={201: serializers.CaseSerializer})
    def create(self, request: OfficerCall) -> Response:
        """File a case with its persons; it gets a reference, and your office owns it."""
        given = self.read(inputs.FilingInput)

        def file() -> Response:
            case = filing.open_case(translate.case_draft(given), by=request.user)
            response = self.shown(case, status=201)
            response["Location"] = f"/api/v1/cases/{case.pk}/"
            return response

        return self.create_once(request, file)

    @extend_schema(request=inputs.CaseInput, responses=serializers.CaseSerializer)
    def partial_update(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Change fields of a case that your office owns."""
        case = self.get_object()
        demand_match(request, case)
        given = self.read(inputs.CaseInput, partial=True)
        filing.edit(case, given, by=request.user, version=case.version)
        return self.now(case)

    @PLAIN
    @action(detail=True, methods=["post"])
    def activate(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Take up work on the case."""
        return self.take(lifecycle.activate)

    @REASONED
    @action(detail=True, methods=["post"])
    def suspend(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Lay the case aside."""
        return self.take(lifecycle.suspend, inputs.Reason)

    @REASONED
    @action(detail=True, methods=["post"])
    def close(self, request: OfficerCall, pk: str | None = None) -> Response:
        """End the case."""
        return self.take(lifecycle.close, inputs.Reason)

    @REASONED
    @action(detail=True, methods=["post"])
    def reopen(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Take a closed case up again."""
        return self.take(lifecycle.reopen, inputs.Reason)

    @PLAIN
    @action(detail=True, methods=["post"])
    def archive(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Put a closed case away."""
        return self.take(lifecycle.archive)

    @extend_schema(request=inputs.LowerLevelInput, responses=serializers.CaseSerializer)
    @action(detail=True, methods=["post"], url_path="lower-level")
    def lower_level(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Lower the level, as head of office; never for an office's system."""
        return self.take(lifecycle.lower_level, inputs.LowerLevelInput)

    @extend_schema(request=serializers.ShareSerializer, responses=serializers.CaseSerializer)
    @action(detail=True, methods=["post"])
    def share(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Let another office see the case, or change what it may do."""
        return self.take(sharing.share, serializers.ShareSerializer)

    @extend_schema(request=inputs.OfficeInput, responses=serializers.CaseSerializer)
    @action(detail=True, methods=["post"], url_path="end-share")
    def end_share(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Stop showing the case to an office."""
        return self.take(sharing.end_share, inputs.OfficeInput)

    @extend_schema(request=inputs.PartSerializer, responses=serializers.CaseSerializer)
    @action(detail=True, methods=["post"], url_path="persons")
    def add_person(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Put a person into the case."""
        case, given = self.get_object(), self.read(inputs.PartSerializer)

        def add() -> Response:
            persons.add(case, translate.part_draft(given), by=request.user)
            return self.now(case)

        return self.create_once(request, add, on=case)
