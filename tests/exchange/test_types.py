"""Every type of request: its own form, and what it can't be sent without."""

import pytest

from exchange.models import RequestType
from exchange.reference import request_types
from exchange.requests import readiness, sending
from kernel.errors import NotReady
from tests.exchange.conftest import draft

pytestmark = pytest.mark.django_db
NAMED = [
    "INFO",
    "IDENTITY_CHECK",
    "CRIMINAL_RECORD",
    "LOCATE",
    "ARREST_PROVISIONAL",
    "EXTRADITION",
    "MLA_EVIDENCE",
    "PRESERVE_DATA",
    "SUBSCRIBER_DATA",
    "ASSET_TRACE",
    "ASSET_FREEZE",
    "PAYMENT_STOP",
    "DOCUMENT_CHECK",
    "HIT_CONFIRM",
    "DVI",
    "SURRENDER_HANDOVER",
    "JOINT_TEAM",
    "ASSET_RETURN",
    "MIGRATION_STATUS",
    "SERVICE_OF_DOCUMENTS",
    "SPONTANEOUS_INFO",
]
FIELDS = {
    "PERSONS": "subject_ids",
    "LEGAL_BASIS": "legal_basis",
    "NECESSITY": "necessity",
    "EVALUATION": "source_evaluation",
}
ROWS = pytest.mark.parametrize("row", request_types(), ids=lambda row: row.code)


def test_every_type_that_the_agency_promises_is_in_force():
    assert set(NAMED) <= set(RequestType.objects.in_force().values_list("code", flat=True))


@ROWS
def test_a_type_is_not_sent_without_its_facts(row, amina):
    bare = {"legal_basis": "", "necessity": "", "facts": {}}
    request = draft(amina, "PRT", type=row.code, **bare)

    missing = [field for field, _sentence in readiness.missing(request)]

    assert missing == [FIELDS.get(fact, f"facts/{fact}") for fact in row.facts]
    if missing:
        with pytest.raises(NotReady):
            sending.send(request, by=amina)
        assert request.status == "DRAFT"


@ROWS
def test_a_type_shows_a_field_for_each_of_its_facts(row, amina, signed_in):
    page = signed_in(amina).get(f"/requests/new/{row.code}").content.decode()
    for fact in row.facts:
        name = FIELDS.get(fact, f"fact_{fact}")
        assert fact == "PERSONS" or f'name="{name}"' in page


@ROWS
def test_a_coercive_type_waits_for_the_head(row):
    if row.coercive:
        assert row.release == "HEAD"
