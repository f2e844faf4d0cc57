"""Somebody with the application's database role gives power that two persons did not decide."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from central_offices import roles
from central_offices.directory import entries
from central_offices.models import AccessChange, CentralOffice
from central_offices.two_persons import changes
from tests import persons, world
from tests.plumbing.by_the_owner import by_the_owner

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


def test_the_database_refuses_what_two_persons_did_not_decide(db, adler, amina):
    changes.propose("ROLE", amina.office, by=adler, person=amina, role="HEAD")
    for statement in SQL:
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            pytest.fail(statement)


GRANT = (
    "INSERT INTO central_offices_rolegrant (id, officer_id, office_id, role, valid_from, "
    "granted_by_id, change_id, reason, for_one_shift, valid_to) VALUES (uuidv7(), {officer}, "
    "{office}, '{role}', {begins}, {by}, {change}, '', {shift}, {ends})"
)
USUAL = {"office": "{kenya}", "begins": "now()", "by": "NULL", "change": "NULL"}
USUAL |= {"officer": "{amina}", "role": "HEAD", "shift": "false", "ends": "NULL"}
SHIFT = {"role": "DUTY_OFFICER", "shift": "true", "ends": "now() + interval '8 hours'"}


def grant(**differs: str) -> str:
    return GRANT.format(**USUAL | differs)


GRANTS = {
    "by nobody": grant(),
    "by nobody, for two months": grant(begins="now() - interval '60 days'"),
    "a reviewer from another country": grant(role="REVIEWER", office="{agency}"),
    "by the head": grant(by="{wanjiku}"),
    "by a change that gave it to somebody else": grant(by="{wanjiku}", change="'{role}'"),
    "by the change of an account": grant(by="{wanjiku}", change="'{account}'"),
    "twice by one change": grant(
        by="{wanjiku}",
        change="'{role}'",
        officer="{otieno}",
        role="SUPERVISOR",
        begins="now() + interval '3 days'",
        office="{kenya}",
    ),
    "a shift that an officer gives": grant(by="{otieno}", **SHIFT),
    "a shift that the head of another country gives": grant(by="{beatriz}", **SHIFT),
    "a shift that a machine gives": grant(by="{system}", **SHIFT),
    "a shift that the head gives to herself": grant(by="{wanjiku}", officer="{wanjiku}", **SHIFT),
    "a system's role for a person": grant(role="SYSTEM"),
    "a person's role for a system": grant(officer="{system}", role="OFFICER"),
    "an officer is a head": "UPDATE central_offices_rolegrant SET role = 'HEAD' "
    "WHERE officer_id = {amina}",
    "another's role": "UPDATE central_offices_rolegrant SET officer_id = {amina} "
    "WHERE officer_id = {wanjiku}",
    "in another office": "UPDATE central_offices_rolegrant SET office_id = {agency} "
    "WHERE officer_id = {wanjiku}",
    "held for a year": "UPDATE central_offices_rolegrant SET valid_from = now() - interval '1 "
    "year' WHERE change_id = '{role}'",
    "a shift for ever": "UPDATE central_offices_rolegrant SET for_one_shift = true, role = "
    "'DUTY_OFFICER' WHERE change_id = '{role}'",
    "who gave it": "UPDATE central_offices_rolegrant SET granted_by_id = {otieno} "
    "WHERE change_id = '{role}'",
    "by no change": "UPDATE central_offices_rolegrant SET change_id = NULL "
    "WHERE change_id = '{role}'",
    "an ended role goes on": "UPDATE central_offices_rolegrant SET valid_to = NULL "
    "WHERE change_id = '{role}'",
    "an ended role goes on for a year": "UPDATE central_offices_rolegrant "
    "SET valid_to = valid_to + interval '1 year' WHERE change_id = '{role}'",
    "a role that never was": "DELETE FROM central_offices_rolegrant WHERE change_id = '{role}'",
    "no waiting": "UPDATE central_offices_waitingtime SET hours = 0",
    "no waiting from now on": "UPDATE central_offices_waitingtime SET valid_to = now()::date",
    "no waiting at all": "DELETE FROM central_offices_waitingtime",
    "a new installation": "UPDATE central_offices_installation SET status = 'NEW', "
    "commissioned_at = NULL, commissioned_by_id = NULL, began_at = now()",
    "an installation that began today": "UPDATE central_offices_installation SET began_at = now()",
}
CONFIRM = (
    "UPDATE central_offices_accesschange SET status = 'CONFIRMED', decided_at = now(), "
    "decided_by_id = {0} WHERE id = '{1}'"
)
PROPOSE = (
    "INSERT INTO central_offices_accesschange (id, office_id, kind, person_id, content, reason, "
    "without_head, status, proposed_by_id, proposed_at, expires_at) VALUES (uuidv7(), {kenya}, "
    "'ROLE', {amina}, '{{\"role\": \"HEAD\"}}', '', false, 'PENDING', {by}, now(), now())"
)
MOVE = (
    "INSERT INTO central_offices_accesschange (id, office_id, kind, person_id, content, reason, "
    "without_head, status, proposed_by_id, proposed_at, expires_at) VALUES (uuidv7(), {0}, 'MOVE', "
    "{{amina}}, jsonb_build_object('from', '{1}', 'clearance', 1), '', false, 'PENDING', {2}, "
    "now(), now())"
)
CHANGES = {
    "confirmed by a machine": CONFIRM.format("{system}", "{waiting}"),
    "confirmed by a colleague": CONFIRM.format("{otieno}", "{waiting}"),
    "confirmed by another country": CONFIRM.format("{beatriz}", "{waiting}"),
    "two administrators where there is a head": CONFIRM.format("{benes}", "{waiting}"),
    "without the head, without a wait": CONFIRM.format("{benes}", "{aside}"),
    "agreed by nobody of the Secretariat": "UPDATE central_offices_accesschange SET status = "
    "'AGREED', decided_at = now(), decided_by_id = {wanjiku}, in_force_at = now() + interval '9 "
    "days' WHERE id = '{aside}'",
    "agreed without a wait": "UPDATE central_offices_accesschange SET status = "
    "'AGREED', decided_at = now(), decided_by_id = {benes}, in_force_at = now() + interval '1 "
    "hour' WHERE id = '{aside}'",
    "the wait is over": "UPDATE central_offices_accesschange SET in_force_at = now() "
    "WHERE id = '{agreed}'",
    "in force before its time": "UPDATE central_offices_accesschange SET status = 'CONFIRMED' "
    "WHERE id = '{agreed}'",
    "confirmed twice": "UPDATE central_offices_accesschange SET decided_in = "
    "pg_current_xact_id()::text::bigint WHERE id = '{role}'",
    "a move decided by an administrator": CONFIRM.format("{benes}", "{move}"),
    "a move decided by who proposed it": CONFIRM.format("{beatriz}", "{move}"),
    "a move decided by whom it moves": CONFIRM.format("{otieno}", "{move}"),
    "a move decided by a machine": CONFIRM.format("{system}", "{move}"),
    "a move out of another office": MOVE.format("{lisbon}", "AGY", "{beatriz}"),
    "a move out of nowhere": MOVE.format("{lisbon}", "XXX", "{beatriz}"),
    "a move out of the office that gains": MOVE.format("{lisbon}", "PRT", "{beatriz}"),
    "a move proposed by a third office": MOVE.format("{agency}", "KEN", "{beatriz}"),
    "a move proposed by an officer": MOVE.format("{lisbon}", "KEN", "{otieno}"),
    "proposed by a machine": PROPOSE.replace("{by}", "{system}"),
    "proposed by an officer": PROPOSE.replace("{by}", "{otieno}"),
    "proposed by another country": PROPOSE.replace("{by}", "{beatriz}"),
}


@pytest.fixture
def decided(adler, benes, wanjiku, beatriz, amina, otieno, pierre, mutua):
    """Ids by name: people, offices, a role that two gave and that ended, and what still waits."""
    role = persons.give_role(otieno, "SUPERVISOR", by=wanjiku)
    with by_the_owner():
        role.valid_to = timezone.now() + timedelta(hours=1)
        role.save()
    persons.invite(
        by=adler, email="new@office.test", name="New", office=amina.office, clearance=0, role="HEAD"
    )
    aside = {"without_head": True, "reason": "Gone"}
    agreed = changes.propose("ROLE", pierre.office, by=adler, person=pierre, role="HEAD", **aside)
    changes.confirm(agreed, by=benes)
    moving = changes.propose("MOVE", beatriz.office, by=beatriz, person=otieno, clearance=1)
    people = {"adler": adler, "benes": benes, "wanjiku": wanjiku, "beatriz": beatriz}
    people |= {"amina": amina, "otieno": otieno, "system": roles.system(amina.office)}
    return {name: one.pk for name, one in people.items()} | {
        "kenya": amina.office_id,
        "agency": adler.office_id,
        "role": role.change_id,
        "account": AccessChange.objects.get(kind="ACCOUNT").pk,
        "waiting": changes.propose("ROLE", amina.office, by=adler, person=amina, role="HEAD").pk,
        "aside": changes.propose(
            "ROLE", mutua.office, by=adler, person=mutua, role="HEAD", **aside
        ).pk,
        "agreed": agreed.pk,
        "lisbon": beatriz.office_id,
        "move": moving.pk,
    }


def test_a_role_is_neither_given_nor_changed_by_a_statement(db, decided):
    taken = []
    for name, statement in (GRANTS | CHANGES).items():
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement.format(**decided))
                assert cursor.rowcount, f"{name}: no row"
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                transaction.set_rollback(True)
            taken.append(name)
        except (IntegrityError, ProgrammingError) as error:
            assert "permission denied" in str(error) or isinstance(error, IntegrityError), error
    assert taken == []
    with connection.cursor() as cursor:  # the same statements, by whom they are for
        cursor.execute(MOVE.format("{lisbon}", "KEN", "{beatriz}").format(**decided))
        cursor.execute(CONFIRM.format("{wanjiku}", "{move}").format(**decided))


def test_what_two_persons_decided_gives_its_role_in_their_own_transaction_only(committed):
    wanjiku, otieno = world.officer("wanjiku"), world.officer("otieno")
    role = persons.give_role(otieno, "SUPERVISOR", by=wanjiku)
    with by_the_owner():
        role.delete()
    again = grant(by="{0}", change="'{1}'", officer="{2}", role="SUPERVISOR", office="{3}")
    with (
        pytest.raises(IntegrityError, match="Two persons give a role"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(again.format(wanjiku.pk, role.change_id, otieno.pk, otieno.office_id))


def test_a_telephone_that_two_persons_confirmed_once_is_not_written_again(committed):
    adler, wanjiku = world.officer("adler"), world.officer("wanjiku")
    for phone in ("+254 1", "+254 2"):
        kenya = CentralOffice.objects.get(code="KEN")
        entry = entries.change(kenya, by=adler, version=kenya.version, emergency_phone=phone)
        changes.confirm(entry, by=wanjiku)
    with pytest.raises(IntegrityError, match="Two persons"):
        CentralOffice.objects.filter(code="KEN").update(emergency_phone="+254 1")
