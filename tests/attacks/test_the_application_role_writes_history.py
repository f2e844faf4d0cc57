"""Somebody runs SQL as the application: by an injection, or in its process.

They may add what happened, and nothing else: no place in a chain, no line of the log, nothing that
the owner's functions would mistake for a table.
"""

import pytest
from django.db import DatabaseError, connection, connections, transaction

from kernel import acting, database_roles
from ledger import events
from ledger.models import Checkpoint, Event
from tests import world
from tests.ledger import witnessed

EVENT = (
    "INSERT INTO ledger_event (id, chain, verb, subject_type, before, after, purpose, denied, "
    "data, detail_digest, request_id{more}) VALUES (uuidv7(), 'KEN', 'case.view', '', '', "
    "'', '', false, '{{}}', '', ''{values})"
)
REFUSED = {
    "a place behind the last one": EVENT.format(more=", seq", values=", 2"),
    "a place far ahead": EVENT.format(more=", seq", values=", 999"),
    "a hash": EVENT.format(more=", hash", values=", repeat('a', 64)"),
    "a link": EVENT.format(more=", prev_hash", values=", repeat('a', 64)"),
    "a whole link": EVENT.format(
        more=", seq, prev_hash, hash", values=", 2, repeat('0', 64), repeat('a', 64)"
    ),
    "a moment of the past": EVENT.format(more=", at", values=", now() - interval '6 years'"),
    "the moment that it is": EVENT.format(more=", at", values=", now()"),
    "a moment that never comes": EVENT.format(more=", at", values=", 'infinity'"),
    "a checkpoint": "INSERT INTO ledger_checkpoint (id, size, root, previous, at, jws) "
    "SELECT 1, 0, repeat('a', 64), repeat('0', 64), now(), 'x'",
    "a changed event": "UPDATE ledger_event SET verb = 'x'",
    "an unsealed event": "UPDATE ledger_event SET seq = NULL, hash = ''",
    "a deleted event": "DELETE FROM ledger_event",
    "an emptied ledger": "TRUNCATE ledger_event CASCADE",
    "another head": "UPDATE ledger_chain SET seq = 0",
    "a head of their own": "INSERT INTO ledger_chain VALUES ('X', 7, repeat('a', 64))",
    "a chain without head": "DELETE FROM ledger_chain",
    "a changed detail": "UPDATE ledger_eventdetail SET body = '{}'",
    "a run of the log": "INSERT INTO ledger_logrun VALUES (99, 'KEN', 1, 2)",
    "another order": "UPDATE ledger_logrun SET start = start + 1",
    "no order": "DELETE FROM ledger_logrun",
    "another tree": "UPDATE ledger_lognode SET hash = ''",
    "a node": "INSERT INTO ledger_lognode VALUES (8, 0, '')",
    "another size": "UPDATE ledger_logstate SET size = 0",
    "a second log": "INSERT INTO ledger_logstate VALUES (2, 0)",
    "a grown tree": "SELECT ledger_log_grow(0, 256)",
    "a changed checkpoint": "UPDATE ledger_checkpoint SET root = repeat('a', 64)",
    "a deleted checkpoint": "DELETE FROM ledger_checkpoint",
    "no checkpoints": "TRUNCATE ledger_checkpoint",
    "a temporary table": "CREATE TEMPORARY TABLE ledger_chain (name text, seq bigint, hash text)",
    "a temporary table by SELECT": "SELECT 1 AS seq INTO TEMPORARY ledger_event",
    "a temporary view": "CREATE TEMPORARY VIEW ledger_chain AS SELECT 1",
    "a temporary sequence": "CREATE TEMPORARY SEQUENCE s",
    "a table in pg_temp": "CREATE TABLE pg_temp.ledger_chain (name text)",
    "a function in pg_temp": "CREATE FUNCTION pg_temp.sha256(bytea) RETURNS bytea LANGUAGE sql "
    "AS $$ SELECT $1 $$",
    "a table beside": "CREATE TABLE public.ledger_other (n int)",
    "a function beside": "CREATE FUNCTION public.encode(bytea, text) RETURNS text LANGUAGE sql "
    "AS $$ SELECT 'x' $$",
    "a schema": "CREATE SCHEMA shadow",
    "a trigger": "CREATE TRIGGER t BEFORE INSERT ON ledger_chain FOR EACH ROW "
    "EXECUTE FUNCTION ledger_refuse()",
    "no trigger": "ALTER TABLE ledger_event DISABLE TRIGGER USER",
    "another function": "ALTER FUNCTION ledger_seal(text, uuid[], integer) RESET search_path",
    "the owner": "SET ROLE iisa_owner",
    "the superuser": "SET ROLE iisa_admin",
    "a role": "CREATE ROLE x SUPERUSER",
    "more rights": "ALTER ROLE iisa_app SUPERUSER",
    "replica": "SET session_replication_role = 'replica'",
    "a command of the system": "COPY ledger_chain TO PROGRAM 'true'",
    "a file of the system": "SELECT pg_read_file('postgresql.conf')",
    "a large file": "SELECT lo_import('/etc/passwd')",
}


