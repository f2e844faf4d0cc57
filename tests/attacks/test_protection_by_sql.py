"""Somebody runs SQL as the application, to let the country of flight see a protected person."""

import pytest
from django.db import DatabaseError, connection, transaction

from cases import sharing
from kernel import acting
from tests.attacks.conftest import office
from tests.exchange.conftest import deliver_all, draft
from tests.notices import drafts

pytestmark = pytest.mark.django_db
SHARE = (
    "INSERT INTO cases_caseshare (case_id, office_id, role, shared_by_id, shared_at) "
    "SELECT {case}, {alpha}, 'OBSERVER', "
    "{amina}, now()"
)
SEEN = "UPDATE cases_case SET seen_by = seen_by || 901 WHERE id = {case}"
ENDED = "UPDATE cases_caseshare SET ended_at = now() WHERE case_id = {shared}"


def attempt(by, *statements: str, **keys) -> None:
    """Run the statements in one transaction up to its commit, and undo them."""
    named = {key: f"%({key})s" for key in keys}
    with acting.acting_as(by), transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement.format(**named), keys)
            assert cursor.rowcount, f"{statement}: no row"
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)


@pytest.fixture
def keys(ilse, amina, arun):
    case, subject = ilse
    shared, _other = drafts.person(amina, name="FELD Otto")
    sharing.share(shared, office("QMA"), by=amina)
    return {
        "case": case.pk, "subject": subject.pk, "shared": shared.pk, "amina": amina.pk,
        "alpha": office("QMA").pk, "arun": arun.pk,
    }  # fmt: skip


def test_rows_are_written_that_show_the_person_to_alpha(keys, amina):
    person = "UPDATE cases_casesubject SET case_id = {shared} WHERE subject_id = {subject}"
    invited = (
        "INSERT INTO cases_caseinvitation (content_object_id, user_id, permission_id) "
        "SELECT {case}, {arun}, id FROM auth_permission WHERE codename = 'view_case'"
    )
    for statements in ((SHARE, SEEN), (SHARE,), (person,), (invited,)):
        with pytest.raises(DatabaseError, match="not shown to this office"):
            attempt(amina, *statements, **keys)
    attempt(amina, "UPDATE cases_case SET title = 'x' WHERE id = {case}", **keys)


def test_the_share_ends_and_the_case_is_seen_all_the_same(keys, amina):
    for statement in (
        ENDED,
        "UPDATE cases_caseshare SET office_id = {amina_office} WHERE case_id = {shared}",
    ):
        words = keys | {"amina_office": office("PRT").pk}
        with pytest.raises(DatabaseError, match="seen by its owner"):
            attempt(amina, statement, **words)
    narrowed = "UPDATE cases_case SET seen_by = array_remove(seen_by, 901) WHERE id = {shared}"
    attempt(amina, ENDED, narrowed, **keys)


def test_records_and_shares_are_deleted(keys, amina):
    for statement in (
        "DELETE FROM cases_subject WHERE id = {subject}",
        "DELETE FROM cases_caseshare WHERE case_id = {shared}",
        "TRUNCATE cases_subject CASCADE",
    ):
        with pytest.raises(DatabaseError, match="permission denied|must be owner"):
            attempt(amina, statement, **keys)


def test_alpha_s_office_moves_to_another_country(keys, amina):
    for code in ("PRT", "QMB", None):
        move = (
            "UPDATE central_offices_centraloffice SET jurisdiction_id = {code} WHERE id = {alpha}"
        )
        with pytest.raises(DatabaseError, match="stays with its country"):
            attempt(amina, move, code=code, **keys)


def test_findings_are_made_against_an_office(amina, pierre):
    request = draft(pierre, "BRA")
    deliver_all()
    with pytest.raises(DatabaseError, match="does not submit"):
        with acting.acting_as(amina), connection.cursor() as cursor:
            cursor.execute("SELECT cases_note_submission('REQUEST', %s, true)", [request.pk])
