"""The rules of requests as answers: types, time limits, grounds, escalation and custody."""

from rest_framework import serializers

from central_offices.api.dated import CodeOrNull, DatedSerializer
from exchange.api.rules import rule_descriptions
from exchange.models import CustodyRule, EscalationRule, RefusalGround, RequestType, UrgencyRule
from exchange.models.rules import Fact, Seeks

DAYS = ["valid_from", "valid_to"]


class RequestTypeSerializer(DatedSerializer):
    """A thing that can be asked for, and what asking for it takes."""

    descriptions = rule_descriptions.REQUEST_TYPE
    names = serializers.DictField(child=serializers.CharField())
    seeks = CodeOrNull(choices=[row for row in Seeks.choices if row[0]])
    required_facts = serializers.ListField(child=serializers.ChoiceField(choices=Fact.choices))

    class Meta:
        model = RequestType
        fields = [
            "code",
            "names",
            "release",
            "coercive",
            "custody",
            "seeks",
            "refugee_guard",
            "purpose",
            "basis",
            "required_facts",
            *DAYS,
        ]


class TimeLimitSerializer(DatedSerializer):
    """How long an office has to acknowledge and to reply."""

    descriptions = rule_descriptions.TIME_LIMIT
    type = serializers.SerializerMethodField()
    minutes_to_acknowledge = serializers.IntegerField(source="ack_minutes")
    minutes_to_reply = serializers.IntegerField(source="reply_minutes")
    minutes_to_approve = serializers.IntegerField(source="approve_minutes", allow_null=True)

    class Meta:
        model = UrgencyRule
        fields = [
            "urgency",
            "type",
            "minutes_to_acknowledge",
            "minutes_to_reply",
            "minutes_to_approve",
            "source",
            *DAYS,
        ]

    def get_type(self, row: UrgencyRule) -> str | None:
        return row.type_code or None


class GroundSerializer(DatedSerializer):
    """A ground on which an office may refuse a request."""

    descriptions = rule_descriptions.GROUND
    names = serializers.DictField(child=serializers.CharField())

    class Meta:
        model = RefusalGround
        fields = ["code", "names", "basis", "silent", "betrays", *DAYS]


class EscalationRuleSerializer(DatedSerializer):
    """The people who are told when a clock has run out, and when."""

    descriptions = rule_descriptions.ESCALATION
    level = serializers.IntegerField()

    class Meta:
        model = EscalationRule
        fields = ["urgency", "level", "after_minutes", "source", *DAYS]


class CustodyRuleSerializer(DatedSerializer):
    """A day that counts while a person is held and the papers have not arrived."""

    descriptions = rule_descriptions.CUSTODY

    class Meta:
        model = CustodyRule
        fields = ["effect", "before_end", "days", "source", *DAYS]
