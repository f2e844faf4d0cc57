"""Notes and documents of a case over the API, each with its handling codes and evaluation."""

from typing import Any

from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.generics import get_object_or_404
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from cases import documents, filing
from cases.activity import reading as activity
from cases.api import case_descriptions
from cases.api.case_calls import CaseCalls
from cases.api.serializers import CaseSerializer
from cases.drafts import MARK_FIELDS, Marks
from cases.models import Case, CaseEntry, CaseFile
from central_offices.access import purpose_on_pages
from central_offices.access.officer_request import OfficerCall
from central_offices.api.fields import (
    HandlingField,
    InformationEvaluationField,
    SourceEvaluationField,
)
from kernel.api.bodies import Input
from ledger import events


class MarksInput(Input):
    """Conditions of use, and how far source and information can be relied on (4×4)."""

    descriptions = case_descriptions.MARKS
    handling_codes = HandlingField(required=False, max_length=4)
    handling_note = serializers.CharField(required=False, allow_blank=True, max_length=2_000)
    source_evaluation = SourceEvaluationField(required=False)
    information_evaluation = InformationEvaluationField(required=False)


class CaseNoteInput(MarksInput):
    """A note for the diary of a case."""

    descriptions = case_descriptions.NOTE_INPUT
    text = serializers.CharField(max_length=10_000)


class CaseDocumentInput(MarksInput):
    """A document for a case."""

    descriptions = case_descriptions.DOCUMENT_INPUT
    file = serializers.FileField()
    description = serializers.CharField(max_length=200, required=False, allow_blank=True)


class CaseNoteSerializer(serializers.ModelSerializer[CaseEntry]):
    """A note in the diary of a case."""

    descriptions = case_descriptions.ADDED | case_descriptions.NOTE
    office = serializers.CharField(source="written_by.office.code")
    written_by = serializers.CharField(source="written_by.name")

    class Meta:
        model = CaseEntry
        fields = [
            "id",
            "text",
            "office",
            "written_by",
            "written_at",
            "evaluation",
            "handling_codes",
            "handling_note",
        ]
        read_only_fields = fields


class CaseDocumentSerializer(serializers.ModelSerializer[CaseFile]):
    """A document of a case; `href` leads to its content."""

    descriptions = case_descriptions.ADDED | case_descriptions.DOCUMENT
    name = serializers.CharField(source="file.original_name")
    media_type = serializers.CharField(source="file.media_type")
    size = serializers.IntegerField(source="file.size")
    sha256 = serializers.CharField(source="file.sha256")
    office = serializers.CharField(source="added_by.office.code")
    added_by = serializers.CharField(source="added_by.name")
    href = serializers.SerializerMethodField()

    class Meta:
        model = CaseFile
        fields = [
            "id",
            "name",
            "description",
            "media_type",
            "size",
            "sha256",
            "office",
            "added_by",
            "added_at",
            "evaluation",
            "handling_codes",
            "handling_note",
            "href",
        ]
        read_only_fields = fields

    def get_href(self, row: CaseFile) -> str:
        return f"/api/v1/cases/{row.case_id}/documents/{row.pk}/"


KIND = OpenApiParameter(
    "kind",
    str,
    enum=[kind for kind in activity.KINDS if kind],
    description="The events that are wanted; all of them if it is left out.\n\n"
    "* `decisions` - All but notes and documents.\n"
    "* `notes` - Notes and documents alone.\n"
    "* `reads` - Who read what: for the head of the office that keeps the case, else nothing.",
)


class ChangeSerializer(serializers.Serializer[Any]):
    """A field that an event changed."""

    descriptions = case_descriptions.CHANGE
    field = serializers.CharField(source="label")
    before = serializers.CharField()
    after = serializers.CharField()


