"""A role, a waiting time and the commissioning are what two persons decided, and stay so.

The owner of the tables passes: whoever runs the servers brings in an administrator where fewer than
two are left. So does a new installation, until it is commissioned, for 14 days at most.
"""

from django.db import migrations, models

from kernel.triggers import stays

ASKED = """
CREATE FUNCTION central_offices_being_set_up() RETURNS boolean LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT FROM public.central_offices_installation
    WHERE status <> 'COMMISSIONED' AND began_at > now() - interval '14 days')
$$;

-- Whether a person at work holds one of the roles in the own office now.
CREATE FUNCTION central_offices_holds(officer bigint, roles text[]) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM public.central_offices_rolegrant g
    JOIN public.central_offices_officer o ON o.id = g.officer_id
    WHERE g.officer_id = officer AND g.office_id = o.office_id AND g.role = ANY (roles)
      AND o.kind = 'HUMAN' AND o.is_active AND g.valid_from <= clock_timestamp()
      AND (g.valid_to IS NULL OR g.valid_to > clock_timestamp()))
$$;

-- Whether somebody speaks for an office: its heads, at the Commission its members.
CREATE FUNCTION central_offices_speaks_for(officer bigint, office bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM public.central_offices_officer o
    JOIN public.central_offices_centraloffice f ON f.id = o.office_id
    WHERE o.id = officer AND f.id = office AND public.central_offices_holds(officer,
      CASE WHEN f.kind = 'COMMISSION' THEN ARRAY['HEAD', 'OVERSIGHT'] ELSE ARRAY['HEAD'] END))
$$;
"""
NO_LONGER_ASKED = """
DROP FUNCTION central_offices_speaks_for(bigint, bigint);
DROP FUNCTION central_offices_holds(bigint, text[]);
DROP FUNCTION central_offices_being_set_up();
"""
CHANGES = """
CREATE FUNCTION access_change_by_two() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  heads_word boolean;
  administrators constant text[] := ARRAY['ADMINISTRATOR'];
  leaves bigint; -- the office that a move takes the officer from
BEGIN
  IF public.kernel_by_the_owner(TG_RELID) THEN
    RETURN NEW;
  END IF;
  IF NEW.kind = 'MOVE' THEN
    leaves := (SELECT f.id FROM public.central_offices_centraloffice f
      WHERE f.code = NEW.content ->> 'from');
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.kind = 'MOVE' AND NOT EXISTS (
        SELECT FROM public.central_offices_officer o
        WHERE o.id = NEW.person_id AND o.office_id = leaves AND leaves <> NEW.office_id) THEN
      RAISE EXCEPTION 'An officer moves from the own office to another.'
        USING ERRCODE = '23514', CONSTRAINT = TG_NAME;
    END IF;
    IF public.central_offices_speaks_for(NEW.proposed_by_id, NEW.office_id)
        OR public.central_offices_speaks_for(NEW.proposed_by_id, leaves)
        OR public.central_offices_holds(NEW.proposed_by_id, administrators) THEN
      NEW.proposed_at := now();
      NEW.decided_in := NULL;
      RETURN NEW;
    END IF;
    RAISE EXCEPTION 'Its head or an administrator proposes who acts for an office.'
      USING ERRCODE = '23514', CONSTRAINT = TG_NAME;
  END IF;
  NEW.decided_in := CASE WHEN NEW.status = 'CONFIRMED' THEN pg_current_xact_id()::text::bigint END;
  IF NEW.status = 'CONFIRMED' AND NOT NEW.without_head AND OLD.status = 'PENDING'
      AND NEW.kind = 'MOVE' THEN
    IF public.central_offices_speaks_for(NEW.proposed_by_id, NEW.office_id)
          AND public.central_offices_speaks_for(NEW.decided_by_id, leaves)
        OR public.central_offices_speaks_for(NEW.proposed_by_id, leaves)
          AND public.central_offices_speaks_for(NEW.decided_by_id, NEW.office_id) THEN
      RETURN NEW;
    END IF;
  ELSIF NEW.status = 'CONFIRMED' AND NOT NEW.without_head AND OLD.status = 'PENDING' THEN
    heads_word := public.central_offices_speaks_for(NEW.proposed_by_id, NEW.office_id);
    IF public.central_offices_speaks_for(NEW.decided_by_id, NEW.office_id)
        OR public.central_offices_holds(NEW.decided_by_id, administrators)
          AND (heads_word OR NEW.kind IN ('END_ROLE', 'DISABLE'))
        OR heads_word AND NEW.kind = 'KEY' AND NEW.content ->> 'replaces' <> '' AND EXISTS (
          SELECT FROM public.central_offices_officer o
          WHERE o.id = NEW.decided_by_id AND o.office_id = NEW.office_id
            AND public.central_offices_holds(o.id, ARRAY['OFFICER', 'SUPERVISOR', 'HEAD',
              'DUTY_OFFICER', 'REVIEWER'])) THEN
      RETURN NEW;
    END IF;
  ELSIF NEW.status = 'CONFIRMED' THEN
    IF OLD.status = 'AGREED' AND NEW.without_head AND OLD.in_force_at <= clock_timestamp()
        OR OLD.status = 'OBJECTED'
          AND public.central_offices_holds(NEW.settled_by_id, ARRAY['OVERSIGHT']) THEN
      RETURN NEW;
    END IF;
  ELSIF NEW.status = 'AGREED' AND OLD.status = 'PENDING' AND NEW.without_head THEN
    IF public.central_offices_holds(NEW.proposed_by_id, administrators)
        AND (public.central_offices_holds(NEW.decided_by_id, administrators)
          OR public.central_offices_holds(NEW.decided_by_id, ARRAY['OVERSIGHT']) AND NOT EXISTS (
            -- The Secretariat has no other administrator for its own change.
            SELECT FROM public.central_offices_officer o
            WHERE o.office_id = NEW.office_id AND o.id <> NEW.proposed_by_id
              AND o.id IS DISTINCT FROM NEW.person_id AND o.password NOT LIKE '!%'
              AND public.central_offices_holds(o.id, administrators))
          AND EXISTS (SELECT FROM public.central_offices_centraloffice f
            WHERE f.id = NEW.office_id AND f.kind = 'SECRETARIAT'))
        AND (public.central_offices_being_set_up() OR NOT EXISTS (
          SELECT FROM public.central_offices_waitingtime w
          WHERE w.of = 'OBJECTION' AND w.valid_from <= current_date
            AND (w.valid_to IS NULL OR w.valid_to > current_date)
            AND NEW.in_force_at < now() + make_interval(hours => w.hours))) THEN
      RETURN NEW;
    END IF;
  ELSIF NEW.status NOT IN ('CONFIRMED', 'AGREED') THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'Two persons decide who acts for an office, one of them of the office.'
    USING ERRCODE = '23514', CONSTRAINT = TG_NAME;
END $$;
CREATE TRIGGER access_change_by_two BEFORE INSERT ON central_offices_accesschange
  FOR EACH ROW EXECUTE FUNCTION access_change_by_two();
CREATE TRIGGER access_change_confirmed_by_two BEFORE UPDATE ON central_offices_accesschange
  FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status)
  EXECUTE FUNCTION access_change_by_two();
"""
CHANGES_BACK = """
DROP TRIGGER access_change_confirmed_by_two ON central_offices_accesschange;
DROP TRIGGER access_change_by_two ON central_offices_accesschange;
DROP FUNCTION access_change_by_two();
"""
APPLICATION = "NOT kernel_by_the_owner('{}'::regclass::oid)"
BY_APPLICATION = APPLICATION.format("central_offices_rolegrant")
GIVEN = f"""
CREATE FUNCTION role_begins_now() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM FROM public.central_offices_officer o
    WHERE o.id = NEW.officer_id AND o.office_id = NEW.office_id
      AND (o.kind = 'SYSTEM') = (NEW.role = 'SYSTEM')
      AND (NEW.change_id IS NULL OR o.kind = 'HUMAN' OR EXISTS (
        SELECT FROM public.central_offices_apiclient a
        WHERE a.officer_id = o.id AND a.change_id = NEW.change_id));
  IF NOT FOUND THEN
    RAISE EXCEPTION 'A role is for the officer''s own office, and of the own kind.'
      USING ERRCODE = '23514', CONSTRAINT = TG_NAME;
  END IF;
  IF NOT public.central_offices_being_set_up() THEN
    NEW.valid_from := greatest(NEW.valid_from, now());
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER role_begins_now BEFORE INSERT ON central_offices_rolegrant
  FOR EACH ROW WHEN ({BY_APPLICATION}) EXECUTE FUNCTION role_begins_now();

DROP TRIGGER role_given_by_two ON central_offices_rolegrant;
CREATE OR REPLACE FUNCTION role_given_by_two() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM FROM public.central_offices_officer o
    WHERE o.id = NEW.officer_id
      AND (NEW.for_one_shift AND o.id <> NEW.granted_by_id
        AND public.central_offices_speaks_for(NEW.granted_by_id, NEW.office_id)
        OR EXISTS (
          SELECT FROM public.central_offices_accesschange c
          WHERE c.id = NEW.change_id AND c.status = 'CONFIRMED' AND c.office_id = NEW.office_id
            AND c.decided_in = pg_current_xact_id()::text::bigint
            AND (c.kind = 'ROLE' AND c.person_id = NEW.officer_id
                AND c.content ->> 'role' = NEW.role
              OR c.kind = 'ACCOUNT' AND c.content ->> 'email' = o.email
                AND c.content ->> 'role' = NEW.role
              OR c.kind = 'CLIENT' AND NEW.role = 'SYSTEM')));
  IF NOT FOUND THEN
    RAISE EXCEPTION 'Two persons give a role.' USING ERRCODE = '23514', CONSTRAINT = TG_NAME;
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER role_given_by_two AFTER INSERT ON central_offices_rolegrant
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ({BY_APPLICATION}
    AND NOT (NEW.granted_by_id IS NULL AND central_offices_being_set_up()))
  EXECUTE FUNCTION role_given_by_two();
REVOKE DELETE ON central_offices_rolegrant FROM iisa_app;
"""
GIVEN_BACK = """
GRANT DELETE ON central_offices_rolegrant TO iisa_app;
DROP TRIGGER role_given_by_two ON central_offices_rolegrant;
CREATE OR REPLACE FUNCTION role_given_by_two() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NEW.granted_by_id IS NULL OR NEW.for_one_shift OR EXISTS (
      SELECT FROM public.central_offices_accesschange c
      WHERE c.id = NEW.change_id AND c.status = 'CONFIRMED' AND c.office_id = NEW.office_id
        AND c.content ->> 'role' = NEW.role
        AND (c.person_id = NEW.officer_id OR c.kind = 'ACCOUNT')) THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION 'Two persons give a role.' USING ERRCODE = '23514';
END $$;
CREATE CONSTRAINT TRIGGER role_given_by_two AFTER INSERT ON central_offices_rolegrant
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION role_given_by_two();
DROP TRIGGER role_begins_now ON central_offices_rolegrant;
DROP FUNCTION role_begins_now();
"""
OF_A_GRANT = ["id", "officer_id", "office_id", "role", "valid_from", "granted_by_id", "change_id"]
OF_INSTALLATION = ["status", "began_at", "proposed_by_id", "proposed_at", "commissioned_by_id"]
COMMISSIONED = """
CREATE FUNCTION installation_by_two() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF OLD.status = 'PROPOSED' AND OLD.proposed_by_id = NEW.proposed_by_id
      AND public.central_offices_holds(NEW.proposed_by_id, ARRAY['ADMINISTRATOR'])
      AND public.central_offices_holds(NEW.commissioned_by_id, ARRAY['ADMINISTRATOR']) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'Two administrators commission an installation.'
    USING ERRCODE = '23514', CONSTRAINT = TG_NAME;
END $$;
CREATE TRIGGER installation_by_two BEFORE UPDATE OF status ON central_offices_installation
  FOR EACH ROW WHEN (NEW.status = 'COMMISSIONED' AND OLD.status <> 'COMMISSIONED'
    AND NOT kernel_by_the_owner('central_offices_installation'::regclass::oid))
  EXECUTE FUNCTION installation_by_two();
"""
COMMISSIONED_BACK = """
DROP TRIGGER installation_by_two ON central_offices_installation;
DROP FUNCTION installation_by_two();
"""
# Rows are added for kinds that have none; who wants other hours is the owner (docs/operations.md).
WAITING = "REVOKE UPDATE, DELETE ON central_offices_waitingtime FROM iisa_app;"
WAITING_BACK = "GRANT UPDATE, DELETE ON central_offices_waitingtime TO iisa_app;"


