"""The request of a signed-in officer, as every view closed to the public gets it."""

from typing import Any

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails
from rest_framework.request import Request

from central_offices.models import Officer


class OfficerRequest(HttpRequest):
    """The request of a signed-in officer: never built, only named in signatures."""

    user: Officer
    request_id: str
    htmx: HtmxDetails
    proof: Any  # `accounts/proofs.py:Proof`, which stands above this file


class OfficerCall(Request):
    """The same for a call of the API; a viewset names it as its `request`."""

    user: Officer
