"""Somebody with the application's database role leads an office's messages elsewhere."""

import pytest
from django.db import DatabaseError, connection, transaction

from central_offices.keys_and_clients import endpoints
from central_offices.models import EndpointChange

pytestmark = pytest.mark.django_db

PLACES = {
    "another address": "UPDATE ledger_destination SET mode = 'WEBHOOK', url = "
    "'https://elsewhere.example/' WHERE office_id = {office}",
    "another address beside the old way": "UPDATE ledger_destination SET url = "
    "'https://elsewhere.example/' WHERE office_id = {office}",
    "another way": "UPDATE ledger_destination SET mode = 'MAILBOX' WHERE office_id = {office}",
    "a proposal that is confirmed at once": "INSERT INTO central_offices_endpointchange (id, "
    "office_id, mode, url, status, proposed_by_id, proposed_at, lapses_at, decided_by_id, "
    "decided_at) VALUES (uuidv7(), {office}, 'MAILBOX', '', 'CONFIRMED', {adler}, now(), now(), "
    "{beatriz}, now())",
    "confirmed by two administrators": "UPDATE central_offices_endpointchange SET status = "
    "'CONFIRMED', decided_by_id = {benes}, decided_at = now() WHERE id = '{change}'",
    "confirmed by an officer": "UPDATE central_offices_endpointchange SET status = "
    "'CONFIRMED', decided_by_id = {pierre}, decided_at = now() WHERE id = '{change}'",
    "another address in what was proposed": "UPDATE central_offices_endpointchange SET "
    "mode = 'WEBHOOK', url = 'https://elsewhere.example/' WHERE id = '{change}'",
    "proposed by another": "UPDATE central_offices_endpointchange SET proposed_by_id = {beatriz} "
    "WHERE id = '{change}'",
    "what was declined is open again": "UPDATE central_offices_endpointchange SET status = "
    "'PENDING', decided_by_id = NULL, decided_at = NULL WHERE id = '{old}'",
    "what was declined is confirmed": "UPDATE central_offices_endpointchange SET status = "
    "'CONFIRMED' WHERE id = '{old}'",
    "no trace": "DELETE FROM central_offices_endpointchange WHERE id = '{old}'",
}


def test_no_statement_leads_an_office_s_messages_elsewhere(adler, benes, beatriz, pierre):
    office = beatriz.office
    old, _secret = endpoints.propose(office, "MAILBOX", by=adler)
    endpoints.decline(old, by=beatriz)
    change, _secret = endpoints.propose(office, "MAILBOX", by=adler)
    given = {"office": office.pk, "change": change.pk, "old": old.pk}
    given |= {one.email.split("@")[0]: one.pk for one in (adler, benes, beatriz, pierre)}
    taken = []
    for name, statement in PLACES.items():
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement.format(**given))
                assert cursor.rowcount, name
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                transaction.set_rollback(True)
            taken.append(name)
        except DatabaseError as error:
            assert "syntax" not in str(error), error
    assert taken == []

    endpoints.confirm(change, by=beatriz)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    assert EndpointChange.objects.get(pk=change.pk).status == "CONFIRMED"
