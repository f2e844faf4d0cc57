"""Persons over the REST API: found by name in any script, read, added to a case, changed."""

from typing import Any

from django.db.models import Prefetch
from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.generics import get_object_or_404
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from cases import persons, photos
from cases.api import case_descriptions, inputs, person_descriptions, serializers, translate
from cases.api.cases import PURPOSE
from cases.api.pages import FoundPagination, pages_of
from cases.drafts import PartDraft
from cases.models import CaseSubject, Photo, Subject
from cases.queries import SubjectQuerySet
from cases.search import people_list
from cases.search.filters import PersonFilter
from cases.search.finding import Matches
from central_offices.access import purpose_on_pages, reasons
from central_offices.access.officer_request import OfficerCall
from central_offices.access.reasons import Reasoned
from kernel.api.idempotency import Repeatable
from kernel.api.preconditions import demand_match, etag
from kernel.api.sparse_fields import Sparse
from kernel.files import stored_files
from kernel.pages import keyset
from ledger import events

NAME = OpenApiParameter(
    "q",
    str,
    description="A name or part of it, in any script. A search needs a purpose (X-Purpose).",
)


@extend_schema_view(
    list=extend_schema(parameters=[NAME, PURPOSE]), retrieve=extend_schema(parameters=[PURPOSE])
)
class PersonViewSet(
    Reasoned, Repeatable, Sparse, ListModelMixin, RetrieveModelMixin, GenericViewSet[Subject]
):
    """Persons in cases that the caller may see."""

    descriptions = case_descriptions.SEARCH | person_descriptions.PERSON_PARAMETERS
    operations = person_descriptions.PERSON_OPERATIONS
    request: OfficerCall
    serializer_class = serializers.PersonSerializer
    filterset_class = PersonFilter
    pagination_class = FoundPagination
    queryset = Subject.objects.none()

    def get_queryset(self) -> SubjectQuerySet[Subject]:
        officer = self.request.user
        links = CaseSubject.objects.visible_to(officer).select_related("case").order_by("added_at")
        rows = Subject.objects.visible_to(officer).select_related("owner_office")
        return rows.prefetch_related(
            "identities__birth_country",
            "nationalities__jurisdiction",
            "documents__issuer",
            "photos",
            Prefetch("case_subjects", links),
        )

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        officer, rows = self.request.user, self.filter_queryset(self.get_queryset())
        call, text = self.request, purpose_on_pages.typed(self.request)
        why = purpose_on_pages.of_search(call) if text else purpose_on_pages.of_call(call)

        def make(cursor: str, size: int) -> Matches[Subject]:
            if text:
                return people_list.named(officer, rows, text, size)
            plain = keyset.page(rows, cursor, size)
            return Matches(plain.rows, plain.next, plain.previous)

        page = pages_of(self).take(make, request)
        asked = purpose_on_pages.asked(call)
        events.record(
            "subject.search" if text else "subject.list",
            by=officer,
            purpose=why,
            data={"shown": [str(row.pk) for row in page.rows]},
            detail={"criteria": asked} if asked else None,
        )
        context = {**self.get_serializer_context(), "matches": page.matches}
        shown = serializers.PersonSerializer(page.rows, many=True, context=context)
        return self.get_paginated_response(shown.data)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        subject = self.get_object()
        why = purpose_on_pages.of_call(self.request)
        events.record("subject.view", by=self.request.user, subject=subject, purpose=why)
        return self._shown(subject)

    @extend_schema(
        request=inputs.NewPersonSerializer, responses={201: serializers.PersonSerializer}
    )
    def create(self, request: OfficerCall) -> Response:
        """Put a new person into a case; your office keeps the record."""
        form = inputs.NewPersonSerializer(data=request.data, context=self.get_serializer_context())
        form.is_valid(raise_exception=True)
        given = form.validated_data
        part = PartDraft(given["status_of_person"], translate.person_draft(given))

        def add() -> Response:
            subject = persons.add(given["case"], part, by=request.user)
            response = self._now(subject, status=201)
            response["Location"] = f"/api/v1/persons/{subject.pk}/"
            return response

        return self.create_once(request, add)

    def partial_update(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Change a record that your office keeps; a list that is given replaces the old one."""
        subject = self.get_object()
        demand_match(request, subject)
        form = self.get_serializer(subject, data=request.data, partial=True)
        form.is_valid(raise_exception=True)
        draft = translate.person_draft(form.validated_data, translate.draft_of(subject))
        persons.edit(subject, draft, by=request.user, version=subject.version)
        return self._now(subject)

    @extend_schema(
        request={"multipart/form-data": inputs.PhotoInput},
        responses={201: serializers.PersonSerializer},
    )
    @action(detail=True, methods=["post"], parser_classes=[MultiPartParser])
    def photos(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Add a photograph (JPEG, PNG or WebP)."""
        subject = self.get_object()
        form = inputs.PhotoInput(data=request.data)
        form.is_valid(raise_exception=True)
        given = form.validated_data
        upload = given.pop("file")

        def add() -> Response:
            photos.add(subject, upload.file, upload.name, by=request.user, **given)
            return self._now(subject, status=201)

        return self.create_once(request, add, on=subject)

    @extend_schema(
        parameters=[OpenApiParameter("photo", OpenApiTypes.UUID, OpenApiParameter.PATH)],
        responses={(200, "image/jpeg"): OpenApiTypes.BINARY},
    )
    @action(detail=True, methods=["get"], url_path="photos/(?P<photo>[0-9a-f-]{36})")
    def photo(
        self, request: OfficerCall, pk: str | None = None, photo: str | None = None
    ) -> StreamingHttpResponse:
        """The clean rendition of one photograph."""
        row = get_object_or_404(
            Photo.objects.visible_to(request.user).select_related("shown"), subject=pk, pk=photo
        )
        self.get_object()  # whose photograph it is may be confidential
        why = purpose_on_pages.of_call(request)
        events.record("photo.view", by=request.user, subject=row, purpose=why)
        return stored_files.as_response(row.shown, inline=True)

    def lacks_reason(self, request: OfficerCall, row: Subject) -> bool:
        if self.action == "list":  # they were read with the row
            return reasons.lacks_for_person(request, row.pk, row.case_subjects.all())
        links = CaseSubject.objects.visible_to(request.user).filter(subject=row)
        return reasons.lacks_for_person(request, row.pk, links.select_related("case"))

    def _now(self, subject: Subject, status: int = 200) -> Response:
        return self._shown(self.get_queryset().get(pk=subject.pk), status)

    def _shown(self, subject: Subject, status: int = 200) -> Response:
        return Response(
            self.get_serializer(subject).data, status=status, headers={"ETag": etag(subject)}
        )
