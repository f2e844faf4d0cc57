"""The version of the public register, which moves in each transaction that changes an extract.

At the commit, so that no publication waits for another one; once in a transaction, however many
extracts it changes.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION notices_register_moves() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  own text := pg_current_xact_id()::text;
BEGIN
  IF current_setting('iisa.register_moved', true) IS DISTINCT FROM own THEN
    INSERT INTO public.kernel_counter (name, lane, value) VALUES ('notices/public', 0, 1)
    ON CONFLICT (name, lane) DO UPDATE SET value = kernel_counter.value + 1;
    PERFORM set_config('iisa.register_moved', own, true);
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER register_moves AFTER INSERT OR UPDATE OR DELETE ON notices_publicextract
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION notices_register_moves();
"""
BACK = """
DROP TRIGGER register_moves ON notices_publicextract;
DROP FUNCTION notices_register_moves();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0031_public_lists_by_their_own_index"),
        ("kernel", "0007_counters_go_on_in_lanes"),
    ]
    operations = [migrations.RunSQL(FORWARD, BACK)]
