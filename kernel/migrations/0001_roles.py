"""The database role of server, workers and tests, what it may do, and the extensions."""

from django.db import migrations

ROLE = """
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'iisa_app') THEN
    CREATE ROLE iisa_app NOLOGIN NOSUPERUSER NOBYPASSRLS;
  END IF;
  IF NOT pg_has_role(current_user, 'iisa_app', 'SET') THEN
    EXECUTE format('GRANT iisa_app TO %I', current_user);
  END IF;
END $$;
GRANT USAGE ON SCHEMA public TO iisa_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO iisa_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO iisa_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO iisa_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO iisa_app;
"""
BACK = """
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM iisa_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON SEQUENCES FROM iisa_app;
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM iisa_app;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM iisa_app;
"""
EXTENSIONS = "".join(
    f"CREATE EXTENSION IF NOT EXISTS {name};" for name in ("pg_trgm", "btree_gin", "btree_gist")
)


class Migration(migrations.Migration):
    operations = [
        migrations.RunSQL(ROLE, BACK),
        migrations.RunSQL(EXTENSIONS, migrations.RunSQL.noop),
    ]
