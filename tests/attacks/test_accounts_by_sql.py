"""Somebody with the application's database role makes an account, a right or a password."""

import hashlib
import logging

import pytest
from django.db import DatabaseError, connection, transaction

from central_offices.accounts import invitations
from central_offices.models import Officer, Role, rights
from tests import persons, world
from tests.plumbing.by_the_owner import by_the_owner

pytestmark = pytest.mark.django_db
OFFICER = "central_offices_officer"
KEPT = (
    "office_id, rank, clearance, language, time_zone, theme, shortcuts, is_active, created_at, "
    "valid_from, disabled_reason, session_epoch, version, kind, password, password_mark"
)
ACCOUNT = (
    f"INSERT INTO {OFFICER} (email, name, {KEPT}) SELECT 'new@office.test', 'New', {KEPT} "
    f"FROM {OFFICER} WHERE id = {{wanjiku}}"
)
GROUP = "(SELECT id FROM auth_group WHERE name = '{}')"
RIGHT = "(SELECT min(id) FROM auth_permission WHERE codename = '{}')"
TYPE = (
    "(SELECT id FROM django_content_type WHERE app_label = 'central_offices' "
    "AND model = 'centraloffice')"
)
REFUSED = {
    "a head by her group": f"INSERT INTO {OFFICER}_groups (officer_id, group_id) "
    f"VALUES ({{amina}}, {GROUP.format('KEN:HEAD')})",
    "a reviewer by her group": f"INSERT INTO {OFFICER}_groups (officer_id, group_id) "
    f"VALUES ({{amina}}, {GROUP.format('AGY:REVIEWER')})",
    "the group of another": f"UPDATE {OFFICER}_groups SET officer_id = {{amina}} "
    "WHERE officer_id = {wanjiku}",
    "another group": f"UPDATE {OFFICER}_groups SET group_id = {GROUP.format('KEN:HEAD')} "
    "WHERE officer_id = {amina}",
    "groups that change names": "UPDATE auth_group SET name = 'KEN:X' WHERE name = 'KEN:OFFICER'",
    "officers release notices": "INSERT INTO guardian_groupobjectpermission (group_id, "
    "permission_id, content_type_id, object_pk) VALUES "
    f"({GROUP.format('KEN:OFFICER')}, {RIGHT.format('release_notice')}, {TYPE}, '{{kenya}}')",
    "officers work for another office": "INSERT INTO guardian_groupobjectpermission (group_id, "
    "permission_id, content_type_id, object_pk) VALUES "
    f"({GROUP.format('KEN:OFFICER')}, {RIGHT.format('file_case')}, {TYPE}, '{{lisbon}}')",
    "a right of another office": "UPDATE guardian_groupobjectpermission SET object_pk = "
    "'{lisbon}' WHERE object_pk = '{kenya}'",
    "a right of her own": "INSERT INTO guardian_userobjectpermission (user_id, permission_id, "
    f"content_type_id, object_pk) VALUES ({{amina}}, {RIGHT.format('release_notice')}, {TYPE}, "
    "'{kenya}')",
    "a right under another name": "UPDATE auth_permission SET codename = 'release_notice' "
    "WHERE codename = 'file_case'",
    "a role that never ends": f"UPDATE {OFFICER} SET rights_change_at = NULL WHERE id = {{otieno}}",
    "a role that ends next year": f"UPDATE {OFFICER} SET rights_change_at = rights_change_at + "
    "interval '1 year' WHERE id = {otieno}",
    "cleared for everything": f"UPDATE {OFFICER} SET clearance = 2 WHERE id = {{okello}}",
    "of another office": f"UPDATE {OFFICER} SET office_id = {{lisbon}} WHERE id = {{amina}}",
    "opened again": f"UPDATE {OFFICER} SET is_active = true WHERE id = {{left}}",
    "older": f"UPDATE {OFFICER} SET valid_from = valid_from - interval '1 year' "
    "WHERE id = {amina}",
    "reached elsewhere": f"UPDATE {OFFICER} SET email = 'me@other.example' WHERE id = {{amina}}",
    "a machine that is a person": f"UPDATE {OFFICER} SET kind = 'SYSTEM', password = '!' "
    "WHERE id = {amina}",
    "an office under another's code": "UPDATE central_offices_centraloffice SET code = 'X' "
    "WHERE id = {kenya}",
    "an office of another kind": "UPDATE central_offices_centraloffice SET kind = 'COMMISSION' "
    "WHERE id = {kenya}",
    "a new account": ACCOUNT,
    "no link": "DELETE FROM central_offices_invitation",
    "a link for another": "UPDATE central_offices_invitation SET officer_id = {wanjiku}",
    "another link": "UPDATE central_offices_invitation SET token_hash = '{digest}'",
    "a link for ever": "UPDATE central_offices_invitation SET expires_at = '2099-01-01'",
    "a link that works again": "UPDATE central_offices_invitation SET used_at = NULL "
    "WHERE used_at IS NOT NULL",
}


