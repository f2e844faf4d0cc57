"""Triggers that move the version of a duty board with everything that the board shows.

They see more than a reader's policies let through, and move rather once too often: a board that
moved is read, and found to be the same. A statement moves each board once.
"""

from django.db import migrations

# A part of the version that somebody else is just raising is passed over: no transaction ever
# waits here, whatever else it holds, and each that commits has raised the sum.
MOVE = """
CREATE FUNCTION exchange_move_desk(moved bigint) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  UPDATE public.exchange_deskversion v SET number = v.number + 1 WHERE v.id = (
    SELECT f.id FROM public.exchange_deskversion f WHERE f.desk = moved
    LIMIT 1 FOR UPDATE SKIP LOCKED);
  IF NOT FOUND THEN
    INSERT INTO public.exchange_deskversion (desk, number) VALUES (moved, 1);
  END IF;
END $$;
REVOKE ALL ON FUNCTION exchange_move_desk(bigint) FROM PUBLIC;
REVOKE INSERT, UPDATE, DELETE ON exchange_deskversion FROM iisa_app;
"""
UNMOVE = """
GRANT INSERT, UPDATE, DELETE ON exchange_deskversion TO iisa_app;
DROP FUNCTION exchange_move_desk(bigint);
"""
RECIPIENT = "SELECT r.office_id FROM changed c JOIN public.exchange_requestrecipient r ON r.id = c.recipient_id"
# Both sides of an arrest: whoever holds the person, and whoever asked for it.
SIDES = """
SELECT side FROM {rows}
JOIN public.exchange_requestrecipient r ON r.id = a.recipient_id
JOIN public.exchange_request q ON q.id = r.request_id,
LATERAL unnest(ARRAY[r.office_id, q.owner_office_id]) AS side"""
SENDER = "SELECT m.sender_id FROM {rows} JOIN public.ledger_message m ON m.id = c.message_id"
# By statement, with the rows that it changed; of which office they are never changes.
BY_STATEMENT = {
    "exchange_requestrecipient": "SELECT c.office_id FROM changed c WHERE c.delivered_at IS NOT NULL",
    "exchange_escalation": RECIPIENT,
    "exchange_transfer": RECIPIENT,
    "exchange_arrest": SIDES.format(rows="changed a"),
    "exchange_custodyalarm": SIDES.format(
        rows="changed c JOIN public.exchange_arrest a ON a.id = c.arrest_id"),
    "exchange_shifthandover": "SELECT c.office_id FROM changed c",
    "central_offices_dutyshift": "SELECT c.office_id FROM changed c",
}
NAMED = ["central_offices_centraloffice", "central_offices_jurisdiction", "exchange_requesttype"]
# What waits for an office out of reach. Whether it is out of reach isn't asked: it may just become
# so in another transaction.
QUEUED = SENDER.format(rows="changed c") + " WHERE c.status = 'QUEUED'"
LEFT = SENDER.format(rows="changed c JOIN before b ON b.id = c.id AND b.status <> c.status")
EVENTS = {"INSERT": "NEW", "UPDATE": "NEW", "DELETE": "OLD"}
SEEN_BY_BOTH = """ARRAY(
    (SELECT unnest(OLD.seen_by) EXCEPT SELECT unnest(NEW.seen_by))
    UNION (SELECT unnest(NEW.seen_by) EXCEPT SELECT unnest(OLD.seen_by)))"""
WORDS = ("status", "classification", "urgency", "title", "reference", "type_id", "owner_office_id")


def differs(*columns: str) -> str:
    """SQL: one of the columns of a row that is updated has another value than before."""
    return "(%s) IS DISTINCT FROM (%s)" % tuple(
        ", ".join(f"{row}.{column}" for column in columns) for row in ("OLD", "NEW"))


def function(name: str, body: str) -> tuple[str, str]:
    made = f"""
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  {body}
  RETURN NULL;
END $$;"""
    return made, f"DROP FUNCTION {name}();"


