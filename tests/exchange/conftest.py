"""Requests for the tests: types and time limits, a case, and ways to send and deliver."""

from datetime import date

import pytest

from agency.kernel import wall
from cases.models import Case
from central_offices.models import CentralOffice
from exchange import sending
from exchange.models import RefusalGround, RequestType, UrgencyRule
from ledger import delivery
from ledger.models import Destination
from tests import world

LONG_AGO = date(2024, 1, 1)


def offices(*codes: str) -> list[CentralOffice]:
    return [CentralOffice.objects.get(code=code) for code in codes]


def rules() -> None:
    """The types and time limits that these tests need, where the world has none."""
    for code, release, coercive, facts in [
        ("INFO", "NONE", False, []),
        ("LOCATE", "SUPERVISOR", False, ["PERSONS"]),
        ("ARREST_PROVISIONAL", "HEAD", True, ["PERSONS", "WARRANT"]),
    ]:
        if not RequestType.objects.filter(code=code).exists():
            RequestType.objects.create(
                code=code,
                names={"en": code.capitalize()},
                release=release,
                coercive=coercive,
                required_facts=facts,
                valid_from=LONG_AGO,
            )
    for urgency, ack, reply in [
        ("FLASH", 15, 60),
        ("URGENT", 60, 480),
        ("NORMAL", 1440, 10080),
        ("ROUTINE", 4320, 43200),
    ]:
        if not UrgencyRule.objects.filter(urgency=urgency, type_code="").exists():
            UrgencyRule.objects.create(
                urgency=urgency, ack_minutes=ack, reply_minutes=reply, valid_from=LONG_AGO
            )
    if not RefusalGround.objects.filter(code="DATA_NOT_HELD").exists():
        RefusalGround.objects.create(
            code="DATA_NOT_HELD", names={"en": "Data not held"}, valid_from=LONG_AGO
        )


def type_(code: str) -> RequestType:
    rules()
    return RequestType.objects.in_force().get(code=code)


def draft(by, *codes: str, type: str = "INFO", **words):
    """A draft by this officer to the offices of these codes."""
    given = {"title": "Owner of a boat", "ask": "Who owns the boat Maré Alta?"} | words
    with wall.acting_as(by):
        return sending.draft(by=by, recipients=offices(*codes), type=type_(type), **given)


def sent(by, *codes: str, **words):
    request = draft(by, *codes, **words)
    sending.send(request, by=by)
    return request


def deliver_all() -> int:
    """Deliver everything that waits, as the workers would."""
    return sum(delivery.deliver(pk) for pk in Destination.objects.values_list("pk", flat=True))


def side(request, code: str):
    return request.recipients.get(office__code=code)


@pytest.fixture
def case_of_amina(amina):
    with wall.acting_as(amina):
        return Case.objects.create(
            reference="KEN-2026-900001",
            title="Boats",
            owner_office=amina.office,
            lead_officer=amina,
            created_by=amina,
            seen_by=[amina.office_number],
        )


def cast(name: str):
    return world.officer(name)
