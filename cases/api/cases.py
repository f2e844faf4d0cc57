"""Cases over the REST API: found, read, filed, changed, and taken through their steps."""

from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from cases import filing, lifecycle, persons, sharing
from cases.api import case_descriptions, inputs, serializers, translate
from cases.api.contributions import Contributions
from cases.api.pages import Found
from cases.models import Case
from cases.search import finding
from cases.search.filters import CaseFilter
from central_offices.access import purpose_on_pages
from central_offices.access.reasons import Reasoned
from kernel.api.idempotency import Repeatable
from kernel.api.preconditions import demand_match, etag
from kernel.api.sparse_fields import Sparse
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
class CaseViewSet(
    Reasoned, Contributions, Repeatable, Sparse, ListModelMixin, RetrieveModelMixin, GenericViewSet
):
    """Case files that the caller may see."""

    descriptions = case_descriptions.SEARCH | case_descriptions.CASE_FILTER
    operations = case_descriptions.CASE_OPERATIONS
    serializer_class = serializers.CaseSerializer
    filterset_class = CaseFilter
    pagination_class = Found
    queryset = Case.objects.none()

    def get_queryset(self):
        rows = Case.objects.visible_to(self.request.user)
        return rows.select_related("owner_office", "lead_officer").prefetch_related(
            "portfolios", "offences", "shares__office", "case_subjects"
        )

    def list(self, request, *args, **kwargs):
        rows, text = self.filter_queryset(self.get_queryset()), purpose_on_pages.typed(request)
        why = purpose_on_pages.of_search(request) if text else purpose_on_pages.of_call(request)

        def make(cursor: str, size: int) -> finding.Page:
            if text:
                return finding.typed(request.user, rows, text, cursor, size, counted=False)
            return finding.page(rows, cursor, size, counted=False)

        page = self.paginator.take(make, request)
        asked = purpose_on_pages.asked(request)
        events.record(
            "case.search" if text else "case.list",
            by=request.user,
            purpose=why,
            data={"shown": [str(row.pk) for row in page.rows]},
            detail={"criteria": asked} if asked else None,
        )
        return self.get_paginated_response(self.get_serializer(page.rows, many=True).data)

    def retrieve(self, request, *args, **kwargs):
        case = self.get_object()
        why = purpose_on_pages.of_call(request)
        events.record("case.view", by=request.user, subject=case, case_id=case.pk, purpose=why)
        return self._shown(case)

    @extend_schema(request=inputs.FilingInput, responses={201: serializers.CaseSerializer})
    def create(self, request):
        """File a case with its persons; it gets a reference, and your office owns it."""
        given = self._given(inputs.FilingInput)

        def file() -> Response:
            case = filing.open_case(translate.case_draft(given), by=request.user)
            response = self._shown(self.get_queryset().get(pk=case.pk), status=201)
            response["Location"] = f"/api/v1/cases/{case.pk}/"
            return response

        return self.create_once(request, file)

    @extend_schema(request=inputs.CaseInput, responses=serializers.CaseSerializer)
    def partial_update(self, request, pk=None):
        """Change fields of a case that your office owns."""
        case = self.get_object()
        demand_match(request, case)
        given = self._given(inputs.CaseInput, partial=True)
        filing.edit(case, given, by=request.user, version=case.version)
        return self._now(case)

    @PLAIN
    @action(detail=True, methods=["post"])
    def activate(self, request, pk=None):
        """Take up work on the case."""
        return self._take(lifecycle.activate)

    @REASONED
    @action(detail=True, methods=["post"])
    def suspend(self, request, pk=None):
        """Lay the case aside."""
        return self._take(lifecycle.suspend, inputs.Reason)

    @REASONED
    @action(detail=True, methods=["post"])
    def close(self, request, pk=None):
        """End the case."""
        return self._take(lifecycle.close, inputs.Reason)

    @REASONED
    @action(detail=True, methods=["post"])
    def reopen(self, request, pk=None):
        """Take a closed case up again."""
        return self._take(lifecycle.reopen, inputs.Reason)

    @PLAIN
    @action(detail=True, methods=["post"])
    def archive(self, request, pk=None):
        """Put a closed case away."""
        return self._take(lifecycle.archive)

    @extend_schema(request=serializers.ShareSerializer, responses=serializers.CaseSerializer)
    @action(detail=True, methods=["post"])
    def share(self, request, pk=None):
        """Let another office see the case, or change what it may do."""
        return self._take(sharing.share, serializers.ShareSerializer)

    @extend_schema(request=inputs.OfficeInput, responses=serializers.CaseSerializer)
    @action(detail=True, methods=["post"], url_path="end-share")
    def end_share(self, request, pk=None):
        """Stop showing the case to an office."""
        return self._take(sharing.end_share, inputs.OfficeInput)

    @extend_schema(request=inputs.PartSerializer, responses=serializers.CaseSerializer)
    @action(detail=True, methods=["post"], url_path="persons")
    def add_person(self, request, pk=None):
        """Put a person into the case."""
        case, given = self.get_object(), self._given(inputs.PartSerializer)

        def add() -> Response:
            persons.add(case, translate.part_draft(given), by=request.user)
            return self._now(case)

        return self.create_once(request, add, on=case)

    def _take(self, verb, form=None) -> Response:
        """Read the body, take one step, show the case as it now stands; repeatable by key."""
        case, body = self.get_object(), self._given(form) if form else {}

        def carry_out() -> Response:
            verb(case, by=self.request.user, **body)
            return self._now(case)

        return self.create_once(self.request, carry_out, on=case)

    def _given(self, form, *, partial: bool = False) -> dict:
        given = form(data=self.request.data, partial=partial, context=self.get_serializer_context())
        given.is_valid(raise_exception=True)
        return given.validated_data

    def _now(self, case: Case) -> Response:
        return self._shown(self.get_queryset().get(pk=case.pk))

    def _shown(self, case: Case, status: int = 200) -> Response:
        return Response(self.get_serializer(case).data, status=status, headers={"ETag": etag(case)})