@pytest.fixture
def given(adler, wanjiku, amina, otieno, beatriz):
    with by_the_owner():
        persons.give_role(otieno, Role.SUPERVISOR, by=adler)
        grant = otieno.grants.get(role=Role.SUPERVISOR)
        grant.valid_to = grant.valid_from.replace(year=grant.valid_from.year + 1)
        grant.save()
        otieno.refresh_rights()
        Officer.objects.filter(email=world.email("mutua")).update(is_active=False)
    mutua = world.officer("mutua")
    persons.new_link(amina)
    invitations.accept(persons.new_link(otieno).split("/")[-2], "a-long-and-odd-password-77")
    people = {name: world.officer(name).pk for name in ("wanjiku", "amina", "otieno", "okello")}
    return people | {
        "left": mutua.pk,
        "kenya": amina.office_id,
        "lisbon": beatriz.office_id,
        "digest": hashlib.sha256(b"word").hexdigest(),
    }


def test_no_statement_makes_an_account_or_gives_it_a_right(given):
    taken = []
    for name, statement in REFUSED.items():
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement.format(**given))
                assert cursor.rowcount, f"{name}: no row"
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                transaction.set_rollback(True)
            taken.append(name)
        except DatabaseError as error:
            text = str(error)
            assert "syntax" not in text and "does not exist" not in text, (name, text)
    assert taken == []


def test_the_database_knows_what_each_role_gives():
    everything = set().union(*rights.GIVES.values()) | {"delete_centraloffice", "nonsense"}
    with connection.cursor() as cursor:
        for role, gives in rights.GIVES.items():
            for permission in everything:
                cursor.execute("SELECT central_offices_role_gives(%s, %s)", [str(role), permission])
                assert cursor.fetchone()[0] == (permission in gives), (role, permission)


def test_a_password_that_was_copied_from_a_colleague_lets_nobody_in(client, amina, adler, caplog):
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {OFFICER} SET password = a.password, password_mark = a.password_mark "
            f"FROM {OFFICER} a WHERE a.id = %s AND {OFFICER}.id = %s",
            [amina.pk, adler.pk],
        )
    with caplog.at_level(logging.ERROR):
        client.post("/accounts/login/", {"login": adler.email, "password": world.PASSWORD})
    assert client.get("/officers/").status_code == 302
    assert "was not set by this system" in caplog.text
    assert world.officer("amina").check_password(world.PASSWORD)


def test_a_password_that_was_set_here_goes_on_working(amina):
    amina.set_password("a-long-and-odd-password-77")
    amina.save(update_fields=["password"])
    assert world.officer("amina").check_password("a-long-and-odd-password-77")
    assert not world.officer("amina").check_password(world.PASSWORD)


def test_a_link_whose_digest_somebody_wrote_leads_nowhere(amina, adler):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO central_offices_invitation (id, officer_id, token_hash, made_by_id, "
            "made_at, expires_at) VALUES (uuidv7(), %s, %s, %s, now(), now() + interval '1 day')",
            [adler.pk, hashlib.sha256(b"word").hexdigest(), amina.pk],
        )
    with pytest.raises(invitations.Gone):
        invitations.accept("word", "a-long-and-odd-password-77")