def by_statement(table: str, desks: str, events: dict[str, str], before: str = "",
                 name: str = "moves_the_board") -> tuple[str, str]:
    """Triggers that move the boards which the query `desks` names, about the rows `changed`."""
    made, undone = function(
        f"{table}_{name}",
        f"PERFORM public.exchange_move_desk(d.desk) FROM ({desks}) AS d(desk) GROUP BY d.desk;")
    for event, row in events.items():
        trigger = f"{table.split('_', 1)[1]}_{name}_{event.lower()}"
        made += f"""
CREATE TRIGGER {trigger} AFTER {event} ON {table}
  REFERENCING {row} TABLE AS changed {before}
  FOR EACH STATEMENT EXECUTE FUNCTION {table}_{name}();"""
        undone = f"DROP TRIGGER {trigger} ON {table};" + undone
    return made, undone


def by_row(table: str, when: str, body: str, event: str = "UPDATE") -> tuple[str, str]:
    """A trigger of one row: only where the condition holds, and with what it was before."""
    name = f"{table}_row_moves_the_board_{event.lower()}"
    made, undone = function(name, body)
    made += f"""
CREATE TRIGGER row_moves_the_board_{event.lower()} AFTER {event} ON {table}
  FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION {name}();"""
    return made, f"DROP TRIGGER row_moves_the_board_{event.lower()} ON {table};" + undone


OUT_OF_REACH = ("paused_at", "unreachable_since", "disabled_at")
EVERY_DESK = "PERFORM public.exchange_move_desk(0);"
REQUEST = f"""PERFORM public.exchange_move_desk(f.id) FROM public.central_offices_centraloffice f
  WHERE f.number = ANY (CASE WHEN {differs(*WORDS)} THEN OLD.seen_by || NEW.seen_by
    ELSE {SEEN_BY_BOTH} END);"""
# What an arrest was reported with decides who sees it.
REPORT = f"""PERFORM public.exchange_move_desk(d.desk) FROM (
  {SIDES.format(rows="public.exchange_arrest a")}
  WHERE a.contribution_id = NEW.id) AS d(desk) GROUP BY d.desk;"""
OFFICER = """IF OLD.name <> NEW.name THEN PERFORM public.exchange_move_desk(0); END IF;
  PERFORM public.exchange_move_desk(OLD.office_id);
  IF NEW.office_id <> OLD.office_id THEN PERFORM public.exchange_move_desk(NEW.office_id); END IF;"""


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0017_versions_of_boards"),
        ("central_offices", "0034_live_by_a_head"),
        ("ledger", "0009_no_place_twice"),
    ]
    operations = [
        migrations.RunSQL(MOVE, UNMOVE),
        *(migrations.RunSQL(*by_statement(table, desks, EVENTS))
          for table, desks in BY_STATEMENT.items()),
        *(migrations.RunSQL(*by_statement(table, "SELECT 0 FROM changed", {"UPDATE": "NEW"}))
          for table in NAMED),
        migrations.RunSQL(*by_statement(
            "ledger_delivery", QUEUED, {"INSERT": "NEW", "DELETE": "OLD"})),
        migrations.RunSQL(*by_statement(
            "ledger_delivery", LEFT, {"UPDATE": "NEW"}, "OLD TABLE AS before", "leaves_the_board")),
        migrations.RunSQL(*by_row("ledger_destination", differs(*OUT_OF_REACH), EVERY_DESK)),
        migrations.RunSQL(*by_row(
            "ledger_destination",
            " OR ".join(f"NEW.{column} IS NOT NULL" for column in OUT_OF_REACH),
            EVERY_DESK, "INSERT")),
        migrations.RunSQL(*by_row(
            "exchange_request",
            f"(OLD.status <> 'DRAFT' OR NEW.status <> 'DRAFT') AND {differs(*WORDS, 'seen_by')}",
            REQUEST)),
        migrations.RunSQL(*by_row(
            "exchange_contribution", differs("seen_by", "classification"), REPORT)),
        migrations.RunSQL(*by_row(
            "central_offices_officer", differs("name", "is_active", "office_id"), OFFICER)),
    ]
