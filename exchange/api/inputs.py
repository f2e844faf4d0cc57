"""Inputs of calls about requests: shape and validity, nothing else."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cases.models import Case
from central_offices.api import signatures
from central_offices.api.fields import (
    HandlingField,
    InformationEvaluationField,
    LevelField,
    SourceEvaluationField,
)
from central_offices.models import CentralOffice, Officer, Purpose
from exchange.api import mailbox_descriptions, request_input_descriptions
from exchange.models import Attachment, Conversation, RefusalGround, RequestType, Urgency
from kernel import acting
from kernel.api.bodies import Input
from kernel.api.codes import CodeField
from kernel.forms.sizes import MOST_FILES, MOST_OFFICES
from ledger.models import Lane
from ledger.signatures import jws
from ledger.signatures.signing import Signed
from policies.api.fields import PortfoliosField, TagsField


@extend_schema_field(OpenApiTypes.STR)
class OfCaller(CodeField):
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


class HandlingInput(Input):
    """Level, conditions of use, evaluation and files."""

    descriptions = request_input_descriptions.HANDLING_INPUT
    most_items = {"attachments": MOST_FILES}
    classification = LevelField(required=False)
    handling = HandlingField(source="handling_codes", required=False)
    handling_note = serializers.CharField(required=False, allow_blank=True, max_length=1000)
    source_evaluation = SourceEvaluationField(required=False)
    information_evaluation = InformationEvaluationField(required=False)
    attachments = OfCaller(_attachments, slug_field="pk", many=True, required=False)

    def validate_attachments(self, rows: list[Attachment]) -> list[Attachment]:
        """Raises SignatureRefused where the call was signed for files with other contents."""
        act = acting.under_way()
        signed: Signed | None = act.signed if act else None
        said = signed.header.get(jws.FILES) if signed else None
        if said is not None and {pk.lower(): said[pk] for pk in said} != {
            str(row.pk): row.file.sha256 for row in rows
        }:
            raise signatures.other_files()
        return rows


class DraftInput(HandlingInput):
    """A request as you write it; everything is checked when it is sent."""

    descriptions = request_input_descriptions.DRAFT_INPUT
    most_items = HandlingInput.most_items | {"recipients": MOST_OFFICES}
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
    portfolios = PortfoliosField(required=False)
    tags = TagsField(required=False)
    facts = serializers.DictField(child=serializers.CharField(max_length=2000), required=False)
    subject_ids = serializers.ListField(child=serializers.UUIDField(), required=False)
    reply_due = serializers.DateTimeField(required=False, allow_null=True)
    conversation = serializers.ChoiceField(choices=Conversation.choices, required=False)


class NewInput(DraftInput):
    """A request as you write it, and whether it leaves at once."""

    descriptions = request_input_descriptions.NEW_INPUT
    send = serializers.BooleanField(default=True)


class ReasonInput(Input):
    """Why a step is taken."""

    descriptions = request_input_descriptions.REASON
    reason = serializers.CharField(max_length=2000)


class DigestInput(Input):
    """The words that are approved."""

    descriptions = request_input_descriptions.DIGEST
    digest = serializers.CharField(max_length=64)


class WordsInput(HandlingInput):
    """The words of one side to the other, and how they may be used."""

    descriptions = request_input_descriptions.WORDS
    text = serializers.CharField(max_length=20000)
    private = serializers.BooleanField(required=False, allow_null=True)


class ToOfficeInput(WordsInput):
    """The words of the asking office to one office."""

    descriptions = request_input_descriptions.TO_OFFICE
    office = serializers.CharField(max_length=8)


class EvaluatedInput(WordsInput):
    """Words that state facts, and how far they can be relied on (4×4)."""

    descriptions = request_input_descriptions.EVALUATED
    source_evaluation = SourceEvaluationField()
    information_evaluation = InformationEvaluationField()


class ClarifyInput(EvaluatedInput):
    """The reply to the question of one office; it states facts and is evaluated."""

    descriptions = request_input_descriptions.TO_OFFICE
    office = serializers.CharField(max_length=8)


class AnswerInput(EvaluatedInput):
    """An answer, whole or in part; it is evaluated."""

    descriptions = request_input_descriptions.ANSWER
    final = serializers.BooleanField(default=True)
    nothing_on_asylum = serializers.BooleanField(required=False)


class RefuseInput(WordsInput):
    """A refusal: its ground, its reasons, and a contact."""

    descriptions = request_input_descriptions.REFUSE
    ground = OfCaller(
        lambda officer: RefusalGround.objects.visible_to(officer).in_force(), slug_field="code"
    )
    contact = serializers.CharField(max_length=200)


class ReferInput(WordsInput):
    """The office that is competent, and why."""

    descriptions = request_input_descriptions.REFER
    instead = OfCaller(lambda officer: CentralOffice.objects.visible_to(officer), slug_field="code")


class DeferInput(WordsInput):
    """Until when it takes, and why."""

    descriptions = request_input_descriptions.DEFER
    until = serializers.DateTimeField()

    def validate_until(self, value: Any) -> Any:
        if value <= timezone.now():
            raise serializers.ValidationError(_("Choose a time in the future."))
        return value


class UploadInput(Input):
    """A file."""

    descriptions = request_input_descriptions.UPLOAD
    file = serializers.FileField(use_url=False)


class AcksInput(Input):
    """The messages that your system has stored: by id, or all of a lane up to a cursor."""

    descriptions = mailbox_descriptions.ACKS_INPUT
    ids = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=500)
    lane = serializers.ChoiceField(choices=Lane.choices, required=False)
    up_to = serializers.IntegerField(required=False, min_value=0)

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        return _says_which(given, "up_to")


class TakeBackAcksInput(Input):
    """Messages that shall come again: by id, or all of a lane after a cursor."""

    descriptions = mailbox_descriptions.TAKE_BACK_ACKS_INPUT
    ids = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=500)
    lane = serializers.ChoiceField(choices=Lane.choices, required=False)
    after = serializers.IntegerField(required=False, min_value=0)

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        return _says_which(given, "after")


def _says_which(given: dict[str, Any], cursor: str) -> dict[str, Any]:
    """Raises ValidationError unless messages are named: by id, or a lane with its cursor."""
    halves = {"lane", cursor} & set(given)
    if len(halves) == 1:
        (missing,) = {"lane", cursor} - halves
        sentence = _("A lane and a cursor belong together. Send both.")
        raise serializers.ValidationError({missing: [sentence]}, code="required")
    if not halves and "ids" not in given:
        sentence = _("Say which messages: their ids, or a lane and a cursor.")
        raise serializers.ValidationError({"ids": [sentence]}, code="required")
    return given
