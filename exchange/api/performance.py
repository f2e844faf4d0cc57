"""Performance over the API: the same figures as on the page, for the same readers."""

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from central_offices.access.officer_request import OfficerCall
from central_offices.directory.narrowing import fault_of_type
from exchange.api import performance_descriptions
from exchange.models import Urgency
from exchange.performance import agency_figures
from exchange.performance import figures as performance
from kernel import clock
from kernel.api.bodies import Input
from ledger import events

DAYS = [(days, f"{days} days") for days in performance.DAYS]


class TotalsQuery(Input):
    """The time, up to now; nothing narrows the totals (docs/decisions/0008)."""

    descriptions = performance_descriptions.TOTALS_QUERY
    days = serializers.ChoiceField(choices=DAYS, default=performance.DAYS[1])


class PerformanceQuery(TotalsQuery):
    """The time, up to now, and what narrows it."""

    descriptions = performance_descriptions.PERFORMANCE_QUERY
    type = serializers.CharField(required=False)
    urgency = serializers.ChoiceField(choices=Urgency.choices, required=False)

    def validate_type(self, code: str) -> str:
        if fault := fault_of_type(code):
            raise serializers.ValidationError(fault, "invalid_choice")
        return code

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        return {"type": "", "urgency": "", **given}


class Seconds(serializers.FloatField):
    """A length of time, in seconds."""

    def to_representation(self, value: Any) -> Any:
        return round(value.total_seconds(), 1)


class FiguresSerializer(serializers.Serializer[Any]):
    """Requests of the time; shares in per cent, lengths of time in seconds."""

    descriptions = performance_descriptions.FIGURES
    requests = serializers.IntegerField(source="count")
    undelivered = serializers.IntegerField()
    acknowledged_on_time = serializers.IntegerField(source="ack_on_time")
    acknowledged_late = serializers.IntegerField(source="ack_late")
    acknowledged_on_time_share = serializers.IntegerField(source="ack_share", allow_null=True)
    answered_on_time = serializers.IntegerField(source="reply_on_time")
    answered_late = serializers.IntegerField(source="reply_late")
    answered_on_time_share = serializers.IntegerField(source="reply_share", allow_null=True)
    late_while_out_of_reach = serializers.IntegerField(source="away")
    median_to_acknowledge = Seconds(source="ack_median", allow_null=True)
    median_to_answer = Seconds(source="answer_median", allow_null=True)
    most_answered_within = Seconds(source="most_within", allow_null=True)
    unanswered = serializers.IntegerField()


class OfTypeSerializer(FiguresSerializer):
    """The figures of one type of request."""

    descriptions = performance_descriptions.OF_TYPE
    type = serializers.CharField(source="key")


class OfUrgencySerializer(FiguresSerializer):
    """The figures of one urgency."""

    descriptions = performance_descriptions.OF_URGENCY
    urgency = serializers.ChoiceField(choices=Urgency.choices, source="key")


class OfWeekSerializer(FiguresSerializer):
    """The figures of one week."""

    descriptions = performance_descriptions.OF_WEEK
    week = serializers.DateField(source="key")


class OneWaySerializer(serializers.Serializer[Any]):
    """The figures of what one side asked of the other."""

    descriptions = performance_descriptions.ONE_WAY
    all = FiguresSerializer()
    by_type = OfTypeSerializer(many=True)
    by_urgency = OfUrgencySerializer(many=True)
    by_week = OfWeekSerializer(many=True)


class PartnerSerializer(serializers.Serializer[Any]):
    """One other office, both ways; zero where nothing was asked."""

    descriptions = performance_descriptions.PARTNER
    office = serializers.CharField()
    asked_of_us = FiguresSerializer()
    asked_by_us = FiguresSerializer()


