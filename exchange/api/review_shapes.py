"""How the review of a request stands, as everybody reads it who reads the request."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from exchange.api import request_descriptions
from exchange.models import RequestReview
from exchange.requests import reviewing

# Steps that `send` and `approve` take by themselves.
TAKEN_BY_SENDING = {"hold", "hold_approved"}


class ReviewShape(serializers.Serializer[Any]):
    """A review by the General Secretariat of a request that acts against a person."""

    descriptions = request_descriptions.REVIEW
    under_review = serializers.BooleanField(source="is_open")
    coercive_measures = serializers.SerializerMethodField()
    due = serializers.DateTimeField(source="due_at")
    outcome = serializers.ChoiceField(
        choices=[("", ""), *RequestReview.Status.choices], allow_blank=True
    )
    reasons = serializers.ListField(child=serializers.CharField(), source="grounds")
    explanation = serializers.CharField(allow_blank=True)

    def get_coercive_measures(self, row: reviewing.Standing) -> bool:
        return not row.is_open and row.outcome != RequestReview.Status.REFUSED


@extend_schema_field(ReviewShape(allow_null=True))
class ReviewField(serializers.Field[Any, Any, Any, Any]):
    """Null where nothing is, or was, reviewed."""

    def __init__(self, **kw: Any):
        super().__init__(source="*", read_only=True, **kw)

    def to_representation(self, value: Any) -> Any:
        found = reviewing.standing(value, self.context["request"].user)
        return ReviewShape(found).data if found else None