class HappenedSerializer(serializers.Serializer[Any]):
    """An event of a case's activity, as far as the caller may see what it is about."""

    descriptions = case_descriptions.HAPPENED
    id = serializers.UUIDField(source="event.pk")
    at = serializers.DateTimeField(source="event.at")
    verb = serializers.CharField(source="event.verb")
    words = serializers.CharField()
    about_type = serializers.CharField(source="event.subject_type")
    about = serializers.CharField(source="thing.name", default="")
    changes = ChangeSerializer(many=True)
    reason = serializers.CharField()
    by = serializers.CharField(source="actor")


class Contributions(CaseCalls):
    """The part of the cases' viewset that is about what offices add to a case."""

    descriptions = case_descriptions.CASE_PATHS

    @extend_schema(responses=CaseNoteSerializer(many=True), filters=False)
    @action(detail=True, url_path="notes", pagination_class=None)
    def notes(self, request: OfficerCall, pk: str | None = None) -> Response:
        """The diary of the case, in order."""
        case = self.opened()
        rows = case.entries.select_related("written_by__office").order_by("written_at", "id")
        return Response(CaseNoteSerializer(rows, many=True).data)

    @extend_schema(request=CaseNoteInput, responses=CaseSerializer)
    @notes.mapping.post
    def add_note(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Write into the diary of the case."""
        case, given = self.get_object(), self.read(CaseNoteInput)

        def write() -> Response:
            filing.add_note(case, given["text"], by=request.user, marks=_marks(given))
            return self.now(case)

        return self.create_once(request, write, on=case)

    @extend_schema(responses=CaseDocumentSerializer(many=True), filters=False)
    @action(
        detail=True,
        url_path="documents",
        pagination_class=None,
        parser_classes=[MultiPartParser],
    )
    def documents(self, request: OfficerCall, pk: str | None = None) -> Response:
        """The documents of the case, in order."""
        case = self.opened()
        rows = case.files.select_related("file", "added_by__office").order_by("added_at", "id")
        return Response(CaseDocumentSerializer(rows, many=True).data)

    @extend_schema(
        request={"multipart/form-data": CaseDocumentInput}, responses={201: CaseDocumentSerializer}
    )
    @documents.mapping.post
    def add_document(self, request: OfficerCall, pk: str | None = None) -> Response:
        """Keep a file in the case."""
        case, given = self.get_object(), self.read(CaseDocumentInput)
        upload, words = given["file"], given.get("description", "")

        def keep() -> Response:
            marks = _marks(given)
            row = filing.add_document(
                case, upload.file, upload.name, by=request.user, description=words, marks=marks
            )
            return Response(CaseDocumentSerializer(row).data, 201)

        return self.create_once(request, keep, on=case)

    @extend_schema(
        parameters=[OpenApiParameter("document", OpenApiTypes.UUID, OpenApiParameter.PATH)],
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
    )
    @action(detail=True, url_path="documents/(?P<document>[0-9a-f-]{36})")
    def document(
        self, request: OfficerCall, pk: str | None = None, document: str | None = None
    ) -> StreamingHttpResponse:
        """The content of one document; reading it is recorded."""
        rows = CaseFile.objects.visible_to(request.user).select_related("file")
        row = get_object_or_404(rows, case=pk, pk=document)
        self.get_object()  # whose document it is may be confidential
        return documents.hand_out(row, by=request.user, why=purpose_on_pages.of_call(request))

    @extend_schema(
        parameters=[KIND],
        responses=HappenedSerializer(many=True),
        filters=False,
    )
    @action(detail=True, url_path="activity", pagination_class=None)
    def happened(self, request: OfficerCall, pk: str | None = None) -> Response:
        """The newest 100 events of the case, the latest first; reading them is recorded."""
        kind = request.query_params.get("kind", "")
        rows = activity.events_of(self.opened(), request.user, kind=kind)
        return Response(HappenedSerializer(rows, many=True).data)

    def opened(self) -> Case:
        """The case, whose reading is written down."""
        case: Case = self.get_object()
        why = purpose_on_pages.of_call(self.request)
        events.record("case.view", by=self.request.user, subject=case, case_id=case.pk, purpose=why)
        return case


def _marks(given: dict[str, Any]) -> Marks:
    return Marks(**{name: given[name] for name in MARK_FIELDS if name in given})