def test_the_application_adds_what_happened_and_nothing_else(db, amina):
    with acting.acting_as(amina):
        events.record("case.open", by=amina, detail={"text": "x"}, step=True)
    before = list(Event.objects.order_by("id").values_list("id", "seq", "hash"))
    taken = []
    for name, statement in REFUSED.items():
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
            taken.append(name)
        except DatabaseError:
            pass

    assert taken == []
    assert list(Event.objects.order_by("id").values_list("id", "seq", "hash")) == before


@pytest.mark.parametrize(
    ("id_", "size", "root", "previous"),
    [
        (3, "size", "root", "root"),
        (1, "size", "root", "previous"),
        (2, "size + 1", "root", "root"),
        (2, "size - 1", "root", "root"),
        (2, "size", "repeat('a', 64)", "root"),
        (2, "size", "root", "repeat('a', 64)"),
        (0, "size", "root", "root"),
        (-1, "size", "root", "root"),
    ],
)
def test_a_checkpoint_follows_the_last_one_or_is_refused(db, id_, size, root, previous):
    witnessed.happen(1)
    witnessed.sign()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_checkpoint (id, size, root, previous, at, jws) "
            f"SELECT %s, {size}, {root}, {previous}, now(), jws FROM ledger_checkpoint",
            [id_],
        )
    assert Checkpoint.objects.count() == 1


def test_the_application_may_not_even_if_temporary_tables_were_left_by_a_restore(committed):
    """The functions themselves trust no name of their caller."""
    amina = world.officer("amina")
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"GRANT TEMPORARY ON DATABASE {committed} TO iisa_app")
    assert any("temporary tables" in sentence for sentence in database_roles.problems())
    with connection.cursor() as cursor:
        for table in ("ledger_chain", "ledger_event", "ledger_logstate", "ledger_logrun"):
            cursor.execute(f"CREATE TEMPORARY TABLE {table} (LIKE public.{table})")
        cursor.execute("CREATE TEMPORARY TABLE ran (who text)")
        cursor.execute(
            "CREATE FUNCTION pg_temp.spy() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN INSERT INTO pg_temp.ran VALUES (current_user); RETURN NEW; END $$"
        )
        cursor.execute(
            "CREATE TRIGGER spy BEFORE INSERT OR UPDATE ON pg_temp.ledger_chain "
            "FOR EACH ROW EXECUTE FUNCTION pg_temp.spy()"
        )
        event = EVENT.format(more="", values="")
        cursor.execute(event.replace("ledger_event", "public.ledger_event"))
        cursor.execute("SELECT public.ledger_seal('KEN', NULL, NULL)")
        assert cursor.fetchone()[0] == 1
        cursor.execute("SELECT public.ledger_log_append(100)")
        assert cursor.fetchone()[0] == 1
        cursor.execute(
            "SELECT (SELECT count(*) FROM pg_temp.ran), (SELECT count(*) FROM public.ledger_logrun)"
        )
        assert cursor.fetchone() == (0, 1)
    connection.close()

    database_roles.take_temporary_tables_away()
    assert database_roles.problems() == []
    assert amina.office.code == "KEN"


def test_one_chain_that_cannot_be_sealed_keeps_no_other_waiting(committed, caplog):
    """Somebody with the owner's rights put an event where the next one belongs."""
    amina, pierre = world.officer("amina"), world.officer("pierre")
    for officer in (amina, pierre):
        with acting.acting_as(officer):
            events.record("case.view", by=officer)
    with connections["owner"].cursor() as cursor:
        cursor.execute(EVENT.format(more=", seq", values=", 1"))

    assert events.seal() == 1

    assert Event.objects.get(chain="PRT").seq == 1
    assert "The chain KEN cannot be sealed" in caplog.text


def test_functions_that_run_as_the_owner_look_for_temporary_things_last(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.oid::regprocedure::text, p.prosecdef, array_to_string(p.proconfig, ';'), "
            "r.rolsuper FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner "
            "WHERE pronamespace = 'public'::regnamespace AND NOT EXISTS (SELECT FROM pg_depend d "
            "WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')"
        )
        rows = cursor.fetchall()
    definers = [row for row in rows if row[1]]
    assert len(definers) >= 2
    for name, _definer, settings, owner_is_superuser in definers:
        assert "search_path=pg_catalog, pg_temp" in (settings or ""), name
        assert not owner_is_superuser, name


def test_no_role_of_the_system_is_a_superuser(db):
    assert database_roles.problems("default") == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname FROM pg_roles WHERE rolsuper AND rolname LIKE 'iisa%%'")
        assert [row[0] for row in cursor.fetchall()] == ["iisa_admin"]
