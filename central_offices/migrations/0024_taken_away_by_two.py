"""Whoever decides about what others did is taken away by two, or suspended by one for some hours.

Not whoever never came in (no password): an invitation by mistake is one person's to end.
"""

from importlib import import_module

from django.db import migrations

from kernel.triggers import stays

OFFICERS, GRANTS = "central_offices_officer", "central_offices_rolegrant"
CHANGES = "central_offices_accesschange"
APPLICATION = "NOT kernel_by_the_owner('{}'::regclass::oid)"
ROLES = import_module("central_offices.migrations.0015_roles_by_two_persons")
ACCOUNTS = import_module("central_offices.migrations.0022_accounts_by_two_persons")
DECIDING = "('HEAD', 'REVIEWER', 'SECOND_REVIEWER', 'ADMINISTRATOR', 'OVERSIGHT')"
THIS = "decided_in = pg_current_xact_id()::text::bigint"


def function_of(sql: str) -> str:
    """The function that such SQL makes, without its triggers, to be put in place of what is there."""
    body = sql[: sql.index("END $$;") + len("END $$;")]
    return body.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1)


def changed(sql: str, *pairs: tuple[str, str]) -> str:
    """SQL with each first text replaced by the second; each has to stand there once."""
    for old, new in pairs:
        assert sql.count(old) == 1, old
        sql = sql.replace(old, new)
    return sql


BY_TWO = function_of(ROLES.CHANGES)
BY_TWO_OR_SUSPENDED = changed(
    BY_TWO,
    (
        "  IF TG_OP = 'INSERT' THEN\n",
        """  IF TG_OP = 'INSERT' THEN
    IF NEW.suspends_until IS NOT NULL AND NOT EXISTS (
        SELECT FROM public.central_offices_officer o, public.central_offices_waitingtime w
        WHERE o.id = NEW.person_id AND o.is_active AND w.of = 'SUSPENDED'
          AND w.valid_from <= current_date AND (w.valid_to IS NULL OR w.valid_to > current_date)
          AND NEW.suspends_until <= clock_timestamp() + make_interval(hours => w.hours)) THEN
      RAISE EXCEPTION 'One person suspends an open account, for the hours of the rule.'
        USING ERRCODE = '23514', CONSTRAINT = TG_NAME;
    END IF;
""",
    ),
    (
        "CASE WHEN NEW.status = 'CONFIRMED' THEN",
        "CASE WHEN NEW.status = 'CONFIRMED' OR NEW.suspends_until IS NOT NULL THEN",
    ),
    (
        "        OR heads_word AND NEW.kind = 'KEY'",
        """        OR NEW.kind IN ('END_ROLE', 'DISABLE')
          AND public.central_offices_holds(NEW.decided_by_id, ARRAY['OVERSIGHT']) AND NOT EXISTS (
            -- There is no other administrator.
            SELECT FROM public.central_offices_officer o
            WHERE o.id <> NEW.proposed_by_id AND o.id IS DISTINCT FROM NEW.person_id
              AND o.password NOT LIKE '!%' AND public.central_offices_holds(o.id, administrators))
        OR heads_word AND NEW.kind = 'KEY'""",
    ),
)
OPENED_BY_TWO = function_of(ACCOUNTS.DECIDED)
OPENED_OR_NOT_CONFIRMED = changed(
    OPENED_BY_TWO,
    (
        "    IF NEW.is_active AND NOT OLD.is_active THEN\n",
        f"""    IF NEW.is_active AND NOT OLD.is_active AND NOT EXISTS (
        -- One person had suspended it, and nobody confirmed.
        SELECT FROM public.central_offices_accesschange c
        WHERE c.kind = 'DISABLE' AND c.person_id = NEW.id AND c.suspends_until IS NOT NULL
          AND c.status IN ('DECLINED', 'WITHDRAWN', 'EXPIRED') AND c.{THIS}) THEN
""",
    ),
)
TAKEN = f"""
CREATE FUNCTION account_closed_by_two() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM public.{GRANTS} g
      WHERE g.officer_id = NEW.id AND g.office_id = NEW.office_id AND g.role IN {DECIDING}
        AND g.valid_from <= clock_timestamp()
        AND (g.valid_to IS NULL OR g.valid_to > clock_timestamp()))
    AND NOT EXISTS (SELECT FROM public.{CHANGES} c
      WHERE c.kind = 'DISABLE' AND c.person_id = NEW.id AND (c.status = 'CONFIRMED' AND c.{THIS}
        OR c.suspends_until > clock_timestamp() AND c.proposed_at = now())) THEN
    RAISE EXCEPTION 'Two persons take away who decides about what others did.'
      USING ERRCODE = '23514', CONSTRAINT = TG_NAME;
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER account_closed_by_two AFTER UPDATE OF is_active ON {OFFICERS}
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.is_active AND NOT NEW.is_active AND NEW.kind = 'HUMAN' AND OLD.password NOT LIKE '!%'
    AND {APPLICATION.format(OFFICERS)} AND NOT central_offices_being_set_up())
  EXECUTE FUNCTION account_closed_by_two();

CREATE FUNCTION role_ended_by_two() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM public.{OFFICERS} o
      WHERE o.id = NEW.officer_id AND o.password NOT LIKE '!%')
    AND NOT EXISTS (SELECT FROM public.{CHANGES} c
      WHERE c.person_id = NEW.officer_id AND c.status = 'CONFIRMED' AND c.{THIS}
        AND (c.kind = 'MOVE' OR c.kind = 'END_ROLE' AND c.content ->> 'grant' = NEW.id::text)) THEN
    RAISE EXCEPTION 'Two persons take away who decides about what others did.'
      USING ERRCODE = '23514', CONSTRAINT = TG_NAME;
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER role_ended_by_two AFTER UPDATE OF valid_to ON {GRANTS}
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.valid_to IS DISTINCT FROM NEW.valid_to AND NEW.role IN {DECIDING}
    AND {APPLICATION.format(GRANTS)} AND NOT central_offices_being_set_up())
  EXECUTE FUNCTION role_ended_by_two();
"""
TAKEN_BACK = f"""
DROP TRIGGER role_ended_by_two ON {GRANTS};
DROP FUNCTION role_ended_by_two();
DROP TRIGGER account_closed_by_two ON {OFFICERS};
DROP FUNCTION account_closed_by_two();
"""


class Migration(migrations.Migration):
    dependencies = [("central_offices", "0023_suspended_until")]
    operations = [
        migrations.RunSQL(BY_TWO_OR_SUSPENDED, BY_TWO),
        migrations.RunSQL(OPENED_OR_NOT_CONFIRMED, OPENED_BY_TWO),
        migrations.RunSQL(TAKEN, TAKEN_BACK),
        stays(
            "access_change_suspends_as_proposed",
            CHANGES,
            ["suspends_until"],
            "A suspension is not prolonged.",
            APPLICATION.format(CHANGES),
        ),
    ]
