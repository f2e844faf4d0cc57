"""Inputs of calls about requests: shape and validity, nothing else."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cases.models import Case
from central_offices.models import (
    CentralOffice,
    HandlingCode,
    InformationEvaluation,
    Officer,
    Purpose,
    SourceEvaluation,
)
from exchange.api.serializers import LevelField
from exchange.models import Attachment, Conversation, RefusalGround, RequestType, Urgency
from ledger.models import Lane


@extend_schema_field(OpenApiTypes.STR)
class OfCaller(serializers.SlugRelatedField[Any]):
    """A related record by a code, among those that the caller may use."""

    def __init__(self, rows: Any, **kw: Any):
        self.rows = rows
        super().__init__(queryset=CentralOffice.objects.none(), **kw)

    def get_queryset(self) -> Any:
        request = self.context.get("request")
        return self.rows(request.user) if request else super().get_queryset()


def _attachments(officer: Officer) -> Any:
    mine = Attachment.objects.visible_to(officer).select_related("file")
    return mine.filter(request=None, contribution=None)


class HandlingInput(serializers.Serializer[Any]):
    classification = LevelField(required=False)
    handling = serializers.ListField(
        child=serializers.ChoiceField(choices=HandlingCode.choices),
        source="handling_codes",
        required=False,
    )
    handling_note = serializers.CharField(required=False, allow_blank=True, max_length=1000)
    source_evaluation = serializers.ChoiceField(choices=SourceEvaluation.choices, required=False)
    information_evaluation = serializers.ChoiceField(
        choices=InformationEvaluation.choices, required=False
    )
    attachments = OfCaller(
        _attachments, slug_field="pk", many=True, required=False, help_text="Ids of your uploads"
    )


class DraftInput(HandlingInput):
    """A request as you write it; everything is checked when it is sent."""

    type = OfCaller(
        lambda officer: RequestType.objects.visible_to(officer).in_force(), slug_field="code"
    )
    recipients = OfCaller(
        lambda officer: CentralOffice.objects.visible_to(officer), slug_field="code", many=True
    )
    title = serializers.CharField(max_length=200)
    ask = serializers.CharField(max_length=20000)
    urgency = serializers.ChoiceField(choices=Urgency.choices, required=False)
    case = OfCaller(
        lambda officer: Case.objects.editable_by(officer),
        slug_field="reference",
        required=False,
        allow_null=True,
    )
    legal_basis = serializers.CharField(required=False, allow_blank=True, max_length=20000)
    purpose = serializers.ChoiceField(choices=Purpose.choices, required=False)
    necessity = serializers.CharField(required=False, allow_blank=True, max_length=20000)
    facts = serializers.DictField(
        child=serializers.CharField(max_length=2000), required=False, help_text="Text by fact"
    )
    subject_ids = serializers.ListField(
        child=serializers.UUIDField(), required=False, help_text="Persons of the case"
    )
    reply_due = serializers.DateTimeField(required=False, allow_null=True)
    conversation = serializers.ChoiceField(
        choices=Conversation.choices,
        required=False,
        help_text="COMMON: every recipient learns who else is asked, and reads what is said. "
        "Fixed once it is sent",
    )


class NewInput(DraftInput):
    send = serializers.BooleanField(
        default=True, help_text="Send it, or put it before the second person its type demands"
    )


class ReasonInput(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=2000)


class DigestInput(serializers.Serializer[Any]):
    digest = serializers.CharField(
        max_length=64, help_text="The content_digest of what you approve"
    )


class WordsInput(HandlingInput):
    text = serializers.CharField(max_length=20000)
    private = serializers.BooleanField(
        required=False,
        allow_null=True,
        help_text="In a common conversation: for the other side only, not for all parties. "
        "Usually false; the reply to a private question is private",
    )


class ToOfficeInput(WordsInput):
    office = serializers.CharField(max_length=8, help_text="The office that you speak to")


class EvaluatedInput(WordsInput):
    """What states facts says how far they can be relied on (4×4)."""

    source_evaluation = serializers.ChoiceField(choices=SourceEvaluation.choices)
    information_evaluation = serializers.ChoiceField(choices=InformationEvaluation.choices)


class ClarifyInput(EvaluatedInput):
    office = serializers.CharField(max_length=8, help_text="The office that you speak to")


class AnswerInput(EvaluatedInput):
    final = serializers.BooleanField(default=True, help_text="False: a part of the answer")
    nothing_on_asylum = serializers.BooleanField(
        required=False,
        help_text="Say true where the type has the refugee guard: the answer tells nothing of it",
    )


class RefuseInput(WordsInput):
    ground = OfCaller(
        lambda officer: RefusalGround.objects.visible_to(officer).in_force(), slug_field="code"
    )
    contact = serializers.CharField(max_length=200)


class ReferInput(WordsInput):
    instead = OfCaller(
        lambda officer: CentralOffice.objects.visible_to(officer),
        slug_field="code",
        help_text="The office that is competent",
    )


class DeferInput(WordsInput):
    until = serializers.DateTimeField()

    def validate_until(self, value: Any) -> Any:
        if value <= timezone.now():
            raise serializers.ValidationError(_("Choose a time in the future."))
        return value


class UploadInput(serializers.Serializer[Any]):
    file = serializers.FileField(use_url=False)


class AcksInput(serializers.Serializer[Any]):
    """Which messages your system has stored: by id, or all of a lane up to a cursor."""

    ids = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=500)
    lane = serializers.ChoiceField(choices=Lane.choices, required=False)
    up_to = serializers.IntegerField(required=False, min_value=0)
