"""Somebody runs SQL as the application, to have another office arrest a person, or to read."""

import pytest

from central_offices import roles
from exchange.models import Request
from tests.attacks import acts
from tests.attacks.test_sql_as_the_application import refused
from tests.exchange.conftest import deliver_all, draft, sent

pytestmark = pytest.mark.django_db
COLUMNS = [f.column for f in Request._meta.concrete_fields]


def copied(**values: str) -> str:
    """A request like the draft for an arrest, inserted with these columns otherwise."""
    values = {"id": "gen_random_uuid()", "reference": "'R-KEN-2026-999'"} | values
    told = ", ".join(values.get(column, column) for column in COLUMNS)
    return (
        f"INSERT INTO exchange_request ({', '.join(COLUMNS)}) SELECT {told} "
        "FROM exchange_request WHERE id = {arrest}"
    )


SENT = {"status": "'SENT'", "sent_at": "now()", "content_digest": "repeat('a', 64)"}
SENDS = "UPDATE exchange_request SET status = {}, sent_at = now(), content_digest = repeat('a', 64)"
OF_A_REQUEST = {
    "an arrest is inserted as sent": copied(**SENT),
    "an arrest is inserted as closed": copied(**SENT | {"status": "'CLOSED'"}),
    "an arrest is inserted as under review": copied(status="'UNDER_REVIEW'"),
    "a question is inserted as sent": copied(**SENT | {"type_id": "{info}"}),
    "a question that was sent asks for an arrest": (
        "UPDATE exchange_request SET type_id = {arrests} WHERE id = {gone}"
    ),
    "a question that was sent names another person": (
        "UPDATE exchange_request SET persons = '[{{}}]' WHERE id = {gone}"
    ),
    "an arrest is sent unapproved": SENDS.format("'SENT'") + " WHERE id = {arrest}",
    "an arrest is closed unapproved": SENDS.format("'CLOSED'") + " WHERE id = {arrest}",
    "an arrest leaves flash without a duty officer": SENDS.format("'SENT'")
    + ", urgency = 'FLASH', approval_due = now() + interval '4 hours' WHERE id = {arrest}",
    "an officer approves": (
        "UPDATE exchange_request SET approved_by_id = {otieno}, approved_at = now() "
        "WHERE id = {arrest}"
    ),
    "another office's head approves": (
        "UPDATE exchange_request SET approved_by_id = {beatriz}, approved_at = now() "
        "WHERE id = {arrest}"
    ),
    "a system approves": (
        "UPDATE exchange_request SET approved_by_id = {system}, approved_at = now() "
        "WHERE id = {arrest}"
    ),
    "its writers are forgotten": (
        "UPDATE exchange_request SET written_by = '{{}}' WHERE id = {arrest}"
    ),
    "an office is asked before it is sent": (
        "UPDATE exchange_requestrecipient SET status = 'QUEUED' WHERE request_id = {arrest}"
    ),
    "an office has it before it is sent": (
        "UPDATE exchange_requestrecipient SET delivered_at = now() WHERE request_id = {arrest}"
    ),
    "an office is put in as asked": "INSERT INTO exchange_requestrecipient SELECT made.* FROM "
    "exchange_requestrecipient r, jsonb_populate_record(NULL::exchange_requestrecipient, "
    "to_jsonb(r) || jsonb_build_object('id', gen_random_uuid(), 'office_id', {office}, "
    "'status', 'DELIVERED', 'delivered_at', now())) AS made WHERE r.request_id = {arrest} LIMIT 1",
    "an office is added to what was sent": (
        "INSERT INTO exchange_requestrecipient SELECT made.* FROM exchange_requestrecipient r, "
        "jsonb_populate_record(NULL::exchange_requestrecipient, to_jsonb(r) || jsonb_build_object("
        "'id', gen_random_uuid(), 'office_id', {office}, 'status', 'DRAFT', 'delivered_at', NULL)) "
        "AS made WHERE r.request_id = {gone} LIMIT 1"
    ),
    "it was never delivered": (
        "UPDATE exchange_requestrecipient SET delivered_at = NULL WHERE request_id = {gone}"
    ),
    "its level falls": "UPDATE exchange_request SET classification = 0 WHERE id = {gone}",
    "a recalled one is taken up": (
        "UPDATE exchange_request SET status = 'SENT' WHERE id = {recalled}"
    ),
    "it is below its case": "UPDATE exchange_request SET status = 'PENDING_APPROVAL', "
    "classification = 0 WHERE id = {arrest}",
}


def test_nobody_is_asked_for_an_arrest_that_no_head_approved(amina, otieno, beatriz, joana):
    gone, recalled = sent(amina, "PRT"), draft(amina, "PRT")
    deliver_all()
    Request.objects.filter(pk=recalled.pk).update(status="DISCARDED")
    arrest = acts.drafted(amina, "BRA")
    keys = {
        "info": gone.type_id,
        "arrests": arrest.type_id,
        "arrest": arrest.pk,
        "gone": gone.pk,
        "recalled": recalled.pk,
    }
    people = {"otieno": otieno.pk, "beatriz": beatriz.pk, "system": roles.system().pk}
    refused(OF_A_REQUEST, office=joana.office_id, **keys, **people)