class BacklogSerializer(serializers.Serializer[Any]):
    """The requests that are open at your office now, however old."""

    descriptions = performance_descriptions.BACKLOG
    requests = serializers.IntegerField(source="count")
    median_age = Seconds(source="median", allow_null=True)
    oldest_age = Seconds(source="oldest", allow_null=True)


class PerformanceSerializer(serializers.Serializer[Any]):
    """How your office kept its time limits, and its partners theirs."""

    descriptions = performance_descriptions.PERFORMANCE
    office = serializers.CharField()
    start = serializers.DateTimeField()
    end = serializers.DateTimeField()
    asked_of_us = OneWaySerializer()
    asked_by_us = OneWaySerializer()
    partners = PartnerSerializer(many=True)
    backlog = BacklogSerializer()


class OfficeTotalSerializer(serializers.Serializer[Any]):
    """One office's totals."""

    descriptions = performance_descriptions.OFFICE_TOTAL
    office = serializers.CharField(source="office.code")
    figures = FiguresSerializer(allow_null=True)


class TotalsSerializer(serializers.Serializer[Any]):
    """Every office's totals as the one that is asked."""

    descriptions = performance_descriptions.TOTALS
    start = serializers.DateTimeField()
    end = serializers.DateTimeField()
    offices = OfficeTotalSerializer(many=True)


class Performance(APIView):
    """Your own office's performance, and that of its partners towards it."""

    request: OfficerCall

    @extend_schema(parameters=[PerformanceQuery], responses=PerformanceSerializer)
    def get(self, request: OfficerCall) -> Response:
        """The figures of the page, both ways; who took them, and for what time, is recorded."""
        officer = request.user
        performance.demand_reader(officer)
        span, facets = range_of(request, PerformanceQuery)
        ours = performance.asked_of_us(officer, span)
        theirs = performance.asked_by_us(officer, span)
        partners = performance.partners(ours, theirs)
        events.record("performance.export", by=officer, data=facets | {"rows": len(partners)})
        shown = {
            "office": officer.office.code,
            "start": span.start,
            "end": span.end,
            "asked_of_us": one_way(ours),
            "asked_by_us": one_way(theirs),
            "partners": [
                {"office": office.code, "asked_of_us": first, "asked_by_us": second}
                for office, first, second in partners
            ],
            "backlog": performance.backlog(officer),
        }
        return Response(PerformanceSerializer(shown).data)


class PerformanceOfOffices(APIView):
    """All offices' totals, for the General Secretariat."""

    request: OfficerCall

    @extend_schema(parameters=[TotalsQuery], responses=TotalsSerializer)
    def get(self, request: OfficerCall) -> Response:
        """Totals of whole offices, and of those with enough requests only."""
        span, facets = range_of(request, TotalsQuery)
        rows = agency_figures.offices(request.user, span)
        events.record("performance.export", by=request.user, data=facets | {"rows": len(rows)})
        shown = {"start": span.start, "end": span.end, "offices": rows}
        return Response(TotalsSerializer(shown).data)


def range_of(request: OfficerCall, shape: Any) -> tuple[performance.Range, dict[str, Any]]:
    """The time that was asked for, and the words of it."""
    query = shape(data=request.query_params)
    query.is_valid(raise_exception=True)
    given = dict(query.validated_data)
    now = clock.now()
    start = now - timedelta(days=given["days"])
    narrowed = given.get("type", ""), given.get("urgency", "")
    return performance.Range(start, now, *narrowed), given


def one_way(table: performance.Table) -> dict[str, Any]:
    """A table as lists, ordered by what it is grouped by."""
    return {
        "all": table.all,
        **{
            f"by_{name}": [
                _keyed(key, table.by[name][key]) for key in sorted(table.by[name], key=str)
            ]
            for name in ("type", "urgency", "week")
        },
    }


def _keyed(key: Any, figures: performance.Figures) -> dict[str, Any]:
    shares = {"ack_share": figures.ack_share, "reply_share": figures.reply_share}
    return {"key": key, **asdict(figures), **shares}