class Migration(migrations.Migration):
    dependencies = [
        ("central_offices", "0014_directory_by_two_persons"),
        ("kernel", "0004_by_the_owner"),
    ]
    operations = [
        migrations.AddField(
            "accesschange",
            "decided_in",
            models.BigIntegerField(
                blank=True,
                editable=False,
                help_text="The transaction of the database that put it in force",
                null=True,
            ),
        ),
        migrations.RunSQL(ASKED, NO_LONGER_ASKED),
        migrations.RunSQL(CHANGES, CHANGES_BACK),
        stays(
            "access_change_begins_when_it_was_agreed",
            "central_offices_accesschange",
            ["in_force_at"],
            "The time for objections stays.",
            "OLD.status <> 'PENDING' AND "
            + APPLICATION.format("central_offices_accesschange"),
        ),
        migrations.RunSQL(GIVEN, GIVEN_BACK),
        stays(
            "role_stays_as_given",
            "central_offices_rolegrant",
            [*OF_A_GRANT, "for_one_shift"],
            "A role stays as it was given: end it, and give another.",
            BY_APPLICATION,
        ),
        stays(
            "role_ends_earlier_only",
            "central_offices_rolegrant",
            ["valid_to"],
            "A role that ends is not prolonged: two persons give another.",
            "(NEW.valid_to IS NULL OR NEW.valid_to > OLD.valid_to) AND " + BY_APPLICATION,
        ),
        migrations.AddConstraint(
            "rolegrant",
            models.UniqueConstraint(fields=("change",), name="a_change_gives_one_role"),
        ),
        migrations.RunSQL(COMMISSIONED, COMMISSIONED_BACK),
        stays(
            "commissioned_for_good",
            "central_offices_installation",
            [*OF_INSTALLATION, "commissioned_at"],
            "An installation is commissioned once, for good.",
            "OLD.status = 'COMMISSIONED' AND "
            + APPLICATION.format("central_offices_installation"),
        ),
        stays(
            "installation_began_once",
            "central_offices_installation",
            ["began_at"],
            "An installation begins once.",
            APPLICATION.format("central_offices_installation"),
        ),
        migrations.RunSQL(WAITING, WAITING_BACK),
    ]
