"""An office of the demo with a head only: its system receives by signed webhook, and answers.

The launcher starts that system beside the others (launch.demo_office) and says on which port.
"""

from typing import Any

from django.conf import settings

from central_offices.keys_and_clients import endpoints
from central_offices.models import CentralOffice
from demo import people
from exchange.models import RequestType
from exchange.requests import sending

CODE = "QMB"


def client() -> list[dict[str, Any]]:
    """Its client, made while the installation is set up; none where no such system is started."""
    if not settings.DEMO_RECEIVER_PORT:
        return []
    return [people.client(CentralOffice.objects.get(code=CODE))]


def make(cast: dict[str, Any], clients: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Its clients with their webhook, set up by an administrator and its head; and a request that
    goes as soon as everything runs. Nothing without a client.
    """
    if not clients:
        return []
    office = CentralOffice.objects.get(code=CODE)
    url = f"http://127.0.0.1:{settings.DEMO_RECEIVER_PORT}/"
    change, _none = endpoints.propose(office, "WEBHOOK", url, by=cast["adler"])
    secret = endpoints.confirm(change, by=cast["bela"])
    request = sending.draft(
        by=cast["amina"],
        recipients=[office],
        type=RequestType.objects.in_force().get(code="INFO"),
        title="Register of a barge",
        ask="Is a barge of the name Amber Heron registered with you?",
        legal_basis="UNTOC art. 18",
    )
    sending.send(request, by=cast["amina"])
    return [entry | {"webhook_secret": secret} for entry in clients]
