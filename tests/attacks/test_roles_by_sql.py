"""Somebody with the application's database role gives power that two persons did not decide."""

import pytest
from django.db import IntegrityError, connection, transaction

from central_offices.two_persons import changes

pytestmark = pytest.mark.django_db
SQL = [
    "UPDATE central_offices_accesschange SET status = 'CONFIRMED', decided_at = now()",
    "UPDATE central_offices_accesschange SET status = 'CONFIRMED', decided_at = now(), "
    "decided_by_id = proposed_by_id",
    "UPDATE central_offices_accesschange SET status = 'CONFIRMED', decided_at = now(), "
    "decided_by_id = person_id",
    "UPDATE central_offices_accesschange SET proposed_by_id = person_id",
    """UPDATE central_offices_accesschange SET content = '{"role": "ADMINISTRATOR"}'""",
    "UPDATE central_offices_accesschange SET without_head = true",
    "UPDATE central_offices_accesschange SET office_id = office_id + 1",
    "INSERT INTO central_offices_rolegrant (id, officer_id, office_id, role, valid_from, "
    "granted_by_id, reason, for_one_shift) SELECT uuidv7(), person_id, office_id, 'HEAD', now(), "
    "proposed_by_id, '', false FROM central_offices_accesschange",
    "INSERT INTO central_offices_rolegrant (id, officer_id, office_id, role, valid_from, "
    "granted_by_id, change_id, reason, for_one_shift) SELECT uuidv7(), person_id, office_id, "
    "'HEAD', now(), proposed_by_id, id, '', false FROM central_offices_accesschange",
    "INSERT INTO central_offices_rolegrant (id, officer_id, office_id, role, valid_from, valid_to, "
    "granted_by_id, reason, for_one_shift) SELECT uuidv7(), person_id, office_id, 'HEAD', now(), "
    "now() + interval '8 hours', proposed_by_id, '', true FROM central_offices_accesschange",
    "INSERT INTO central_offices_rolegrant (id, officer_id, office_id, role, valid_from, valid_to, "
    "granted_by_id, reason, for_one_shift) SELECT uuidv7(), person_id, office_id, 'DUTY_OFFICER', "
    "now(), now() + interval '80 hours', proposed_by_id, '', true FROM "
    "central_offices_accesschange",
    "UPDATE central_offices_installation SET commissioned_by_id = proposed_by_id",
]


def test_the_database_refuses_what_two_persons_did_not_decide(adler, amina):
    changes.propose("ROLE", amina.office, by=adler, person=amina, role="HEAD")
    for statement in SQL:
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            pytest.fail(statement)
