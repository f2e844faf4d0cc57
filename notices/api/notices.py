"""Notices over the API: read, searched, drafted, and every step that the caller may take."""

from collections.abc import Callable
from typing import Any

import django_filters
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.mixins import RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from cases.search.filters import Rows
from central_offices.access import purpose_on_pages
from central_offices.access.officer_request import OfficerCall
from kernel.api.cursor_pages import Cursor
from kernel.api.preconditions import demand_match
from kernel.files import stored_files
from kernel.values.text import searched
from ledger import events
from notices import search
from notices.api import filters, inputs, notice_descriptions
from notices.api.notice_list import NoticeList
from notices.api.serializers import FoundNoticeSerializer, NoticeSerializer, PaperSerializer
from notices.api.steps import NoticeSteps
from notices.models import Notice, Paper
from notices.papers import printing
from notices.queries import NoticeQuerySet
from notices.workflow import drafting, receiving

PARTS: dict[str, Callable[..., None]] = {
    "judicial": drafting.judicial,
    "facts": drafting.facts,
    "action": drafting.action,
    "restrictions": drafting.restrictions,
    "public_extract": drafting.public_extract,
}


class ApiFilter(filters.NoticeFilter):
    """The filters of the list, and a search by name that says what it is for."""

    in_force = django_filters.BooleanFilter(method="holding", label="Only notices in force")
    un_reference = django_filters.CharFilter(lookup_expr="iexact")
    q = django_filters.CharFilter(method="named", label="A name, number or reference")

    def holding(self, rows: NoticeQuerySet[Notice], name: str, value: bool) -> Rows:
        return rows.in_force() if value else rows

    def named(self, rows: Rows, name: str, text: str) -> Rows:
        typed = searched(text[:200])
        plain = bool(search.REFERENCE.match(typed))
        said = purpose_on_pages.of_call if plain else purpose_on_pages.of_search
        reason = said(self.request)
        found: Rows = search.ranked(self.request.user, rows, typed)
        events.record(
            "notice.search",
            by=self.request.user,
            purpose=reason,
            data={"count": found.count()},
            detail={"q": text[:200]},
        )
        return found


class RankedCursor(Cursor):
    """The newest first; what is searched for, the likest first."""

    def get_ordering(self, request: Request, queryset: Any, view: Any) -> tuple[str, ...]:
        """By rank, where a name, number or reference was typed."""
        return ("rank", "id") if "rank" in queryset.query.annotations else self.ordering


class NoticeViewSet(NoticeSteps, NoticeList, RetrieveModelMixin):
    """Notices that your office may see: its own, and the frozen copies of those in circulation."""

    descriptions = notice_descriptions.NOTICE_PARAMETERS
    operations = notice_descriptions.NOTICE_OPERATIONS
    filterset_class = ApiFilter
    pagination_class = RankedCursor
    lookup_value_regex = "[0-9a-fA-F-]{36}"

    def get_serializer_class(self) -> type[BaseSerializer[Any]]:
        return FoundNoticeSerializer if self.action == "list" else NoticeSerializer

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One notice; reading it is recorded."""
        officer, notice = self.request.user, self.get_object()
        receiving.opened(notice, by=officer)
        why = purpose_on_pages.purpose_of(self.request)
        events.record("notice.view", by=officer, subject=notice, purpose=why)
        return self.shown(notice)

    @extend_schema(request=inputs.DraftInput, responses={201: NoticeSerializer})
    def create(self, request: OfficerCall) -> Response:
        """Begin a draft; the head of your office releases it in the browser."""
        return self.create_once(request, lambda: self._create(request))

    def _create(self, request: OfficerCall) -> Response:
        given = self.read(inputs.DraftInput)
        parts = {name: given.pop(name) for name in PARTS if name in given}
        case, person, colour = given.pop("case"), given.pop("person"), given.pop("colour")
        notice = drafting.start(case, person, colour=colour, by=request.user, **given)
        self._write(notice, parts)
        response = self.now(notice, 201)
        response["Location"] = f"/api/v1/notices/{notice.pk}/"
        return response

    @extend_schema(request=inputs.PartsInput, responses=NoticeSerializer)
    def partial_update(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Change parts of a draft; demands If-Match."""
        notice = self.get_object()
        demand_match(request, notice)
        self._write(notice, self.read(inputs.PartsInput))
        return self.now(notice)

    @extend_schema(
        methods=["get"],
        responses=PaperSerializer(many=True),
        filters=False,
        description="The printed copies that you may see, the newest first, 200 at most.",
    )
    @extend_schema(
        methods=["post"],
        request=inputs.PaperInput,
        responses={202: PaperSerializer},
        description="Have a copy printed in your name; it is fetched at `href` once it is READY.",
    )
    @action(detail=True, methods=["get", "post"], pagination_class=None)
    def papers(self, request: OfficerCall, pk: str | None = None) -> Response:
        """The printed copies that you may see; a POST has one made in your name."""
        notice = self.get_object()
        if request.method == "POST":
            given = self.read(inputs.PaperInput)

            def carry_out() -> Response:
                made = printing.ask(notice, by=request.user, **given)
                return Response(PaperSerializer(made).data, status=202)

            return self.create_once(request, carry_out, on=notice)
        rows = Paper.objects.visible_to(request.user).filter(notice=notice)
        return Response(PaperSerializer(rows.order_by("-asked_at")[:200], many=True).data)

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY}, filters=False)
    @action(detail=True, url_path="papers/(?P<paper>[0-9a-f-]{36})/file", pagination_class=None)
    def paper_file(
        self, request: OfficerCall, pk: str | None = None, paper: str = ""
    ) -> StreamingHttpResponse:
        """The PDF, if its notice still holds at this moment."""
        notice = self.get_object()
        rows = Paper.objects.visible_to(request.user).select_related("notice")
        made = get_object_or_404(rows, notice=notice, pk=paper)
        return stored_files.as_response(printing.hand_out(made, by=request.user))

    def _write(self, notice: Notice, parts: dict[str, Any]) -> None:
        for name, values in parts.items():
            PARTS[name](notice, by=self.request.user, **values)
