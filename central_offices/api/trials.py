"""A test message, answered by the office's own system before the office goes live."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from central_offices.access.officer_request import OfficerCall
from central_offices.api import office_descriptions
from central_offices.models import OfficeTrial
from central_offices.taking_part import trials
from kernel.api.bodies import Input
from kernel.api.idempotency import Repeatable


class TrialInput(Input):
    """The test message that is answered: what a signature stands under."""

    descriptions = office_descriptions.TRIAL_INPUT
    trial = serializers.UUIDField()


class TrialSerializer(serializers.Serializer[Any]):
    """A test message that was answered."""

    descriptions = office_descriptions.TRIAL
    trial = serializers.UUIDField(source="id")
    answered_at = serializers.DateTimeField()
    answer = serializers.UUIDField()


class TrialAnswer(Repeatable, APIView):
    """The answer to a test message."""

    request: OfficerCall

    @extend_schema(request=TrialInput, responses=TrialSerializer)
    def post(self, request: OfficerCall, id: UUID) -> Response:
        """Answer the message `office.test` that your system received, before your office goes live.

        The answer is a message of your office, signed like any other.
        """
        given = TrialInput(data=request.data)
        given.is_valid(raise_exception=True)
        rows = OfficeTrial.objects.visible_to(request.user).filter(kind="DELIVERY")
        trial = get_object_or_404(rows.select_related("office"), pk=id)
        if given.validated_data["trial"] != trial.pk:
            raise serializers.ValidationError({"trial": _("Name the trial of the address.")})

        def answer() -> Response:
            return Response(TrialSerializer(trials.answer(trial, by=request.user)).data)

        return self.create_once(request, answer)
