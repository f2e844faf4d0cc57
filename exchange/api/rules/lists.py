"""Lists of the rules of requests: types, time limits, grounds, escalation and custody."""

from central_offices.api.dated import DatedRules
from central_offices.api.offices import ByCode
from exchange.api.rules import rule_descriptions, shapes
from exchange.models import CustodyRule, EscalationRule, RefusalGround, RequestType, UrgencyRule
from kernel.api.cursor_pages import Cursor


class ByUrgency(Cursor):
    ordering = ("urgency", "id")


class ByEffect(Cursor):
    ordering = ("effect", "id")


class RequestTypeViewSet(DatedRules):
    """The types of request."""

    operations = rule_descriptions.REQUEST_TYPE_OPERATIONS
    queryset = RequestType.objects.all()
    serializer_class = shapes.RequestTypeSerializer
    pagination_class = ByCode


class TimeLimitViewSet(DatedRules):
    """The time limits."""

    operations = rule_descriptions.TIME_LIMIT_OPERATIONS
    queryset = UrgencyRule.objects.all()
    serializer_class = shapes.TimeLimitSerializer
    pagination_class = ByUrgency


class GroundViewSet(DatedRules):
    """The grounds of refusal."""

    operations = rule_descriptions.GROUND_OPERATIONS
    queryset = RefusalGround.objects.all()
    serializer_class = shapes.GroundSerializer
    pagination_class = ByCode


class EscalationRuleViewSet(DatedRules):
    """The rules of escalation."""

    operations = rule_descriptions.ESCALATION_OPERATIONS
    queryset = EscalationRule.objects.all()
    serializer_class = shapes.EscalationRuleSerializer
    pagination_class = ByUrgency


class CustodyRuleViewSet(DatedRules):
    """The rules of custody."""

    operations = rule_descriptions.CUSTODY_OPERATIONS
    queryset = CustodyRule.objects.all()
    serializer_class = shapes.CustodyRuleSerializer
    pagination_class = ByEffect
