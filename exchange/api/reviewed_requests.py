"""Shapes of a request under review, as the General Secretariat's reviewers read it."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from central_offices.access.reasons import WithheldInLists
from central_offices.api.fields import HandlingField, LevelField
from central_offices.models import Purpose
from exchange.api import review_descriptions
from exchange.models import Conversation, RequestReview, Urgency
from exchange.requests import reviewing, visibility
from exchange.review_lifecycle import review_steps
from notices.models import Refusal, SafeguardRule
from notices.refusals import register, rules
from policies.api.fields import PortfoliosField, TagsField


class RefusalOnRecordSerializer(serializers.Serializer[Any]):
    """Something refused or ended before that fits a person of the request."""

    descriptions = review_descriptions.REFUSAL_ON_RECORD
    same_document = serializers.BooleanField()
    source: Any = serializers.ChoiceField(choices=Refusal.Source.choices)
    refused_on = serializers.DateField()
    reference = serializers.CharField(allow_blank=True)
    grounds = serializers.ListField(child=serializers.CharField())


class ReviewRowSerializer(WithheldInLists, serializers.ModelSerializer[Any]):
    """A request under review as lists show it."""

    descriptions = review_descriptions.REVIEW_ROW
    content = ("title",)
    request = serializers.UUIDField(source="request_id")
    reference = serializers.CharField(source="request.reference")
    sender = serializers.CharField(source="request.owner_office.code")
    type = serializers.CharField(source="request.type.code")
    urgency = serializers.ChoiceField(choices=Urgency.choices, source="request.urgency")
    title = serializers.CharField(source="request.title")
    classification = LevelField(source="request.classification")
    handling = HandlingField(source="request.handling_codes")
    due = serializers.DateTimeField(source="due_at")
    actions = serializers.SerializerMethodField()

    class Meta:
        model = RequestReview
        fields = [
            "id",
            "request",
            "reference",
            "sender",
            "type",
            "urgency",
            "title",
            "classification",
            "handling",
            "status",
            "left_before",
            "unannounced",
            "began_at",
            "due",
            "version",
            "actions",
        ]
        read_only_fields = fields

    def get_actions(self, row: RequestReview) -> list[str]:
        return review_steps.open_to(self.context["request"].user, row)


class WholeReviewSerializer(ReviewRowSerializer):
    """The request as it would leave, with why it is reviewed."""

    descriptions = review_descriptions.REVIEW_WHOLE
    case = serializers.CharField(
        source="request.told_case.reference", default=None, allow_null=True
    )
    ask = serializers.CharField(source="request.ask")
    legal_basis = serializers.CharField(source="request.legal_basis")
    purpose = serializers.ChoiceField(choices=Purpose.choices, source="request.purpose")
    necessity = serializers.CharField(source="request.necessity")
    portfolios = PortfoliosField(source="request.portfolios")
    tags = TagsField(source="request.tags")
    facts = serializers.DictField(child=serializers.CharField(), source="request.facts")
    persons = serializers.ListField(child=serializers.DictField(), source="request.persons")
    reply_due = serializers.DateTimeField(source="request.reply_due", allow_null=True)
    evaluation = serializers.CharField(source="request.evaluation")
    handling_note = serializers.CharField(source="request.handling_note")
    conversation = serializers.ChoiceField(
        choices=Conversation.choices, source="request.conversation"
    )
    offices = serializers.SerializerMethodField()
    files = serializers.SerializerMethodField()
    offices_without_review = serializers.SerializerMethodField()
    refusals = serializers.SerializerMethodField()
    first_reviewer = serializers.CharField(source="first_reviewer.name", default="")
    decided_by = serializers.CharField(source="decided_by.name", default="")

    class Meta(ReviewRowSerializer.Meta):
        fields = [
            *ReviewRowSerializer.Meta.fields,
            *review_descriptions.REVIEW_WHOLE,
        ]
        read_only_fields = fields

    def get_offices(self, row: RequestReview) -> list[str]:
        return sorted(office.code for office in visibility.addressed(row.request))

    def get_files(self, row: RequestReview) -> list[str]:
        rows = row.request.attachments.order_by("uploaded_at", "id")
        return list(rows.values_list("file__original_name", flat=True))

    def get_offices_without_review(self, row: RequestReview) -> int:
        return int(rules.number(SafeguardRule.Code.OFFICES_WITHOUT_REVIEW))

    @extend_schema_field(RefusalOnRecordSerializer(many=True))
    def get_refusals(self, row: RequestReview) -> Any:
        found = register.shown(reviewing.hits(row.request), self.context["request"].user)
        told = [
            {
                "same_document": hit.is_strong,
                "source": refusal.source,
                "refused_on": refusal.created_at.date(),
                "reference": shown.reference if shown else "",
                "grounds": list(shown.grounds) if shown else [],
            }
            for hit, refusal, shown in found
        ]
        return RefusalOnRecordSerializer(told, many=True).data
